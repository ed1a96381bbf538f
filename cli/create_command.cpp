#include "cli/commands.hpp"
#include "cli/creator_talk.hpp"
#include "cli/creator_url.hpp"
#include "cli/creator_view.hpp"
#include "cli/editor.hpp"
#include "cli/film_fields.hpp"
#include "cli/line_reader.hpp"
#include "cli/progress_view.hpp"
#include "cli/review_answer.hpp"
#include "cli/signals.hpp"
#include "cli/stage_text.hpp"
#include "io/websocket_client.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <optional>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// A restart of the server takes a second or two; then longer pauses, up to
/// about a minute in all.
constexpr std::array reconnect_pauses{500ms, 1000ms, 2000ms, 4000ms,
                                      5000ms, 10000ms, 15000ms, 20000ms};

/// Close codes after which coming back would change nothing.
bool is_final(uint16_t code) {
  return code == 1008 || code == 1009 || (code >= 4400 && code < 4500);
}

class terminal_client {
 public:
  terminal_client(const create_request& request, creator_url url,
                  creator_talk talk)
    : request_(request), url_(std::move(url)), talk_(std::move(talk)),
      reader_(signals_), style_(terminal_style_of(1)), progress_(style_) {
    options_.base_url = url_.base();
    options_.columns = static_cast<size_t>(std::clamp(style_.columns, 40, 100));
  }

  int run() {
    if (auto err = connect()) {
      std::cerr << "troupe: " << text_of(err) << "\n  Is the server running? "
                << "Start one with: troupe serve\n";
      return exit_failure;
    }
    while (!code_) {
      if (signals_.wait_for(0ms))
        leave(exit_interrupted);
      else if (talk_.is() == creator_talk::state::review && talk_.is_live()
               && !request_.is_automatic)
        ask();
      else
        listen();
    }
    return *code_;
  }

 private:
  error connect() {
    websocket_target target;
    target.host = url_.host;
    target.port = url_.port;
    target.path = url_.path;
    if (auto token = std::getenv("TROUPE_TOKEN"))
      target.headers.add("Authorization", std::string{"Bearer "} + token);
    auto socket = websocket_client::connect(target);
    if (!socket)
      return socket.error();
    socket_.emplace(std::move(*socket));
    return open();
  }

  error open() {
    if (auto err = socket_->send(talk_.opening().dump()))
      return err;
    // Then the server accepts, and the film is made even when we are gone.
    if (request_.is_automatic && talk_.session().empty())
      return socket_->send(R"({"action":"auto"})");
    return {};
  }

