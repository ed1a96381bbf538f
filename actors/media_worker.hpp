/// Makes one piece at a time with a maker that blocks: spawned detached, so
/// that it has a thread of its own. It can't read its mailbox while it works;
/// its stop arrives through the token of the job. Ends when its pool does.
///
///   MEDIA_POOL                 media_worker                maker
///       │ <── idle ──────────────── │ (born)
///       │ ── run, job, token ─────> │ ── make ──────────────> │
///       │ <── tick ──────────────── │ <── 0..1 (10 a second) ─│
///       │ <── done | failed ─────── │ <── record | error ─────│
///       │ <── idle ──────────────── │
#pragma once

#include "protocol/actors.hpp"
#include "protocol/maker.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe {

struct media_worker_state {
  static inline const char* name = "media_worker";
  explicit media_worker_state(
    media_worker_actor::stateful_pointer<media_worker_state> self)
    : self{self} {}

  void make(const piece_job& job, const cancel_token& stop);
  void publish(const session_id& session, const std::string& render_data);
  void say_idle();

  media_worker_actor::stateful_pointer<media_worker_state> self;
  media_pool_actor pool;
  std::shared_ptr<maker> engine;
};

media_worker_actor::behavior_type
media_worker(media_worker_actor::stateful_pointer<media_worker_state> self,
             media_pool_actor pool, std::shared_ptr<maker> engine);

} // namespace troupe
