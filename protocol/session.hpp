/// The words of a session: what starts one, what people ask of it, what
/// happened in it. Plain values that travel in messages and rest in the log.
/// Bodies are JSON texts, so that a log outlives the structs of one release.
#pragma once

#include "protocol/ids.hpp"
#include "protocol/piece_kind.hpp"
#include "protocol/stage.hpp"

#include <caf/meta/type_name.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// Whether a session waits for a person after each stage. `unattended` is
/// accept_all with an end: a stage that fails ends the film.
enum class review_policy : uint8_t { wait_for_accept, accept_all, unattended };

std::string_view to_string(review_policy x);
result<review_policy> parse_review_policy(std::string_view text);

/// Whether nobody is asked between stages.
constexpr bool accepts_by_itself(review_policy x) {
  return x != review_policy::wait_for_accept;
}

/// Where a session came in. It says how others speak of it, not what it may.
enum class front_door : uint8_t { creator, ads, videos, tasks };

/// Jobs run to their end by themselves and count against their owner's limit.
constexpr bool is_job(front_door x) {
  return x == front_door::ads || x == front_door::videos;
}

std::string_view to_string(front_door x);
result<front_door> parse_front_door(std::string_view text);

/// Higher goes first in the media pool; equal ones share by user.
/// `low` is for work nobody waits for.
enum class priority : uint8_t { low, normal, high, urgent };

std::string_view to_string(priority x);
result<priority> parse_priority(std::string_view text);

/// What starts a session.
struct session_request {
  video_type type = video_type::product_ad;
  user_id owner;
  /// JSON object, checked by check_payload() (protocol/payload.hpp).
  std::string payload = "{}";
  review_policy policy = review_policy::wait_for_accept;
  front_door door = front_door::creator;
  priority rank = priority::normal;
  /// JSON object of what the door itself wants to know again (batch_id,
  /// campaign_id); the film does not depend on it.
  std::string about = "{}";
  /// Reserved before the session is made, so that asking twice makes one;
  /// empty: a fresh one.
  session_id id{};
  /// Jobs with the same group count as one against the owner's limit of jobs;
  /// empty: by itself.
  std::string group{};

  bool operator==(const session_request&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_request& x) {
  return f(caf::meta::type_name("session_request"), x.type, x.owner, x.payload,
           x.policy, x.door, x.rank, x.about, x.id, x.group);
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
  /// Unattended, and a stage failed: no film will come.
  pipeline_failed,
};

/// Whether nothing can follow it.
constexpr bool ends_session(event_kind x) {
  return x == event_kind::pipeline_complete || x == event_kind::stopped
         || x == event_kind::pipeline_failed;
}

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

/// Of one kind of piece in a run: how many there are, and how many of them are
/// in the log.
struct work_count {
  piece_kind kind{};
  uint32_t made = 0;
  uint32_t total = 0;

  bool operator==(const work_count&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, work_count& x) {
  return f(caf::meta::type_name("work_count"), x.kind, x.made, x.total);
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
  /// Recorded pieces of the run by kind, in the plan's order of kinds.
  std::vector<work_count> work{};

  bool operator==(const session_progress&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_progress& x) {
  return f(caf::meta::type_name("session_progress"), x.session, x.at, x.version,
           x.percent, x.message, x.eta_seconds, x.live_url, x.work);
}

/// How a film stands, for lists.
enum class film_state : uint8_t {
  queued,    ///< nothing is made yet
  working,   ///< a stage runs, or waits for a worker
  review,    ///< a person is asked
  failed,    ///< a stage failed, and a person is asked
  complete,  ///< the film is there
  stopped,   ///< a person ended it
  abandoned, ///< unattended, and a stage failed
};

std::string_view to_string(film_state x);
result<film_state> parse_film_state(std::string_view text);

/// What the log says of one session in one line.
struct session_summary {
  session_id session;
  user_id owner;
  video_type type = video_type::product_ad;
  review_policy policy = review_policy::wait_for_accept;
  uint64_t last_seq = 0;
  event_kind last_event = event_kind::session_started;
  int64_t updated_ms = 0;
  front_door door = front_door::creator;
  priority rank = priority::normal;
  film_state state = film_state::queued;
  /// The current stage.
  stage at = stage::scenes;
  int64_t created_ms = 0;
  /// What the film is about, for people; at most 200 bytes.
  std::string title{};
  /// Of session_request.
  std::string about = "{}";
  std::string group{};
  /// Why, when failed or abandoned.
  std::string failure{};
  /// JSON: the payload's format members, and of a complete film the body of
  /// pipeline_complete.
  std::string facts = "{}";

  bool operator==(const session_summary&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_summary& x) {
  return f(caf::meta::type_name("session_summary"), x.session, x.owner, x.type,
           x.policy, x.last_seq, x.last_event, x.updated_ms, x.door, x.rank,
           x.state, x.at, x.created_ms, x.title, x.about, x.group, x.failure,
           x.facts);
}

/// Which sessions a list is about; a member that is empty does not matter.
struct session_query {
  user_id owner;
  std::vector<front_door> doors;
  std::vector<film_state> states;
  std::vector<video_type> types;
  std::vector<priority> ranks;
  /// Milliseconds since 1970, both inclusive.
  int64_t created_from_ms = 0;
  int64_t created_to_ms = INT64_MAX;
  /// The newest come first.
  uint32_t offset = 0;
  uint32_t limit = 20;

  bool operator==(const session_query&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_query& x) {
  return f(caf::meta::type_name("session_query"), x.owner, x.doors, x.states,
           x.types, x.ranks, x.created_from_ms, x.created_to_ms, x.offset,
           x.limit);
}

struct session_page {
  std::vector<session_summary> lines;
  /// Of all pages.
  uint64_t total = 0;

  bool operator==(const session_page&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_page& x) {
  return f(caf::meta::type_name("session_page"), x.lines, x.total);
}

} // namespace troupe
