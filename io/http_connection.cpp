#include "io/http_connection.hpp"

#include "io/http_header.hpp"
#include "io/problem.hpp"
#include "io/request_target.hpp"
#include "io/response_head.hpp"
#include "io/response_writer.hpp"
#include "io/websocket_accept.hpp"
#include "io/websocket_handshake.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <optional>

namespace troupe {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

constexpr size_t read_bytes = 4 * 1024;
constexpr size_t body_read_bytes = 64 * 1024;

bool is_http_error(const error_code& code) {
  return code.category()
         == http::make_error_code(http::error::bad_chunk).category();
}

class http_connection final
  : public open_connection,
    public std::enable_shared_from_this<http_connection> {
 public:
  http_connection(server_context_ptr context, accepted_socket accepted)
    : context_(std::move(context)),
      thread_(*accepted.thread),
      socket_(std::move(accepted.socket)),
      peer_(std::move(accepted.peer)),
      ticket_(std::move(accepted.ticket)),
      deadline_(socket_.get_executor()),
      buffer_(context_->limits.header_bytes + body_read_bytes),
      writer_(socket_, context_->limits) {}

  void start() {
    thread_.add(*this);
    ++context_->counters->connections_open;
    arm(context_->limits.header_deadline);
    read_header();
  }

  void go_away() override {
    is_draining_ = true;
    if (phase_ == phase::idle)
      close();
  }

  void drop() override { close(); }

 private:
  enum class phase { idle, header, body, handling, writing, lingering, closed };

  // -- deadlines -------------------------------------------------------------

  void arm(io_limits::duration after) {
    deadline_.expires_after(after);
    deadline_.async_wait([self = shared_from_this()](error_code code) {
      if (!code && self->deadline_.expiry() <= clock::now())
        self->on_deadline();
    });
  }

  void on_deadline() {
    if (phase_ != phase::header && phase_ != phase::body)
      return close();
    // The read that is under way ends with an error and answers 408.
    is_late_ = true;
    error_code ignored;
    socket_.cancel(ignored);
  }

  // -- header ----------------------------------------------------------------

  std::string_view received() const {
    auto bytes = buffer_.cdata();
    return {static_cast<const char*>(bytes.data()), bytes.size()};
  }

  void read_header() {
    using verdict = header_scanner::verdict;
    skip_blank_line();
    auto text = received();
    if (!text.empty() && phase_ == phase::idle) {
      phase_ = phase::header;
      if (is_reused_)
        arm(context_->limits.header_deadline);
    }
    auto limit = context_->limits.header_bytes;
    switch (scanner_.scan(text.substr(0, limit))) {
      case verdict::malformed:
        return refuse({400, "the header has a folded line, a bare CR or LF, "
                            "or a NUL"});
      case verdict::complete:
        return on_header(text.substr(0, scanner_.length()));
      case verdict::incomplete:
        if (text.size() >= limit)
          return refuse({431, "the header is larger than "
                                + std::to_string(limit) + " bytes"});
        return read_more_header();
    }
  }

  /// Old clients send one after a body (RFC 9112, 2.2).
  void skip_blank_line() {
    if (!may_skip_line_ || received().size() < 2)
      return;
    may_skip_line_ = false;
    if (received().starts_with("\r\n"))
      buffer_.consume(2);
  }

  void read_more_header() {
    auto room = buffer_.max_size() - buffer_.size();
    socket_.async_read_some(
      buffer_.prepare(std::min(read_bytes, room)),
      [self = shared_from_this()](error_code code, size_t count) {
        self->buffer_.commit(count);
        if (self->is_late_)
          return self->on_late_read();
        if (code)
          return self->close();
        self->read_header();
      });
  }

  void on_late_read() {
    if (phase_ == phase::closed)
      return;
    refuse({408, "the request did not arrive in time"});
  }

  void on_header(std::string_view text) {
    begin_request();
    error_code code;
    parser_.emplace();
    parser_->header_limit(
      static_cast<uint32_t>(context_->limits.header_bytes));
    parser_->body_limit(context_->limits.body_bytes);
    parser_->put(asio::buffer(text), code);
    if (code) {
      auto other = header_scanner::is_other_version(text);
      return refuse_parse_error(code, other ? 505 : 400);
    }
    take_header();
    buffer_.consume(text.size());
    if (auto why = check_framing(request_, context_->limits, framing_))
      return refuse(*why);
    if (auto why = check_host_and_target())
      return refuse(*why);
    keeps_alive_ = wants_keep_alive(request_);
    if (auto route = context_->websockets.find(request_.path);
        route != context_->websockets.end())
      return upgrade(route->second);
    read_body();
  }

  void begin_request() {
    ++context_->counters->http_requests;
    request_ = {};
    request_.peer = peer_;
    request_.request_id = context_->id_prefix
                          + std::to_string(++context_->requests);
  }

  void take_header() {
    auto& message = parser_->get();
    request_.method = message.method_string();
    request_.target = message.target();
    request_.version = message.version();
    for (auto& field : message)
      request_.headers.add(field.name_string(), field.value());
  }

  void refuse_parse_error(const error_code& code, unsigned otherwise) {
    if (code == http::error::body_limit)
      return refuse({413, "the body is too large"});
    if (code == http::error::header_limit)
      return refuse({431, "the header is too large"});
    refuse({otherwise, otherwise == 505 ? "HTTP/1.1 or HTTP/1.0 is spoken here"
                                        : "not an HTTP request: "
                                            + code.message()});
  }

  std::optional<refusal> check_host_and_target() {
    if (auto field = request_.headers.find("Host")) {
      auto host = parse_host(*field);
      if (!host)
        return refusal{400, text_of(host.error())};
      if (!host_is_allowed(context_->origins, *host))
        return refusal{421, "this server does not answer to \"" + host->name
                              + "\"; allow the name in the configuration"};
      host_ = std::move(*host);
      request_.host = host_.port == 0
                        ? host_.name
                        : host_.name + ":" + std::to_string(host_.port);
    }
    auto target = parse_target(request_.target);
    if (!target)
      return refusal{code_of(target.error()) == ec::limit_exceeded ? 414u
                                                                    : 400u,
                     text_of(target.error())};
    request_.path = std::move(target->path);
    request_.query = std::move(target->query);
    // An absolute target names the host a second time; both must agree.
    if (!target->authority.empty()) {
      auto named = parse_host(target->authority);
      if (!named || *named != host_)
        return refusal{400, "the target and Host name different servers"};
    }
    return std::nullopt;
  }

  // -- body ------------------------------------------------------------------

  void read_body() {
    if (!framing_.has_body())
      return handle();
    auto expected = framing_.is_chunked ? context_->limits.body_bytes
                                        : framing_.length;
    if (!reservation_.take(context_, expected))
      return refuse({503, "too many bodies are being received; try later"});
    phase_ = phase::body;
    arm(context_->limits.body_deadline);
    if (buffer_.size() == 0
        && equal_ignoring_case(request_.headers.get("Expect"), "100-continue")
        && request_.version >= 11)
      return send_continue();
    receive_body();
  }

  void send_continue() {
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(text),
                      [self = shared_from_this()](error_code code, size_t) {
                        if (self->is_late_)
                          self->on_late_read();
                        else if (code)
                          self->close();
                        else
                          self->receive_body();
                      });
  }

