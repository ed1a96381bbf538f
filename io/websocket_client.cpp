#include "io/websocket_client.hpp"

#include "io/websocket_handshake.hpp"
#include "protocol/json.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace troupe {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

/// The largest message a server sends: an edited script comes back.
constexpr size_t message_max_bytes = 16 * 1024 * 1024;
/// Messages that wait for receive(); then the socket is not read.
constexpr size_t inbox_limit = 1'000;

constexpr uint16_t no_close_frame = 1006;

ec code_for(unsigned status) {
  switch (status) {
    case 400:
    case 421: return ec::invalid_argument;
    case 403: return ec::forbidden;
    case 404: return ec::not_found;
    default: return ec::unavailable;
  }
}

} // namespace

class websocket_client::impl : public std::enable_shared_from_this<impl> {
 public:
  explicit impl(websocket_target target) : target_(std::move(target)) {}

  /// The last call: every handler has let go of this afterwards.
  void end() {
    asio::post(context_, [self = shared_from_this()] {
      self->finish();
    });
    thread_.join();
    // A context that had ended before keeps what was posted since, and with it
    // this.
    context_.restart();
    context_.run();
  }

  error connect() {
    asio::post(context_, [self = shared_from_this()] { self->resolve(); });
    thread_ = std::thread{[this] { context_.run(); }};
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return is_open_ || is_closed_; });
    return connect_error_;
  }

  error send(std::string text) {
    std::unique_lock lock{mutex_};
    if (is_closed_)
      return closed_error();
    auto number = ++sends_asked_;
    asio::post(context_, [self = shared_from_this(),
                          x = std::move(text)]() mutable {
      self->queue_.push_back(std::move(x));
      self->write_next();
    });
    auto in_time = changed_.wait_for(lock, target_.deadline, [&] {
      return sends_done_ >= number || is_closed_;
    });
    if (sends_done_ >= number)
      return {};
    return in_time ? closed_error()
                   : make_error(ec::timeout, "the server does not read");
  }

  result<std::string> receive(std::chrono::milliseconds timeout) {
    std::unique_lock lock{mutex_};
    auto in_time = changed_.wait_for(lock, timeout, [&] {
      return !inbox_.empty() || is_closed_;
    });
    if (!inbox_.empty()) {
      auto text = std::move(inbox_.front());
      inbox_.pop_front();
      if (inbox_.size() + 1 == inbox_limit)
        asio::post(context_, [self = shared_from_this()] { self->read(); });
      return text;
    }
    if (in_time)
      return closed_error();
    return make_error(ec::timeout, "no message came in time");
  }

  void start_close() {
    asio::post(context_, [self = shared_from_this()] {
      if (self->is_finished_)
        return;
      beast::get_lowest_layer(self->ws_).expires_after(self->target_.deadline);
      self->ws_.async_close(websocket::close_code::normal,
                            [self](error_code) { self->finish(); });
    });
  }

  bool wait_until_closed(std::chrono::milliseconds timeout) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, timeout, [&] { return is_closed_; });
  }

  std::pair<uint16_t, std::string> close_reason() const {
    std::lock_guard guard{mutex_};
    return {close_code_, close_reason_};
  }

  std::chrono::milliseconds deadline() const { return target_.deadline; }

 private:
  void resolve() {
    resolver_.async_resolve(
      target_.host, std::to_string(target_.port),
      [self = shared_from_this()](error_code code,
                                  tcp::resolver::results_type found) {
        if (code)
          return self->fail(ec::unavailable,
                            "no address for " + self->target_.host);
        self->open(std::move(found));
      });
  }

  void open(tcp::resolver::results_type found) {
    auto& stream = beast::get_lowest_layer(ws_);
    stream.expires_after(target_.deadline);
    stream.async_connect(
      found, [self = shared_from_this()](error_code code, tcp::endpoint) {
        if (code)
          return self->fail(code == beast::error::timeout ? ec::timeout
                                                          : ec::unavailable,
                            "nobody answers at " + self->authority() + " ("
                              + code.message() + ")");
        self->handshake();
      });
  }

  std::string authority() const {
    auto is_v6 = target_.host.find(':') != std::string::npos;
    auto host = is_v6 ? "[" + target_.host + "]" : target_.host;
    return host + ":" + std::to_string(target_.port);
  }

  void handshake() {
    error_code ignored;
    beast::get_lowest_layer(ws_).socket().set_option(tcp::no_delay(true),
                                                     ignored);
    ws_.read_message_max(message_max_bytes);
    ws_.set_option(websocket::stream_base::decorator(
      [origin = target_.origin,
       headers = target_.headers](websocket::request_type& request) {
        request.set("User-Agent", "troupe");
        request.set("Sec-WebSocket-Protocol",
                    std::string{websocket_subprotocol});
        if (!origin.empty())
          request.set("Origin", origin);
        for (auto& [name, value] : headers)
          request.set(name, value);
      }));
    ws_.async_handshake(response_, authority(), target_.path,
                        [self = shared_from_this()](error_code code) {
                          self->on_handshake(code);
                        });
  }

  void on_handshake(error_code code) {
    if (code == websocket::error::upgrade_declined)
      return refused();
    if (code)
      return fail(code == beast::error::timeout ? ec::timeout : ec::unavailable,
                  authority() + " does not speak WebSocket ("
                    + code.message() + ")");
    beast::get_lowest_layer(ws_).expires_never();
    {
      std::lock_guard guard{mutex_};
      is_open_ = true;
    }
    changed_.notify_all();
    read();
  }

  void refused() {
    auto status = response_.result_int();
    auto body = json::parse(response_.body());
    auto detail = body ? body->text("detail") : std::string{};
    fail(code_for(status), "the server answered " + std::to_string(status)
                             + (detail.empty() ? "" : ": " + detail));
  }

  void read() {
    ws_.async_read(buffer_, [self = shared_from_this()](error_code code,
                                                        size_t) {
      self->on_read(code);
    });
  }

  void on_read(error_code code) {
    if (code)
      return finish();
    auto bytes = buffer_.cdata();
    auto has_room = false;
    {
      std::lock_guard guard{mutex_};
      inbox_.emplace_back(static_cast<const char*>(bytes.data()),
                          bytes.size());
      has_room = inbox_.size() < inbox_limit;
    }
    changed_.notify_all();
    buffer_.consume(bytes.size());
    if (has_room)
      read();
  }

  void write_next() {
    if (is_writing_ || queue_.empty() || is_finished_)
      return;
    is_writing_ = true;
    ws_.async_write(asio::buffer(queue_.front()),
                    [self = shared_from_this()](error_code code, size_t) {
                      self->on_written(code);
                    });
  }

  void on_written(error_code code) {
    is_writing_ = false;
    // The reading side knows why it closed.
    if (code)
      return;
    queue_.pop_front();
    {
      std::lock_guard guard{mutex_};
      ++sends_done_;
    }
    changed_.notify_all();
    write_next();
  }

  void fail(ec code, std::string text) {
    {
      std::lock_guard guard{mutex_};
      connect_error_ = make_error(code, std::move(text));
    }
    finish();
  }

  void finish() {
    if (is_finished_)
      return;
    is_finished_ = true;
    work_.reset();
    resolver_.cancel();
    beast::get_lowest_layer(ws_).close();
    {
      std::lock_guard guard{mutex_};
      auto& reason = ws_.reason();
      close_code_ = reason.code == websocket::close_code::none ? no_close_frame
                                                               : reason.code;
      close_reason_.assign(reason.reason.data(), reason.reason.size());
      is_closed_ = true;
    }
    changed_.notify_all();
  }

  error closed_error() const {
    return make_error(ec::unavailable,
                      "the server closed the connection ("
                        + std::to_string(close_code_)
                        + (close_reason_.empty() ? "" : ", ") + close_reason_
                        + ")");
  }

  const websocket_target target_;
  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{
    context_.get_executor()};
  tcp::resolver resolver_{context_};
  websocket::stream<beast::tcp_stream, false> ws_{context_};
  websocket::response_type response_;
  beast::flat_buffer buffer_;
  // On the thread of the context only.
  std::deque<std::string> queue_;
  bool is_writing_ = false;
  bool is_finished_ = false;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> inbox_;
  uint64_t sends_asked_ = 0;
  uint64_t sends_done_ = 0;
  bool is_open_ = false;
  bool is_closed_ = false;
  error connect_error_;
  uint16_t close_code_ = 0;
  std::string close_reason_;

  std::thread thread_;
};

