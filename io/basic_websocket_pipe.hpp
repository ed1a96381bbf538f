/// websocket_pipe over any stream: a TCP socket in the server, Beast's test
/// stream in tests. Includes Beast's WebSocket, so only two translation units
/// include it. On its io thread; alive while an operation or timer is pending.
///
///   accepting ──101──> open ──close(), go_away(), overflow──> closing ─> closed
///       └── deadline, error ──────┴── peer closed, error, silence ────────^
#pragma once

#include "io/cork_stream.hpp"
#include "io/io_limits.hpp"
#include "io/io_thread.hpp"
#include "io/websocket_handshake.hpp"
#include "io/websocket_pipe.hpp"
#include "protocol/failpoint.hpp"
#include "protocol/metrics.hpp"

#include <boost/asio/socket_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <chrono>

namespace troupe {

template <class NextLayer>
class basic_websocket_pipe final
  : public websocket_pipe,
    public open_connection,
    public std::enable_shared_from_this<basic_websocket_pipe<NextLayer>> {
 public:
  using error_code = boost::beast::error_code;
  using open_handler = std::function<void(const websocket_pipe_ptr&)>;
  /// Room for one frame of limits.frame_bytes, held as long as the pointer;
  /// null when there is none.
  using frame_room = std::function<std::shared_ptr<void>()>;

  /// `keep` is let go when the connection ends. Without `room`, large frames
  /// are read without asking.
  basic_websocket_pipe(NextLayer socket, std::string already_read,
                       const io_limits& limits, metrics_ptr counters,
                       io_thread& thread, std::shared_ptr<void> keep,
                       frame_room room = {})
    : ws_(std::move(socket), std::move(already_read)),
      limits_(limits),
      counters_(std::move(counters)),
      thread_(thread),
      keep_(std::move(keep)),
      room_(std::move(room)),
      deadline_(ws_.get_executor()),
      large_deadline_(ws_.get_executor()),
      ping_timer_(ws_.get_executor()),
      buffer_(limits.frame_bytes + read_slack),
      outbox_(limits.outbox_messages, limits.outbox_bytes) {}

  /// Answers the upgrade request. `on_open` is not called if that fails.
  void accept(const http_request& request, open_handler on_open) {
    thread_.add(*this);
    ++counters_->connections_open;
    configure(request);
    arm_deadline(limits_.handshake_deadline);
    ws_.async_accept(upgrade_message(request),
                     [self = this->shared_from_this(),
                      on_open = std::move(on_open)](error_code code) {
                       self->on_accepted(code, on_open);
                     });
  }

  void listen(listener x) override {
    if (phase_ == phase::closed) {
      if (x.on_closed)
        x.on_closed(close_code::abnormal);
      return;
    }
    listener_ = std::move(x);
    read_next();
  }

  void read_next() override {
    if (phase_ != phase::open || is_reading_)
      return;
    is_reading_ = true;
    read_part();
  }

  void send(outgoing message) override {
    if (phase_ != phase::open)
      return;
    switch (outbox_.push(std::move(message))) {
      case websocket_outbox::verdict::queued: break;
      case websocket_outbox::verdict::replaced:
        ++counters_->websocket_dropped_progress;
        break;
      case websocket_outbox::verdict::full: return close_slow_reader();
    }
    write_next();
  }

  void close(uint16_t code, std::string reason) override {
    if (phase_ != phase::open)
      return;
    begin_close(code, std::move(reason), mark::left_out);
  }

  void go_away() override {
    if (phase_ == phase::accepting)
      return finish(close_code::abnormal);
    if (phase_ == phase::open)
      begin_close(close_code::going_away, "shutting down; resume ",
                  mark::appended);
  }

  void drop() override { finish(close_code::abnormal); }

 private:
  enum class phase { accepting, open, closing, closed };
  /// Whether a close reason ends with where to go on.
  enum class mark { left_out, appended };

  using stream_type
    = boost::beast::websocket::stream<cork_stream<NextLayer>, false>;
  using request_type
    = boost::beast::http::request<boost::beast::http::empty_body>;

  /// Room for the largest message and what Beast reads ahead.
  static constexpr size_t read_slack = 16 * 1024;
  /// Bytes of one joined send.
  static constexpr size_t burst_bytes = 64 * 1024;
  /// Of the read buffer of a connection that waits.
  static constexpr size_t idle_buffer_bytes = 4 * 1024;
  static constexpr unsigned pings_missed_limit = 2;

  // -- handshake ---------------------------------------------------------------

  void configure(const http_request& request) {
    namespace websocket = boost::beast::websocket;
    ws_.text(true);
    ws_.auto_fragment(false);
    ws_.read_message_max(limits_.frame_bytes);
    auto offered = has_list_member(request, "Sec-WebSocket-Protocol",
                                   websocket_subprotocol);
    ws_.set_option(websocket::stream_base::decorator(
      [offered, id = request.request_id](websocket::response_type& response) {
        response.set("Server", "troupe");
        response.set("X-Request-Id", id);
        if (offered)
          response.set("Sec-WebSocket-Protocol",
                       std::string{websocket_subprotocol});
      }));
  }

  static request_type upgrade_message(const http_request& request) {
    request_type message;
    message.method_string(request.method);
    message.target(request.target);
    message.version(request.version);
    for (auto& [name, value] : request.headers)
      if (!equal_ignoring_case(name, "Expect"))
        message.insert(name, value);
    return message;
  }

  void on_accepted(error_code code, const open_handler& on_open) {
    if (phase_ != phase::accepting)
      return;
    if (code)
      return finish(close_code::abnormal);
    deadline_.cancel();
    phase_ = phase::open;
    ++counters_->websocket_open;
    ws_.control_callback([this](auto, auto) { pings_missed_ = 0; });
    wait_for_ping();
    on_open(this->shared_from_this());
  }

  // -- reading -----------------------------------------------------------------

  void read_part() {
    ws_.async_read_some(buffer_, 0, [self = this->shared_from_this()](
                                      error_code code, size_t) {
      self->on_part(code);
    });
  }

  void on_part(error_code code) {
    if (code || ws_.is_message_done())
      return on_read(code);
    pings_missed_ = 0;
    if (buffer_.size() > limits_.control_frame_bytes && !is_large_
        && !begin_large())
      return;
    read_part();
  }

  /// A frame with pictures in it: memory for it is shared by all, and it has
  /// to come in the time of a body.
  bool begin_large() {
    is_large_ = true;
    if (room_) {
      large_room_ = room_();
      if (!large_room_) {
        close(close_code::try_later, "too many large messages at once");
        return false;
      }
    }
    large_deadline_.expires_after(limits_.body_deadline);
    large_deadline_.async_wait(
      [self = this->shared_from_this()](error_code code) {
        if (!code && self->is_large_)
          self->close(close_code::idle, "the message came too slowly");
      });
    return true;
  }

  void end_large() {
    is_large_ = false;
    large_room_.reset();
    large_deadline_.cancel();
  }

  void on_read(error_code code) {
    namespace websocket = boost::beast::websocket;
    is_reading_ = false;
    pings_missed_ = 0;
    end_large();
    if (code == websocket::error::closed)
      return finish(ws_.reason().code);
    if (code == websocket::error::message_too_big
        || code == websocket::error::buffer_overflow)
      return finish(websocket::close_code::too_big);
    if (code)
      return finish(close_code::abnormal);
    ++counters_->websocket_messages_in;
    auto bytes = buffer_.cdata();
    std::string text{static_cast<const char*>(bytes.data()), bytes.size()};
    buffer_.consume(bytes.size());
    if (buffer_.capacity() > idle_buffer_bytes)
      buffer_.shrink_to_fit();
    if (phase_ != phase::open)
      return;
    if (ws_.got_text())
      listener_.on_text(std::move(text));
    else
      listener_.on_binary();
  }

  // -- writing -----------------------------------------------------------------

  void write_next() {
    if (is_writing_ || phase_ == phase::closed)
      return;
    if (outbox_.empty()) {
      if (phase_ == phase::closing)
        send_close();
      return;
    }
    is_writing_ = true;
    current_ = outbox_.pop();
    auto& layer = ws_.next_layer();
    is_collected_ = !outbox_.empty()
                    && layer.collected() + current_.text.size() < burst_bytes;
    layer.collect(is_collected_);
    failpoint("ws.before_write");
    arm_deadline(limits_.write_deadline);
    ws_.async_write(boost::asio::buffer(current_.text),
                    [self = this->shared_from_this()](error_code code, size_t) {
                      self->on_written(code);
                    });
  }

  void on_written(error_code code) {
    is_writing_ = false;
    if (phase_ == phase::closed)
      return;
    if (code)
      return finish(close_code::abnormal);
    ++counters_->websocket_messages_out;
    if (!current_.resume_mark.empty())
      resume_mark_ = std::move(current_.resume_mark);
    // What is collected goes with the next message, or with the close frame
    // if the outbox was cleared meanwhile.
    if (!is_collected_) {
      failpoint("ws.after_write");
      deadline_.cancel();
    }
    write_next();
  }

  void close_slow_reader() {
    ++counters_->slow_watchers_closed;
    outbox_.clear();
    begin_close(close_code::try_later, "too slow; resume ", mark::appended);
  }

  // -- pings -------------------------------------------------------------------

  void wait_for_ping() {
    ping_timer_.expires_after(limits_.ping_interval);
    ping_timer_.async_wait([self = this->shared_from_this()](error_code code) {
      if (!code)
        self->on_ping_time();
    });
  }

  void on_ping_time() {
    if (phase_ != phase::open)
      return;
    // Between two frames nothing is read, so nothing can be missed.
    if (is_reading_ && pings_missed_++ >= pings_missed_limit)
      return close(close_code::idle, "no answer to pings");
    wait_for_ping();
    if (is_pinging_)
      return;
    is_pinging_ = true;
    ws_.async_ping({}, [self = this->shared_from_this()](error_code code) {
      self->is_pinging_ = false;
      if (code)
        self->finish(close_code::abnormal);
    });
  }

  // -- end ---------------------------------------------------------------------

  void arm_deadline(io_limits::duration after) {
    deadline_.expires_after(after);
    deadline_.async_wait([self = this->shared_from_this()](error_code code) {
      auto now = std::chrono::steady_clock::now();
      if (!code && self->deadline_.expiry() <= now)
        self->on_deadline();
    });
  }

  void on_deadline() {
    if (is_writing_)
      ++counters_->slow_watchers_closed;
    // Resets the connection: what the peer does not read must not stay in the
    // kernel.
    auto& socket = boost::beast::get_lowest_layer(ws_);
    if constexpr (requires { socket.native_handle(); }) {
      error_code ignored;
      socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    }
    finish(is_close_sent_ ? static_cast<uint16_t>(close_reason_.code)
                          : close_code::abnormal);
  }

  void begin_close(uint16_t code, std::string reason, mark x) {
    phase_ = phase::closing;
    ping_timer_.cancel();
    close_reason_.code = code;
    reason_ = std::move(reason);
    mark_ = x;
    write_next();
  }

  void send_close() {
    if (is_close_sent_)
      return;
    is_close_sent_ = true;
    // Only now the last write is done, and the mark is of what went out.
    if (mark_ == mark::appended)
      reason_ += resume_mark_;
    constexpr size_t reason_max_bytes = 123;
    reason_.resize(std::min(reason_.size(), reason_max_bytes));
    close_reason_.reason = reason_;
    ws_.next_layer().collect(false);
    arm_deadline(limits_.linger);
    ws_.async_close(close_reason_,
                    [self = this->shared_from_this()](error_code) {
                      self->finish(self->close_reason_.code);
                    });
  }

  void finish(uint16_t code) {
    if (phase_ == phase::closed)
      return;
    if (phase_ != phase::accepting)
      --counters_->websocket_open;
    --counters_->connections_open;
    phase_ = phase::closed;
    deadline_.cancel();
    end_large();
    ping_timer_.cancel();
    boost::beast::close_socket(boost::beast::get_lowest_layer(ws_));
    thread_.remove(*this);
    outbox_.clear();
    keep_.reset();
    // The listener may own whoever owns this.
    auto told = std::move(listener_);
    listener_ = {};
    if (told.on_closed)
      told.on_closed(code);
  }

  stream_type ws_;
  const io_limits limits_;
  metrics_ptr counters_;
  io_thread& thread_;
  std::shared_ptr<void> keep_;
  frame_room room_;
  std::shared_ptr<void> large_room_;
  bool is_large_ = false;
  boost::asio::steady_timer deadline_;
  boost::asio::steady_timer large_deadline_;
  boost::asio::steady_timer ping_timer_;
  boost::beast::flat_buffer buffer_;
  websocket_outbox outbox_;
  outgoing current_;
  std::string resume_mark_ = "since=0";
  boost::beast::websocket::close_reason close_reason_;
  std::string reason_;
  mark mark_ = mark::left_out;
  listener listener_;
  phase phase_ = phase::accepting;
  unsigned pings_missed_ = 0;
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool is_collected_ = false;
  bool is_pinging_ = false;
  bool is_close_sent_ = false;
};

} // namespace troupe