  void receive_body() {
    buffer_.reserve(std::min<uint64_t>(
      body_read_bytes, framing_.is_chunked ? read_bytes : framing_.length));
    http::async_read(socket_, buffer_, *parser_,
                     [self = shared_from_this()](error_code code, size_t) {
                       if (self->is_late_)
                         self->on_late_read();
                       else if (!code)
                         self->handle();
                       else if (is_http_error(code)
                                && code != http::error::partial_message)
                         self->refuse_parse_error(code, 400);
                       else
                         self->close();
                     });
  }

  // -- answer ----------------------------------------------------------------

  void handle() {
    phase_ = phase::handling;
    deadline_.cancel();
    request_.body = std::move(parser_->get().body());
    parser_.reset();
    auto request = std::move(request_);
    request_ = {};
    // What the response needs to know.
    request_.method = request.method;
    request_.path = request.path;
    request_.version = request.version;
    request_.request_id = request.request_id;
    respond answer{[self = shared_from_this(),
                    thread = thread_.shared_from_this()](http_response x) {
      asio::post(thread->context(), [self, x = std::move(x)]() mutable {
        self->on_response(std::move(x));
      });
    }};
    try {
      context_->handler(std::move(request), answer);
    } catch (const std::exception& e) {
      spdlog::error("io: {} {}: a handler threw: {}", request_.request_id,
                    request_.path, e.what());
      answer(make_problem(request_, 500, "something went wrong here"));
    }
  }

