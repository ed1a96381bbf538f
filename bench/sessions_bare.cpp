#include "bench/sessions_servers.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstdlib>
#include <deque>
#include <memory>
#include <string>

#include <unistd.h>

namespace troupe::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

constexpr const char* stages[] = {"scenes", "script", "visuals", "tts",
                                  "render"};
constexpr const char* id = "0123456789abcdef0123456789abcdef";

/// Writes the messages of protocol section "creator" from the counter of
/// stages alone.
class connection : public std::enable_shared_from_this<connection> {
 public:
  explicit connection(tcp::socket socket) : socket_(std::move(socket)) {
    socket_.next_layer().set_option(tcp::no_delay{true});
  }

  void run() {
    socket_.async_accept([self = shared_from_this()](beast::error_code ec) {
      if (!ec)
        self->read();
    });
  }

 private:
  void read() {
    socket_.async_read(buffer_, [self = shared_from_this()](
                                  beast::error_code ec, size_t) {
      if (ec)
        return;
      std::string_view text{
        static_cast<const char*>(self->buffer_.data().data()),
        self->buffer_.size()};
      auto starts = text.find("\"start\"") != text.npos;
      self->buffer_.consume(self->buffer_.size());
      self->answer(starts);
      self->read();
    });
  }

  void answer(bool starts) {
    if (starts) {
      stage_ = 0;
      push(R"({"status":"session_started","video_id":")" + std::string{id}
           + R"(","video_type":"moa","stage_order":["scenes","script","visuals","tts","render"],"current_stage":"scenes","seq":1,"session_id":")"
           + id + R"("})");
    } else if (++stage_ == 5) {
      return push(
        R"({"status":"pipeline_complete","video_id":")" + std::string{id}
        + R"(","video_path":"/nowhere/final.mp4","message":"All stages complete! Video is ready.","seq":12,"session_id":")"
        + id + R"("})");
    }
    auto name = std::string{stages[stage_]};
    push(R"({"status":"stage_running","stage":")" + name
         + R"(","version":1,"message":"Executing )" + name
         + R"(...","seq":2,"session_id":")" + id + R"("})");
    push(R"({"stage":")" + name
         + R"(","version":1,"status":"completed","data":{"status":"complete","video_path":"/nowhere/final.mp4"},"next_actions":["accept","regenerate"],"progress":{"current":)"
         + std::to_string(stage_ + 1) + R"(,"total":5},"seq":3,"session_id":")"
         + id + R"("})");
  }

  void push(std::string text) {
    queue_.push_back(std::move(text));
    if (queue_.size() == 1)
      write();
  }

  void write() {
    socket_.text(true);
    socket_.async_write(asio::buffer(queue_.front()),
                        [self = shared_from_this()](beast::error_code ec, size_t) {
                          if (ec)
                            return;
                          self->queue_.pop_front();
                          if (!self->queue_.empty())
                            self->write();
                        });
  }

  beast::websocket::stream<tcp::socket> socket_;
  beast::flat_buffer buffer_;
  std::deque<std::string> queue_;
  int stage_ = 0;
};

void accept(tcp::acceptor& acceptor) {
  acceptor.async_accept([&](beast::error_code ec, tcp::socket socket) {
    if (!ec)
      std::make_shared<connection>(std::move(socket))->run();
    accept(acceptor);
  });
}

[[noreturn]] void run_server(int out) {
  asio::io_context io{1};
  tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
  auto port = acceptor.local_endpoint().port();
  if (::write(out, &port, sizeof port) != sizeof port)
    std::exit(3);
  accept(acceptor);
  io.run();
  std::exit(0);
}

} // namespace

served serve_bare() {
  int pipe[2];
  if (::pipe(pipe) != 0)
    std::exit(3);
  served server;
  server.pid = ::fork();
  if (server.pid == 0)
    run_server(pipe[1]);
  ::close(pipe[1]);
  if (::read(pipe[0], &server.port, sizeof server.port) != sizeof server.port)
    std::exit(3);
  ::close(pipe[0]);
  return server;
}

} // namespace troupe::bench
