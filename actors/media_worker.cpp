#include "actors/media_worker.hpp"

#include <caf/send.hpp>

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <optional>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// Faster than the eye, slower than the frame loop.
constexpr auto tick_interval = 100ms;

/// The engine promises not to throw; a worker must outlive a broken promise.
template <class F>
auto guarded(F fun) -> decltype(fun()) {
  try {
    return fun();
  } catch (const std::exception& e) {
    spdlog::error("media_worker: the maker threw: {}", e.what());
    return make_error(ec::internal, std::string{"The maker failed: "}
                                      + e.what());
  } catch (...) {
    spdlog::error("media_worker: the maker threw");
    return make_error(ec::internal, "The maker failed");
  }
}

/// Called from the thread that works, which need not be the actor's.
progress_sink make_sink(caf::actor_system& system, media_pool_actor pool,
                        const piece_job& job) {
  using time_point = caf::actor_clock::time_point;
  return [&clock = system.clock(), pool, session = job.session,
          key = job.work.key,
          last = std::optional<time_point>{}](double done) mutable {
    auto now = clock.now();
    if (last && now - *last < tick_interval)
      return;
    last = now;
    caf::anon_send(pool, atom::tick_v, session, key, done);
  };
}

} // namespace

void media_worker_state::make(const piece_job& job, const cancel_token& stop) {
  auto record = guarded([&] {
    return engine->make(job, stop.token, make_sink(self->system(), pool, job));
  });
  if (record)
    self->send(pool, atom::done_v, job.session, std::move(*record));
  else
    self->send(pool, atom::failed_v, job.session, job.work.key,
               record.error());
  say_idle();
}

void media_worker_state::publish(const session_id& session,
                                 const std::string& render_data) {
  auto published
    = guarded([&] { return engine->publish(session, render_data); });
  if (published)
    self->send(pool, atom::done_v, session, piece_record{});
  else
    self->send(pool, atom::failed_v, session, content_key{},
               published.error());
  say_idle();
}

void media_worker_state::say_idle() {
  self->send(pool, atom::idle_v, media_worker_actor{self});
}

media_worker_actor::behavior_type
media_worker(media_worker_actor::stateful_pointer<media_worker_state> self,
             media_pool_actor pool, std::shared_ptr<maker> engine) {
  auto& state = self->state;
  state.pool = std::move(pool);
  state.engine = std::move(engine);
  self->monitor(state.pool);
  self->set_down_handler([self](caf::down_msg& msg) { self->quit(msg.reason); });
  state.say_idle();
  return {
    [self](atom::run, const piece_job& job, const cancel_token& stop) {
      self->state.make(job, stop);
    },
    [self](atom::submit, const session_id& session, const std::string& data) {
      self->state.publish(session, data);
    },
  };
}

} // namespace troupe