  void on_response(http_response response) {
    if (phase_ != phase::handling)
      return;
    auto text = std::get_if<std::string>(&response.body);
    if (!is_sendable(response)) {
      spdlog::error("io: {} {}: a response with a bad status or header",
                    request_.request_id, request_.path);
      response = make_problem(request_, 500, "something went wrong here");
    } else if (response.status >= 400 && text && text->empty()
               && !response.headers.has("Content-Type")) {
      response = make_problem(request_, response.status,
                              reason_phrase(response.status));
    }
    write(std::move(response));
  }

  void refuse(const refusal& why) {
    if (request_.request_id.empty())
      begin_request();
    spdlog::debug("io: {} of {}: {} {}", request_.request_id, peer_,
                  why.status, why.detail);
    keeps_alive_ = false;
    auto response = make_problem(request_, why.status, why.detail);
    if (why.status == 426) {
      response.headers.add("Upgrade", "websocket");
      response.headers.add("Sec-WebSocket-Version", "13");
    } else if (why.status == 405) {
      response.headers.add("Allow", "GET");
    } else if (why.status == 503) {
      response.headers.add("Retry-After", "5");
    }
    write(std::move(response));
  }

  void write(http_response response) {
    phase_ = phase::writing;
    deadline_.cancel();
    if (response.status >= 500)
      ++context_->counters->http_server_errors;
    else if (response.status >= 400)
      ++context_->counters->http_client_errors;
    if (is_draining_)
      keeps_alive_ = false;
    writer_.start(std::move(response), request_, keeps_alive_,
                  shared_from_this(),
                  [this](bool complete) { on_written(complete); });
  }

  void on_written(bool complete) {
    reservation_.release();
    if (phase_ != phase::writing || !complete)
      return close();
    if (!keeps_alive_ || is_draining_)
      return linger();
    request_ = {};
    scanner_ = {};
    may_skip_line_ = true;
    is_reused_ = true;
    phase_ = phase::idle;
    if (buffer_.size() == 0)
      buffer_.shrink_to_fit();
    arm(context_->limits.keep_alive_idle);
    read_header();
  }

  // -- end -------------------------------------------------------------------

  /// A close with unread bytes resets the connection, and the peer may lose
  /// the response; so what it still sends is read and thrown away.
  void linger() {
    phase_ = phase::lingering;
    error_code code;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, code);
    if (code)
      return close();
    arm(context_->limits.linger);
    discard();
  }

  void discard() {
    buffer_.clear();
    socket_.async_read_some(buffer_.prepare(read_bytes),
                            [self = shared_from_this()](error_code code,
                                                        size_t) {
                              if (code)
                                self->close();
                              else
                                self->discard();
                            });
  }

  void close() {
    if (phase_ == phase::closed)
      return;
    leave();
    error_code ignored;
    socket_.close(ignored);
    ticket_ = {};
  }

  void leave() {
    phase_ = phase::closed;
    deadline_.cancel();
    reservation_.release();
    thread_.remove(*this);
    --context_->counters->connections_open;
  }

  void upgrade(const websocket_route& route) {
    if (!wants_websocket(request_))
      return refuse({426, "this path is a WebSocket"});
    if (is_draining_)
      return refuse({503, "the server is shutting down"});
    if (framing_.has_body())
      return refuse({400, "an upgrade request has no body"});
    if (auto why = check_upgrade(request_, host_, context_->origins))
      return refuse(*why);
    auto rest = std::string{received()};
    leave();
    accept_websocket(context_,
                     {thread_.shared_from_this(), std::move(socket_), peer_,
                      std::move(ticket_)},
                     std::move(request_), std::move(rest), route);
  }

  server_context_ptr context_;
  io_thread& thread_;
  asio::ip::tcp::socket socket_;
  std::string peer_;
  connection_ticket ticket_;
  asio::steady_timer deadline_;
  boost::beast::flat_buffer buffer_;
  header_scanner scanner_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http_request request_;
  host_name host_;
  body_framing framing_;
  body_reservation reservation_;
  response_writer writer_;
  phase phase_ = phase::idle;
  bool keeps_alive_ = false;
  bool may_skip_line_ = true;
  /// Not the connection's first request.
  bool is_reused_ = false;
  bool is_late_ = false;
  bool is_draining_ = false;
};

} // namespace

void start_http_connection(server_context_ptr context,
                           accepted_socket accepted) {
  std::make_shared<http_connection>(std::move(context), std::move(accepted))
    ->start();
}

} // namespace troupe
