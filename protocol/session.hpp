/// The words of a session: what starts one, what people ask of it, what
/// happened in it. Plain values that travel in messages and rest in the log.
/// Bodies are JSON texts, so that a log outlives the structs of one release.
#pragma once

#include "protocol/ids.hpp"
#include "protocol/stage.hpp"

#include <caf/meta/type_name.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// Whether a session waits for a person after each stage.
enum class review_policy : uint8_t { wait_for_accept, accept_all };

std::string_view to_string(review_policy x);

/// What starts a session.
struct session_request {
  video_type type = video_type::product_ad;
  user_id owner;
  /// JSON object, checked by check_payload() (protocol/payload.hpp).
  std::string payload = "{}";
  review_policy policy = review_policy::wait_for_accept;

  bool operator==(const session_request&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_request& x) {
  return f(caf::meta::type_name("session_request"), x.type, x.owner, x.payload,
           x.policy);
}

/// What a person or a policy asks of a running session.
enum class command_kind : uint8_t {
  accept,
  regenerate,
  edit,
  go_to,
  accept_all,
  stop,
};

std::string_view to_string(command_kind x);

struct session_command {
  command_kind kind = command_kind::accept;
  /// The stage of edit and go_to; ignored otherwise. `has_stage` is false
  /// when the client left it out: then the current stage is meant.
  bool has_stage = false;
  stage at = stage::scenes;
  /// The version of go_to, from 1.
  uint32_t version = 0;
  /// Free text of regenerate.
  std::string feedback;
  /// Scene ids that regenerate is limited to; empty = all.
  std::vector<int32_t> scenes;
  /// JSON of edit: the user's own stage data.
  std::string data;

  bool operator==(const session_command&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_command& x) {
  return f(caf::meta::type_name("session_command"), x.kind, x.has_stage, x.at,
           x.version, x.feedback, x.scenes, x.data);
}

/// What happened. Every kind is one message to the watchers (see
/// protocol/creator_codec.hpp) and one row of the log.
enum class event_kind : uint8_t {
  session_started,
  stage_running,
  /// A new version exists and waits for review (also: skipped, edited).
  stage_completed,
  stage_failed,
  /// An older version became the current one again.
  version_selected,
  /// From here on every stage is accepted by itself.
  auto_enabled,
  pipeline_complete,
  stopped,
};

std::string_view to_string(event_kind x);
result<event_kind> parse_event_kind(std::string_view text);

/// One row of the log. `body` is a JSON object; its members per kind are
/// listed in docs/architecture.md and checked by the golden logs.
struct session_event {
  session_id session;
  /// 1, 2, 3, ... without gap.
  uint64_t seq = 0;
  event_kind kind = event_kind::session_started;
  /// Milliseconds since 1970, for people; nothing is computed from it.
  int64_t at_ms = 0;
  std::string body = "{}";

  bool operator==(const session_event&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_event& x) {
  return f(caf::meta::type_name("session_event"), x.session, x.seq, x.kind,
           x.at_ms, x.body);
}

/// How far the running stage is. Not in the log, no seq, may be dropped;
/// percent of one session never goes back within one stage version.
struct session_progress {
  session_id session;
  stage at = stage::scenes;
  uint32_t version = 0;
  double percent = 0;
  /// What is happening: "Rendering scene 3 of 7".
  std::string message;
  /// Seconds left by measured cost; negative when unknown.
  double eta_seconds = -1;
  /// Where what is done already can be seen; empty as long as that is nothing.
  std::string live_url{};

  bool operator==(const session_progress&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_progress& x) {
  return f(caf::meta::type_name("session_progress"), x.session, x.at, x.version,
           x.percent, x.message, x.eta_seconds, x.live_url);
}

/// One line of a list of sessions.
struct session_summary {
  session_id session;
  user_id owner;
  video_type type = video_type::product_ad;
  review_policy policy = review_policy::wait_for_accept;
  uint64_t last_seq = 0;
  event_kind last_event = event_kind::session_started;
  int64_t updated_ms = 0;

  bool operator==(const session_summary&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_summary& x) {
  return f(caf::meta::type_name("session_summary"), x.session, x.owner, x.type,
           x.policy, x.last_seq, x.last_event, x.updated_ms);
}

} // namespace troupe
