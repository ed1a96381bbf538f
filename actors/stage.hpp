/// One run of one stage: asks the rules for its pieces, takes those whose key
/// is known as they are, has the others made by the pool as soon as what they
/// need is there, records each, and reports what came of it. Made and
/// monitored by SESSION; ends with its report. Whoever ends it (cancel, exit,
/// a bug): MEDIA_POOL monitors it and stops its pieces.
///
///   SESSION        stage            MEDIA_POOL        STOREKEEPER
///     │ ── run ────> │ plan             │                  │
///     │              │ ── submit ×n ──> │                  │
///     │ <─ progress ─│ <── tick ─────── │                  │
///     │              │ <── record ───── │                  │
///     │              │ ── record ──────────────────────────> fsync
///     │ <─ record ── │ <── done ────────────────────────── │
///     │              │ ── submit ×m ──> │  what is ready now
///     │ <─ report ── │ (assemble; ends)
///
///   A piece is: waiting (for its needs) -> asked -> recording -> ready.
///   unavailable (queue full, pool restarts): asked again every retry_interval
///   until the stage's deadline, defaults::piece_wait from its start. Nothing
///   else is tried twice: makers are deterministic. A failed piece fails the
///   run; the stage `animations` is then skipped, for it is optional.
#pragma once

#include "actors/stage_meter.hpp"
#include "protocol/actors.hpp"
#include "protocol/json.hpp"
#include "protocol/metrics.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// The rules a stage needs; protocol/stage_plan.hpp in the program.
struct stage_rules {
  std::function<result<std::vector<piece>>(stage, const json& inputs)> plan;
  /// The run's data from the records of its pieces, in plan order.
  std::function<result<json>(stage, const json& inputs, const session_id&,
                             const std::vector<piece_record>&)>
    assemble;
  /// Where the film of a piece_kind::live plays; may be missing.
  std::function<std::string(const session_id&, const content_key&)> live_url{};
};

/// STAGE as SESSION sees it.
using stage_self = stage_actor::extend<
  // SESSION: this is the pool from now on, the one before is gone.
  caf::reacts_to<atom::internal, media_pool_actor>,
  // Itself: ask again for what was unavailable.
  caf::reacts_to<atom::internal, atom::tick>>;

struct stage_options {
  stage_run run;
  /// Records of the session's finished pieces.
  std::vector<piece_record> known;
  session_actor session;
  storekeeper_actor storekeeper;
  media_pool_actor pool;
  stage_rules rules;
  metrics_ptr counters;
};

struct stage_state {
  static inline const char* name = "stage";
  explicit stage_state(stage_self::stateful_pointer<stage_state> self)
    : self{self} {}

  enum class progress : uint8_t { waiting, asked, refused, recording, ready };

  void run();
  void made(size_t index, const piece_record& record);
  void recorded(size_t index, const piece_record& record);
  void refused(size_t index, const error& why);
  void tick(const content_key& key, double done);
  void use_pool(const media_pool_actor& pool);
  void ask_again();

  error prepare();
  void advance();
  bool needs_are_ready(const piece& x) const;
  bool is_being_made(const content_key& key) const;
  void take(size_t index, const piece_record& record);
  void submit(size_t index);
  void tell_progress(size_t index);
  std::string live_url() const;
  std::vector<work_count> work() const;
  void finish();
  void fail(const std::string& why);
  void report(stage_report x);
  void quit();

  stage_self::stateful_pointer<stage_state> self;
  stage_options options;
  json inputs;
  std::vector<piece> pieces;
  std::vector<progress> states;
  std::vector<piece_record> records;
  std::map<std::string, size_t, std::less<>> index_of;
  std::map<content_key, piece_record> known;
  stage_meter meter;
  caf::actor_clock::time_point deadline;
  bool retry_is_armed = false;
  bool has_reported = false;
};

/// A run that came to nothing: failed, or skipped where that is allowed.
stage_report failed_report(stage at, uint32_t version, const std::string& why);

stage_self spawn_stage(caf::actor_system& system, stage_options options);

stage_self::behavior_type
stage_behavior(stage_self::stateful_pointer<stage_state> self,
               stage_options options);

} // namespace troupe
