/// One film in the making. Owns a session_machine, which holds all rules, and
/// turns its effects into messages. Write-ahead: events are on disk before a
/// watcher hears of them and before anything they announce begins; only
/// stopping work does not wait. Made and monitored by REGISTRY.
///
///   watcher      session           STOREKEEPER     stage      MEDIA_POOL
///     │ ─ command ─> │ machine           │            │            │
///     │              │ ── cancel (if the machine says so) ────────>│
///     │              │ ── append ──────> │ fsync      │            │
///     │ <─ events ── │ <── last seq ──── │            │            │
///     │ <─ seq ───── │ ── run ──────────────────────> │            │
///     │ <─ progress ─│ <──────────── progress, record │            │
///     │              │ <──────────────────── report ─ │ (ends)
///     │              │ machine, append, events ... and so on
///     │              │ ── submit (publish the film) ─────────────> │
///
///   States:
///   working  effects wait in `todo`; one append is in flight (is_committing)
///   waiting  for a person; nothing in todo
///   ended    pipeline_complete or stopped; commands are refused, watching goes
///   idle     waiting or ended without a watcher: leaves after the grace time,
///            REGISTRY restores it from the log at the next find
///   draining shutdown was asked: what is in todo is committed, nothing begins
///   An append that fails ends the session: the machine is ahead of the log
///   then, and the log is right. The next find restores it.
#pragma once

#include "actors/progress_gate.hpp"
#include "actors/stage.hpp"
#include "protocol/actors.hpp"
#include "protocol/defaults.hpp"
#include "protocol/metrics.hpp"
#include "protocol/session_machine.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace troupe {

/// SESSION as REGISTRY sees it.
using session_self = session_actor::extend<
  // REGISTRY: begin, or go on where the log ends. Answers the last seq when
  // that is durable; an error, and the session ends, when it can't.
  caf::replies_to<atom::run>::with<uint64_t>,
  // REGISTRY: this is the pool from now on, the one before is gone.
  caf::reacts_to<atom::internal, media_pool_actor>>;

struct session_options {
  session_id id;
  /// A new film, or what the log says of an old one.
  std::variant<session_request, session_log> origin;
  registry_actor registry;
  storekeeper_actor storekeeper;
  media_pool_actor pool;
  stage_rules rules;
  metrics_ptr counters;
  std::chrono::milliseconds grace = defaults::session_grace;
  /// spawn_stage in the program.
  std::function<stage_self(caf::actor_system&, stage_options)> make_stage;
};

struct session_state {
  static inline const char* name = "session";
  explicit session_state(session_self::stateful_pointer<session_state> self)
    : self{self} {}
  ~session_state();

  struct watcher {
    watcher_actor handle;
    watch_mode mode = watch_mode::events;
  };
  /// A request that is answered when this seq is durable.
  struct waiting_answer {
    uint64_t seq = 0;
    caf::typed_response_promise<uint64_t> promise;
  };

  caf::result<uint64_t> begin();
  caf::result<uint64_t> command(const session_command& x);
  caf::result<uint64_t> watch(const watcher_actor& who, uint64_t since,
                              watch_mode mode);
  void unwatch(const caf::actor_addr& who);
  void report(const stage_report& x);
  void progress(session_progress x);
  void record(const piece_record& x);
  void shutdown(const std::string& reason);
  void idle_timer();
  void use_pool(const media_pool_actor& pool);
  void down(const caf::down_msg& msg);
  /// Says goodbye to everybody and ends.
  void leave(const std::string& goodbye, const error& reason);

  error open();
  void enqueue(std::vector<effect> effects);
  void step();
  void commit();
  void committed(const std::vector<session_event>& events);
  void perform(effect x);
  void run(stage_run x);
  void publish();
  void cancel_work();
  void end_run(const stage_report& x);
  void count(const session_event& event);
  uint64_t last_seq() const { return log.empty() ? 0 : log.back().seq; }
  bool is_from_stage() const;
  bool is_idle() const;
  void consider_idle();

  session_self::stateful_pointer<session_state> self;
  session_options options;
  session_machine machine;
  /// What is durable, from seq 1.
  std::vector<session_event> log;
  std::vector<piece_record> pieces;
  std::vector<watcher> watchers;
  progress_gate gate;
  /// What the running stage said last.
  session_progress latest;
  /// The running stage, if any.
  stage_self runner;
  stage_run running;
  /// Effects in order; what follows a persist_event waits for its commit.
  std::deque<effect> todo;
  bool is_committing = false;
  std::deque<waiting_answer> answers;
  /// Render data of the film that is being published.
  std::optional<std::string> publishing;
  /// Tells answers of earlier publish requests apart.
  uint64_t publish_round = 0;
  std::optional<caf::actor_clock::time_point> idle_since;
  bool idle_is_armed = false;
  /// Why it is draining.
  std::optional<std::string> goodbye;
};

session_self::behavior_type
session(session_self::stateful_pointer<session_state> self,
        session_options options);

} // namespace troupe
