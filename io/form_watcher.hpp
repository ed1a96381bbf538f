/// One film asked for by a form: starts the session, watches it to its end
/// and answers the request then. The client may be gone by that time; the film
/// is made all the same.
///
///   form ── create ──> REGISTRY
///        <── session ──
///        ── watch ───> SESSION
///        <── events ──    pipeline_complete -> 200, stage_failed -> 500,
///                         stopped -> 409, unwatch or DOWN -> 503
#pragma once

#include "io/http_types.hpp"
#include "protocol/actors.hpp"
#include "protocol/json.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <chrono>

namespace troupe {

struct form_watcher_state {
  static inline const char* name = "form_watcher";
  explicit form_watcher_state(watcher_actor::pointer self) : self(self) {}

  void follow(const session_id& id, const session_actor& film);
  void handle(const session_event& event);
  /// Answers and leaves.
  void finish(http_response response);
  /// The problem document of a film that came to nothing; leaves.
  void give_up(unsigned status, std::string_view why);

  watcher_actor::pointer self;
  http_request request;
  video_type type = video_type::product_ad;
  session_id session;
  std::chrono::steady_clock::time_point begun;
  /// Data of the last render that was shown.
  json render;
  std::unique_ptr<respond> answer;
};

watcher_actor::behavior_type
form_watcher(watcher_actor::stateful_pointer<form_watcher_state> self,
             http_request request, session_request film,
             films_actor films, respond answer);

} // namespace troupe
