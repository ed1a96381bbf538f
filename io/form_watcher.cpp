#include "io/form_watcher.hpp"

#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"
#include "protocol/session_history.hpp"

namespace troupe {

namespace {

/// The files of a film by what they are for, as URLs.
json assets_of(const json& render) {
  auto assets = json::make_object();
  for (auto [name, member] : {std::pair{"captions", "captions_url"},
                              std::pair{"subtitles", "subtitles_url"},
                              std::pair{"poster", "poster_url"},
                              std::pair{"download", "download_url"}})
    if (auto url = render.text(member); !url.empty())
      assets[name] = url;
  return assets;
}

double seconds_since(std::chrono::steady_clock::time_point begun) {
  auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(
    std::chrono::steady_clock::now() - begun);
  return static_cast<double>(milliseconds.count()) / 1000.0;
}

} // namespace

void form_watcher_state::finish(http_response response) {
  if (answer)
    (*answer)(std::move(response));
  answer.reset();
  self->quit();
}

void form_watcher_state::give_up(unsigned status, std::string_view why) {
  json::object more;
  if (!session.empty())
    more.emplace_back("session_id", session.str());
  finish(make_problem(request, status, why, std::move(more)));
}

void form_watcher_state::follow(const session_id& id,
                                const session_actor& film) {
  session = id;
  self->monitor(film);
  self
    ->request(film, defaults::call_deadline, atom::watch_v,
              watcher_actor{self}, uint64_t{0}, watch_mode::events)
    .then([](uint64_t) {},
          [this](const error& err) {
            give_up(http_status(code_of(err)), text_of(err));
          });
}

void form_watcher_state::handle(const session_event& event) {
  // An event is ours and was read back once already: it parses.
  auto parsed = json::parse(event.body, log_limits);
  auto body = parsed ? std::move(*parsed) : json{};
  switch (event.kind) {
    case event_kind::stage_completed:
    case event_kind::version_selected:
      if (body.text("stage") == to_string(stage::render))
        render = body.at("data");
      break;
    case event_kind::stage_failed:
      give_up(500, "Stage " + body.text("stage")
                     + " failed: " + body.text("error"));
      break;
    case event_kind::stopped:
      give_up(409, "The film was stopped by a person");
      break;
    case event_kind::pipeline_complete:
      finish(json_response(json::make_object(
        {{"status", "complete"},
         {"video_id", session.str()},
         {"video_type", to_string(type)},
         {"video_path", body.text("video_path")},
         {"video_url", "/outputs/videos/" + session.str() + "/final.mp4"},
         {"assets", assets_of(render)},
         {"duration", render.at("duration")},
         {"elapsed_seconds", seconds_since(begun)}})));
      break;
    case event_kind::session_started:
    case event_kind::stage_running:
    case event_kind::auto_enabled:
    case event_kind::pipeline_failed:
      break;
  }
}

watcher_actor::behavior_type
form_watcher(watcher_actor::stateful_pointer<form_watcher_state> self,
             http_request request, session_request film,
             films_actor films, respond answer) {
  auto& state = self->state;
  state.request = std::move(request);
  // Only problem documents need it from here on, and those don't.
  state.request.body.clear();
  state.type = film.type;
  state.begun = std::chrono::steady_clock::now();
  state.answer = std::make_unique<respond>(std::move(answer));
  self->set_down_handler([self](const caf::down_msg&) {
    self->state.give_up(503, "The session ended before the film was done; "
                             "creator mode can resume it");
  });
  // A stray error must not end the film's only reader.
  self->set_error_handler([](caf::scheduled_actor*, error&) {});
  self
    ->request(films, defaults::call_deadline, atom::create_v,
              std::move(film))
    .then(
      [self](const session_id& id, const session_actor& session) {
        self->state.follow(id, session);
      },
      [self](const error& err) {
        self->state.finish(make_problem(self->state.request, err));
      });
  return {
    [self](const session_event& event) { self->state.handle(event); },
    [](const session_progress&) {
      // Not asked for: a form shows nothing before the end.
    },
    [self](atom::unwatch, const session_id&, const std::string& why) {
      self->state.give_up(503, "The session left before the film was done: "
                                 + why);
    },
  };
}

} // namespace troupe
