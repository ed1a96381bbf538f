#include "io/socket_gate.hpp"
#include "io/unix_time.hpp"

#include "protocol/base64.hpp"
#include "protocol/defaults.hpp"
#include "protocol/json.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <spdlog/spdlog.h>

namespace troupe {

namespace {

constexpr std::string_view token_mark = "base64url.bearer.";
/// A token and the braces around it.
constexpr json_limits message_limits{token_max_bytes + 256, 4, 20, 10};

/// {"type":"auth","token":...}; empty for anything else.
std::string token_in(const std::string& message) {
  auto value = json::parse(message, message_limits);
  return value && value->text("type") == "auth" ? value->text("token")
                                                : std::string{};
}

/// A socket whose owner is not known yet.
class unknown_socket : public std::enable_shared_from_this<unknown_socket> {
public:
  unknown_socket(gate_ptr gate, websocket_pipe_ptr pipe, io_thread_ptr thread,
                 std::string request_id,
                 std::function<void(const identity&)> then)
    : gate_(std::move(gate)), pipe_(std::move(pipe)),
      thread_(std::move(thread)), deadline_(thread_->context()),
      request_id_(std::move(request_id)), then_(std::move(then)) {}

  void check(std::string token, bool is_told) {
    gate_->check(std::move(token), [self = shared_from_this(),
                                    is_told](const token_verdict& verdict) {
      // On the pipe's thread again, and not within its own callback.
      boost::asio::post(self->thread_->context(), [self, verdict, is_told] {
        self->on_verdict(verdict, is_told);
      });
    });
  }

  void wait_for_token() {
    auto self = shared_from_this();
    deadline_.expires_after(defaults::auth_deadline);
    deadline_.async_wait([self](const boost::system::error_code& code) {
      if (!code)
        self->fail("no token came in time");
    });
    pipe_->listen({
      .on_text =
        [self](const std::string& text) {
          auto token = token_in(text);
          if (token.empty())
            return self->fail("the first message must be "
                              "{\"type\":\"auth\",\"token\":...}");
          self->check(std::move(token), true);
        },
      .on_binary = [self] { self->fail("the first message must be text"); },
      .on_closed = [self](uint16_t) { self->end(); },
    });
  }

  void fail(std::string why) {
    if (pipe_)
      pipe_->close(close_code::policy, std::move(why));
    end();
  }

private:
  void on_verdict(const token_verdict& verdict, bool is_told) {
    if (!pipe_)
      return;
    if (verdict.state != token_verdict::is::accepted) {
      spdlog::info("io: {}: a socket's token was refused: {}", request_id_,
                   verdict.why);
      return fail("Invalid or expired token");
    }
    if (is_told)
      pipe_->send({json::make_object({{"status", "authenticated"},
                                      {"user_id", verdict.who.user.str()}})
                     .dump(),
                   false,
                   {}});
    auto then = std::move(then_);
    end();
    then(verdict.who);
  }

  void end() {
    deadline_.cancel();
    pipe_.reset();
    then_ = nullptr;
  }

  gate_ptr gate_;
  /// Null when it is decided.
  websocket_pipe_ptr pipe_;
  io_thread_ptr thread_;
  boost::asio::steady_timer deadline_;
  std::string request_id_;
  std::function<void(const identity&)> then_;
};

} // namespace

std::string subprotocol_token(const http_request& request) {
  for (auto& [name, value] : request.headers) {
    if (!equal_ignoring_case(name, "Sec-WebSocket-Protocol"))
      continue;
    auto at = value.find(token_mark);
    if (at == value.npos)
      continue;
    auto text = value.substr(at + token_mark.size());
    text = text.substr(0, text.find_first_of(", \t"));
    // A JWT has dots, which base64url has not; an API key has its mark.
    return text.starts_with(api_key_mark) ? text
                                          : from_base64url(text).value_or(text);
  }
  return {};
}

void admit_socket(const gate_ptr& gate, const ticket_box_ptr& tickets,
                  const http_request& request, const websocket_pipe_ptr& pipe,
                  const io_thread_ptr& thread,
                  std::function<void(const identity&)> then) {
  if (!gate || !gate->asks())
    return then(local_identity());
  if (auto ticket = request.parameter("ticket")) {
    auto who = tickets ? tickets->take(*ticket, unix_s()) : std::nullopt;
    if (!who)
      return pipe->close(close_code::policy, "Invalid or expired ticket");
    return then(*who);
  }
  auto token = shown_token(request);
  if (token.empty())
    token = subprotocol_token(request);
  auto socket = std::make_shared<unknown_socket>(
    gate, pipe, thread, request.request_id, std::move(then));
  if (token.empty())
    socket->wait_for_token();
  else
    socket->check(std::move(token), false);
}

} // namespace troupe