websocket_client::websocket_client(std::shared_ptr<impl> x)
  : impl_(std::move(x)) {}

websocket_client::websocket_client(websocket_client&&) noexcept = default;

websocket_client&
websocket_client::operator=(websocket_client&& x) noexcept {
  if (this != &x) {
    drop();
    impl_ = std::move(x.impl_);
  }
  return *this;
}

websocket_client::~websocket_client() {
  drop();
}

void websocket_client::drop() {
  if (impl_)
    impl_->end();
  impl_.reset();
}

result<websocket_client>
websocket_client::connect(const websocket_target& target) {
  auto x = std::make_shared<impl>(target);
  if (auto err = x->connect()) {
    x->end();
    return err;
  }
  return websocket_client{std::move(x)};
}

error websocket_client::send(std::string text) {
  return impl_->send(std::move(text));
}

result<std::string>
websocket_client::receive(std::chrono::milliseconds timeout) {
  return impl_->receive(timeout);
}

void websocket_client::close() {
  impl_->start_close();
  impl_->wait_until_closed(impl_->deadline());
}

bool websocket_client::wait_until_closed(std::chrono::milliseconds timeout) {
  return impl_->wait_until_closed(timeout);
}

uint16_t websocket_client::close_code() const {
  return impl_->close_reason().first;
}

std::string websocket_client::close_reason() const {
  return impl_->close_reason().second;
}

} // namespace troupe
