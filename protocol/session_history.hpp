/// What a session's log says: the fold of its events. The machine changes its
/// state only through apply(), live and in replay alike, so a replayed
/// session can't differ from the one that wrote the log. Value type; owned by
/// session_machine; any one thread.
#pragma once

#include "protocol/json.hpp"
#include "protocol/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// One version of one stage. What it was asked and what came of it; once it
/// has data, the data never changes.
struct stage_version {
  enum class state : uint8_t { running, completed, skipped, failed };

  state is = state::running;
  /// The user's own data, not a run's.
  bool edited = false;
  std::string feedback;
  /// Scene ids it is limited to; empty = all.
  std::vector<int32_t> scenes;
  /// The version that the feedback or edit starts from; 0 = none.
  uint32_t base = 0;
  /// Versions of all earlier stages that it was made from, in stage order.
  std::vector<uint32_t> made_from;
  /// JSON object; empty until there is one.
  std::string data;
  /// Why it failed, or why the film could not be published.
  std::string failure;

  bool has_data() const { return !data.empty(); }
  bool operator==(const stage_version&) const = default;
};

/// Where a session stands.
enum class session_phase : uint8_t {
  none,    ///< no stage has begun yet
  running, ///< the current stage works
  review,  ///< the current stage's version waits
  failed,  ///< the current stage's version failed
  ended,   ///< pipeline_complete, pipeline_failed or stopped
};

std::string_view to_string(session_phase x);

/// For what the engine itself wrote: rows of the log, stages' data.
inline constexpr json_limits log_limits{64 * 1024 * 1024, 40, 2'000'000, 1'000};

struct session_history {
  session_id session;
  video_type type = video_type::product_ad;
  user_id owner;
  review_policy policy = review_policy::wait_for_accept;
  front_door door = front_door::creator;
  priority rank = priority::normal;
  /// Canonical JSON (protocol/payload.hpp).
  std::string payload;
  uint64_t seed = 0;
  std::vector<stage> order;
  /// One list a stage, in that order; version n is at n - 1.
  std::vector<std::vector<stage_version>> versions;
  /// The chosen version of each stage; 0 = none yet.
  std::vector<uint32_t> selected;
  session_phase phase = session_phase::none;
  /// Index of the current stage, and its version that runs, waits or failed.
  size_t current = 0;
  uint32_t version = 0;
  /// Every stage is accepted by itself.
  bool automatic = false;
  uint64_t last_seq = 0;
  event_kind last_event = event_kind::session_started;

  stage current_stage() const { return order[current]; }
  /// Only when a stage has begun.
  const stage_version& current_version() const {
    return versions[current][version - 1];
  }
  /// Position of a stage in `order`; order.size() when it is not there.
  size_t index_of(stage x) const;
  /// That version if it exists and has data, or nullptr.
  const stage_version* find(size_t index, uint32_t number) const;
  /// The versions now selected of all stages before this one.
  std::vector<uint32_t> upstream_of(size_t index) const;
  /// Its data, or null.
  json data(size_t index, uint32_t number) const;
  /// The version of a stage to take up again when walking on: made from what
  /// is selected now, the one chosen last before the newest; 0 = none.
  uint32_t fitting(size_t index) const;
  /// The selected version of a stage if it was made from what is selected
  /// now, else 0: what feedback and edits can start from.
  uint32_t base_of(size_t index) const;

  /// Takes the next event in. store_failed, and nothing changed, if it can't
  /// follow what is here. `body` is the event's parsed body.
  error apply(const session_event& event, const json& body);
  /// The same, parsing the body.
  error apply(const session_event& event);

  bool operator==(const session_history&) const = default;
};

} // namespace troupe
