/// A bounded queue of pieces and the workers that make them. Idle workers ask
/// for work, so fast and slow, local and remote ones are used alike. Owners
/// take turns (fair_queue). Every request is answered, whatever happens:
///
///   STAGE            media_pool                    media_worker
///     │                  │ <──────── idle ───────────── │ known from now on
///     │ ── submit ─────> │ (queue full: unavailable)    │
///     │                  │ ──── run, job, token ──────> │
///     │ <── tick ─────── │ <──────── tick ───────────── │
///     │ <── record ───── │ <──────── done ───────────── │ (or failed)
///     │                  │ <──────── idle ───────────── │ free again
///   cancel(session), DOWN of STAGE: queued tasks are dropped, running ones get
///   stop_requested; both are answered ec::cancelled at once. The worker counts
///   as busy until it says idle. piece_deadline passed: the same, ec::timeout.
///   DOWN of a worker: its task is queued once more, then media_failed; another
///   worker is spawned unless it died before its first idle.
///   shutdown: everything is answered unavailable, workers exit; done when the
///   last is gone.
#pragma once

#include "actors/fair_queue.hpp"
#include "protocol/actors.hpp"
#include "protocol/metrics.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace troupe {

/// MEDIA_POOL as it sees itself.
using media_pool_self = media_pool_actor::extend<
  // Itself: the oldest running task is at its deadline.
  caf::reacts_to<atom::internal, atom::tick>>;

struct media_pool_options {
  /// Makes one worker that says idle to this pool. On the node: detached.
  std::function<media_worker_actor(const media_pool_actor&)> spawn_worker;
  size_t workers = 1;
  metrics_ptr counters = std::make_shared<metrics>();
};

/// A piece to be made, or a film to be published.
struct pool_task {
  piece_job job;
  /// Data of the render stage, if this is about publishing.
  std::optional<std::string> film;
  /// Hears of progress; none when publishing.
  stage_actor owner;
  caf::typed_response_promise<piece_record> made;
  caf::typed_response_promise<atom::done> published;
  /// Workers that died of it.
  uint32_t deaths = 0;

  void succeed(const piece_record& record);
  void fail(const error& why);
};

/// A worker the pool knows.
struct pool_worker {
  using clock = caf::actor_clock;

  media_worker_actor handle;
  /// It has said idle at least once.
  bool is_proven = false;
  bool is_idle = false;
  /// What it makes; none while it winds down from a stopped one.
  std::optional<pool_task> task;
  /// Piece in the making, also while winding down: nobody else may make it.
  std::pair<session_id, content_key> at;
  std::stop_source stop;
  clock::time_point deadline;
};

struct media_pool_state {
  static inline const char* name = "media_pool";
  explicit media_pool_state(
    media_pool_self::stateful_pointer<media_pool_state> self)
    : self{self} {}

  void submit(pool_task task);
  void cancel(const session_id& session);
  void worker_idle(const media_worker_actor& worker);
  void worker_done(const piece_record& record);
  void worker_failed(const error& why);
  void worker_ticks(const session_id& session, const content_key& key, double done);
  void check_deadlines();
  void down(const caf::down_msg& msg);
  caf::result<atom::done> shutdown();

  /// Leaves without waiting for the workers; they go when the pool is gone.
  void quit(const error& why);

  void spawn_worker();
  pool_worker& know(const media_worker_actor& worker);
  pool_worker* find(const caf::actor_addr& worker);
  bool may_start(const pool_task& task) const;
  void hand_out();
  void begin(pool_worker& worker, pool_task task);
  void worker_died(pool_worker& worker);
  /// Answers what fits with `why`, takes it out, stops it where it runs.
  template <class Predicate>
  void drop(Predicate fits, const error& why);
  void arm_deadline();
  void count();
  size_t running() const;

  media_pool_self::stateful_pointer<media_pool_state> self;
  media_pool_options options;
  fair_queue<pool_task> waiting;
  std::list<pool_worker> workers;
  /// Stages that are watched for their end.
  std::unordered_set<caf::actor_addr> stages;
  bool deadline_is_armed = false;
  bool is_leaving = false;
  std::vector<caf::typed_response_promise<atom::done>> leaving;
};

media_pool_self::behavior_type
media_pool(media_pool_self::stateful_pointer<media_pool_state> self,
           media_pool_options options);

} // namespace troupe
