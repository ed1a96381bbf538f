#include "io/http_connection.hpp"

#include "io/live_writer.hpp"
#include "io/problem.hpp"
#include "io/request_reader.hpp"
#include "io/response_head.hpp"
#include "io/response_writer.hpp"
#include "io/websocket_accept.hpp"
#include "io/websocket_handshake.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include <spdlog/spdlog.h>

#include <array>
#include <ctime>
#include <exception>

namespace troupe {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

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
      linger_timer_(socket_.get_executor()),
      reader_(socket_, context_, peer_),
      writer_(socket_, context_->limits),
      live_writer_(socket_, context_->limits) {}

  void start() {
    thread_.add(*this);
    ++context_->counters->connections_open;
    read();
  }

  void go_away() override {
    is_draining_ = true;
    if (phase_ == phase::reading && reader_.is_idle())
      close();
  }

  void drop() override { close(); }

 private:
  enum class phase { reading, handling, writing, lingering, closed };

  void read() {
    phase_ = phase::reading;
    reader_.start(shared_from_this(),
                  [this](read_outcome x) { on_read(std::move(x)); });
  }

  void on_read(read_outcome outcome) {
    if (phase_ != phase::reading || outcome.is == read_outcome::kind::closed)
      return close();
    auto request = std::move(outcome.request);
    // What the response needs to know.
    answered_ = {};
    answered_.method = request.method;
    answered_.path = request.path;
    answered_.version = request.version;
    answered_.request_id = request.request_id;
    if (outcome.is == read_outcome::kind::refused)
      return refuse(outcome.why);
    keeps_alive_ = wants_keep_alive(request);
    auto route = context_->websockets.find(request.path);
    if (route != context_->websockets.end())
      upgrade(std::move(request), route->second);
    else
      handle(std::move(request));
  }

  // -- answer ----------------------------------------------------------------

  void handle(http_request request) {
    phase_ = phase::handling;
    respond answer{[self = shared_from_this(),
                    thread = thread_.shared_from_this()](http_response x) {
      asio::post(thread->context(), [self, x = std::move(x)]() mutable {
        self->on_response(std::move(x));
      });
    }};
    try {
      context_->handler(std::move(request), answer);
    } catch (const std::exception& e) {
      spdlog::error("io: {} {}: a handler threw: {}", answered_.request_id,
                    answered_.path, e.what());
      answer(make_problem(answered_, 500, "something went wrong here"));
    }
  }

  void on_response(http_response response) {
    if (phase_ != phase::handling)
      return;
    auto text = std::get_if<std::string>(&response.body);
    if (!is_sendable(response)) {
      spdlog::error("io: {} {}: a response with a bad status or header",
                    answered_.request_id, answered_.path);
      response = make_problem(answered_, 500, "something went wrong here");
    } else if (response.status >= 400 && text && text->empty()
               && !response.headers.has("Content-Type")) {
      response = make_problem(answered_, response.status,
                              reason_phrase(response.status));
    }
    write(std::move(response));
  }

  void refuse(const refusal& why) {
    spdlog::debug("io: {} of {}: {} {}", answered_.request_id, peer_,
                  why.status, why.detail);
    keeps_alive_ = false;
    auto response = make_problem(answered_, why.status, why.detail);
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
    if (response.status >= 500)
      ++context_->counters->http_server_errors;
    else if (response.status >= 400)
      ++context_->counters->http_client_errors;
    if (is_draining_)
      keeps_alive_ = false;
    if (std::holds_alternative<live_body>(response.body))
      return write_live(std::move(response));
    writer_.start(std::move(response), answered_, keeps_alive_,
                  shared_from_this(),
                  [this](bool complete) { on_written(complete); });
  }

  /// A live body has no end that a next request could wait for.
  void write_live(http_response response) {
    keeps_alive_ = false;
    reader_.release_body();
    auto head = response_head(response, answered_, false, std::time(nullptr));
    auto body = std::get<live_body>(std::move(response.body));
    if (answered_.method == "HEAD") {
      response.body = std::string{};
      response.headers.set("Content-Length", "0");
      return writer_.start(std::move(response), answered_, false,
                           shared_from_this(),
                           [this](bool complete) { on_written(complete); });
    }
    live_writer_.start(std::move(body), std::move(head), answered_,
                       shared_from_this(),
                       [this](bool complete) { on_written(complete); });
  }

  void on_written(bool complete) {
    reader_.release_body();
    if (phase_ != phase::writing || !complete)
      return close();
    if (keeps_alive_ && !is_draining_)
      return read();
    linger();
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
    linger_timer_.expires_after(context_->limits.linger);
    linger_timer_.async_wait([self = shared_from_this()](error_code late) {
      if (!late)
        self->close();
    });
    discard();
  }

  void discard() {
    socket_.async_read_some(
      asio::buffer(discarded_),
      [self = shared_from_this()](error_code code, size_t) {
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
    live_writer_.stop();
    linger_timer_.cancel();
    reader_.release_body();
    thread_.remove(*this);
    --context_->counters->connections_open;
  }

  void upgrade(http_request request, const websocket_route& route) {
    if (!wants_websocket(request))
      return refuse({426, "this path is a WebSocket"});
    if (is_draining_)
      return refuse({503, "the server is shutting down"});
    if (!request.body.empty())
      return refuse({400, "an upgrade request has no body"});
    // The reader has checked it; HTTP/1.1 has one.
    auto host = parse_host(request.host);
    if (!host)
      return refuse({400, text_of(host.error())});
    if (auto why = check_upgrade(request, *host, context_->origins))
      return refuse(*why);
    auto rest = reader_.take_rest();
    leave();
    accept_websocket(context_,
                     {thread_.shared_from_this(), std::move(socket_), peer_,
                      std::move(ticket_)},
                     std::move(request), std::move(rest), route);
  }

  server_context_ptr context_;
  io_thread& thread_;
  asio::ip::tcp::socket socket_;
  std::string peer_;
  connection_ticket ticket_;
  asio::steady_timer linger_timer_;
  request_reader reader_;
  response_writer writer_;
  live_writer live_writer_;
  std::array<char, 1024> discarded_;
  /// The request that is answered: method, path, version and id.
  http_request answered_;
  phase phase_ = phase::reading;
  bool keeps_alive_ = false;
  bool is_draining_ = false;
};

} // namespace

void start_http_connection(server_context_ptr context,
                           accepted_socket accepted) {
  std::make_shared<http_connection>(std::move(context), std::move(accepted))
    ->start();
}

} // namespace troupe