  void listen() {
    auto text = socket_->receive(100ms);
    if (text) {
      if (auto message = json::parse(*text, {16 * 1024 * 1024, 40, 500'000}))
        take(*message);
    } else if (code_of(text.error()) != ec::timeout) {
      reconnect();
    }
  }

  void take(const json& message) {
    auto was_live = talk_.is_live();
    talk_.take(message);
    if (message.text("status") == "stage_progress")
      return show_progress(message);
    std::cout << progress_.clear();
    if (talk_.is_live() && was_live)
      std::cout << show_message(message, options_);
    else if (talk_.is_live())
      arrive();
    else
      std::cout << show_message_briefly(message);
    std::cout << std::flush;
    end_if_over();
  }

  /// After a resume: everything of the past has been told, the last of it in
  /// full.
  void arrive() {
    std::cout << show_message(talk_.last(), options_);
    if (request_.is_automatic && talk_.is() == creator_talk::state::review)
      send(json::make_object({{"action", "auto"}}));
  }

  void end_if_over() {
    switch (talk_.is()) {
      case creator_talk::state::complete:
        if (talk_.is_live())
          code_ = exit_ok;
        break;
      case creator_talk::state::stopped:
        if (talk_.is_live())
          code_ = exit_ok;
        break;
      case creator_talk::state::refused:
        std::cerr << "troupe: the server refused\n";
        code_ = exit_failure;
        break;
      case creator_talk::state::review:
        // Nobody is there to say how to go on.
        if (request_.is_automatic && talk_.last().text("status") == "error")
          fail_automatic();
        break;
      case creator_talk::state::listening: break;
    }
  }

  void fail_automatic() {
    if (!talk_.is_live())
      return;
    std::cerr << "troupe: a stage failed\n";
    leave(exit_failure);
  }

  void show_progress(const json& message) {
    session_progress x;
    if (auto at = parse_stage(message.text("stage")))
      x.at = *at;
    x.percent = message.number("percent");
    x.message = message.text("message");
    x.eta_seconds = message.number("eta_seconds", -1);
    std::cout << progress_.show(x) << std::flush;
  }

  void ask() {
    std::cout << '\n' << review_prompt() << std::flush;
    std::string line;
    switch (reader_.read(line)) {
      case line_reader::outcome::end: return leave(exit_ok);
      case line_reader::outcome::interrupted: return leave(exit_interrupted);
      case line_reader::outcome::line: break;
    }
    auto answer = parse_review_answer(line);
    if (!answer)
      std::cout << text_of(answer.error()) << '\n' << review_help();
    else
      act(*answer);
  }

  void act(const review_answer& answer) {
    switch (answer.is) {
      case review_answer::kind::help: std::cout << review_help(); return;
      case review_answer::kind::show:
        std::cout << show_message(talk_.last(), options_);
        return;
      case review_answer::kind::leave: return leave(exit_ok);
      case review_answer::kind::edit: return edit();
      case review_answer::kind::automatic:
      case review_answer::kind::accept:
      case review_answer::kind::regenerate:
      case review_answer::kind::go_back:
      case review_answer::kind::stop: return send(review_frame(answer));
    }
  }

  void edit() {
    auto stage = talk_.last().text("stage");
    auto& data = talk_.last().at("data");
    if (!data.is_object()) {
      std::cout << "There is nothing to edit yet.\n";
      return;
    }
    auto text = stage_text(stage, data);
    auto edited = edit_text(text, stage == "script" ? ".txt" : ".json");
    if (!edited) {
      std::cout << text_of(edited.error()) << '\n';
      return;
    }
    auto changed = stage_data(stage, data, *edited);
    if (!changed)
      std::cout << text_of(changed.error()) << "; nothing was changed\n";
    else if (*edited == text)
      std::cout << "Nothing was changed.\n";
    else
      send(json::make_object(
        {{"action", "edit"}, {"stage", stage}, {"data", std::move(*changed)}}));
  }

  void send(const json& frame) {
    // A frame that is lost on the way is asked for again after the resume.
    if (socket_->send(frame.dump()))
      return reconnect();
    talk_.answered();
  }

  void reconnect() {
    auto code = socket_->close_code();
    std::cout << progress_.clear() << std::flush;
    if (is_final(code) || talk_.session().empty()) {
      std::cerr << "troupe: the server closed the connection ("
                << code << ' ' << socket_->close_reason() << ")\n";
      return leave(exit_failure);
    }
    std::cerr << "The connection is gone; coming back...\n";
    for (auto pause : reconnect_pauses) {
      if (signals_.wait_for(pause))
        return leave(exit_interrupted);
      if (!connect())
        return;
    }
    std::cerr << "troupe: the server does not come back\n";
    leave(exit_failure);
  }

  /// The film stays with the server.
  void leave(int code) {
    code_ = code;
    if (talk_.session().empty())
      return;
    std::cout << "\nThe film waits. Go on with: troupe create --resume "
              << talk_.session() << '\n';
  }

  const create_request& request_;
  creator_url url_;
  creator_talk talk_;
  signal_waiter signals_;
  line_reader reader_;
  terminal_style style_;
  progress_view progress_;
  view_options options_;
  std::optional<websocket_client> socket_;
  std::optional<int> code_;
};

int complain(const error& why) {
  std::cerr << "troupe: " << text_of(why) << '\n';
  return exit_usage;
}

} // namespace

int create(const create_request& request) {
  auto url = parse_creator_url(request.url);
  if (!url)
    return complain(url.error());
  if (!request.resume.empty()) {
    if (!is_session_id(request.resume))
      return complain(make_error(ec::invalid_argument,
                                 "--resume takes a session id: 32 hex digits, "
                                 "as the server named it"));
    return terminal_client{request, *url, creator_talk{request.resume}}.run();
  }
  if (request.type.empty())
    return complain(make_error(ec::invalid_argument,
                               "Say which film, or --resume ID; troupe create "
                               "--help has an example"));
  auto fields = read_film_fields(request.type, request.fields);
  if (!fields)
    return complain(fields.error());
  for (auto& x : fields->warnings)
    std::cerr << "warning: " << x << '\n';
  auto payload = json::parse(fields->film.payload);
  if (!payload)
    return complain(payload.error());
  creator_talk talk{json::make_object({{"action", "start"},
                                       {"video_type", request.type},
                                       {"payload", std::move(*payload)},
                                       {"progress", true}})};
  return terminal_client{request, *url, std::move(talk)}.run();
}

} // namespace troupe
