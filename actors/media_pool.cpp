#include "actors/media_pool.hpp"

#include "protocol/defaults.hpp"
#include "protocol/error.hpp"

#include <caf/exit_reason.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace troupe {

namespace {

error shutting_down() {
  return make_error(ec::unavailable, "The server is shutting down");
}

} // namespace

void pool_task::succeed(const piece_record& record) {
  if (film)
    published.deliver(atom::done_v);
  else
    made.deliver(record);
}

void pool_task::fail(const error& why) {
  if (film)
    published.deliver(why);
  else
    made.deliver(why);
}

void media_pool_state::submit(pool_task task) {
  if (is_leaving)
    return task.fail(shutting_down());
  if (waiting.size() >= defaults::pool_queue_limit)
    return task.fail(make_error(ec::unavailable,
                                "Too many pieces are waiting to be made"));
  if (task.owner && stages.insert(task.owner.address()).second)
    self->monitor(task.owner);
  auto owner = task.job.owner;
  auto rank = task.job.rank;
  if (task.job.leads)
    waiting.push_front(owner, rank, std::move(task));
  else
    waiting.push(owner, rank, std::move(task));
  hand_out();
}

void media_pool_state::cancel(const session_id& session) {
  drop([&](const pool_task& x) { return x.job.session == session; },
       make_error(ec::cancelled, "Stopped"));
  hand_out();
}

template <class Predicate>
void media_pool_state::drop(Predicate fits, const error& why) {
  for (auto& task : waiting.remove(fits))
    task.fail(why);
  for (auto& worker : workers)
    if (worker.task && fits(*worker.task)) {
      worker.stop.request_stop();
      worker.task->fail(why);
      worker.task.reset();
    }
  count();
}

void media_pool_state::worker_idle(const media_worker_actor& handle) {
  auto& worker = know(handle);
  // One that has said neither done nor failed would leave its stage waiting.
  if (worker.task)
    worker.task->fail(
      make_error(ec::internal, "The worker lost the piece it was making"));
  worker.task.reset();
  worker.is_proven = true;
  worker.is_idle = true;
  hand_out();
}

void media_pool_state::worker_done(const piece_record& record) {
  auto worker = find(caf::actor_cast<caf::actor_addr>(self->current_sender()));
  if (!worker || !worker->task)
    return;
  ++options.counters->pieces_made;
  worker->task->succeed(record);
  worker->task.reset();
  count();
}

void media_pool_state::worker_failed(const error& why) {
  auto worker = find(caf::actor_cast<caf::actor_addr>(self->current_sender()));
  if (!worker || !worker->task)
    return;
  ++options.counters->pieces_failed;
  spdlog::warn("media_pool: {} {}: {}", worker->task->job.session.str(),
               worker->task->job.work.name, self->system().render(why));
  worker->task->fail(why);
  worker->task.reset();
  count();
}

void media_pool_state::worker_ticks(const session_id& session,
                                    const content_key& key, double done) {
  for (auto& worker : workers)
    if (worker.task && worker.at == std::pair{session, key})
      self->send(worker.task->owner, atom::tick_v, key, done);
}

void media_pool_state::check_deadlines() {
  deadline_is_armed = false;
  auto now = self->clock().now();
  for (auto& worker : workers)
    if (worker.task && worker.deadline <= now) {
      spdlog::error("media_pool: {} {}: over its deadline, stopped",
                    worker.task->job.session.str(),
                    worker.task->job.work.name);
      ++options.counters->pieces_failed;
      worker.stop.request_stop();
      worker.task->fail(
        make_error(ec::timeout, "The work took too long and was stopped"));
      worker.task.reset();
    }
  arm_deadline();
  count();
}

void media_pool_state::arm_deadline() {
  if (deadline_is_armed)
    return;
  auto first = pool_worker::clock::time_point::max();
  for (auto& worker : workers)
    if (worker.task)
      first = std::min(first, worker.deadline);
  if (first == pool_worker::clock::time_point::max())
    return;
  deadline_is_armed = true;
  self->delayed_send(self, first - self->clock().now(), atom::internal_v,
                     atom::tick_v);
}

void media_pool_state::down(const caf::down_msg& msg) {
  if (auto worker = find(msg.source))
    return worker_died(*worker);
  if (stages.erase(msg.source) == 0)
    return;
  // A stage that ended well has nothing here any more.
  drop([&](const pool_task& x) { return x.owner == msg.source; },
       make_error(ec::cancelled, "Nobody waits for it"));
  hand_out();
}

void media_pool_state::worker_died(pool_worker& worker) {
  auto task = std::move(worker.task);
  auto was_proven = worker.is_proven;
  workers.remove_if([&](auto& x) { return &x == &worker; });
  if (is_leaving) {
    if (workers.empty())
      quit(caf::exit_reason::user_shutdown);
    return;
  }
  spdlog::error("media_pool: a worker died{}", task ? " at work" : "");
  if (task && ++task->deaths > 1) {
    ++options.counters->pieces_failed;
    task->fail(make_error(ec::media_failed, "The worker that made it died"));
  } else if (task) {
    auto owner = task->job.owner;
    auto rank = task->job.rank;
    waiting.push_front(owner, rank, std::move(*task));
  }
  // One that can't even begin would die again at once.
  if (was_proven)
    spawn_worker();
  if (workers.empty())
    return quit(make_error(ec::unavailable, "The media pool has no workers"));
  hand_out();
}

caf::result<atom::done> media_pool_state::shutdown() {
  auto promise = self->make_response_promise<atom::done>();
  leaving.push_back(promise);
  if (is_leaving)
    return promise;
  is_leaving = true;
  drop([](const pool_task&) { return true; }, shutting_down());
  // A worker at work reads this when its frame loop has seen the stop.
  for (auto& worker : workers)
    self->send_exit(worker.handle, caf::exit_reason::user_shutdown);
  if (workers.empty())
    quit(caf::exit_reason::user_shutdown);
  return promise;
}

void media_pool_state::quit(const error& why) {
  drop([](const pool_task&) { return true; }, shutting_down());
  for (auto& promise : leaving)
    promise.deliver(atom::done_v);
  leaving.clear();
  self->quit(why);
}

void media_pool_state::spawn_worker() {
  know(options.spawn_worker(media_pool_actor{self}));
}

pool_worker& media_pool_state::know(const media_worker_actor& handle) {
  if (auto known = find(handle.address()))
    return *known;
  self->monitor(handle);
  auto& worker = workers.emplace_back();
  worker.handle = handle;
  return worker;
}

pool_worker* media_pool_state::find(const caf::actor_addr& address) {
  auto i = std::ranges::find_if(
    workers, [&](auto& x) { return x.handle == address; });
  return i == workers.end() ? nullptr : &*i;
}

bool media_pool_state::may_start(const pool_task& task) const {
  return std::ranges::none_of(workers, [&](auto& worker) {
    return !worker.is_idle
           && worker.at == std::pair{task.job.session, task.job.work.key};
  });
}

void media_pool_state::hand_out() {
  for (auto& worker : workers) {
    if (!worker.is_idle)
      continue;
    auto task = waiting.take([this](auto& x) { return may_start(x); });
    if (!task)
      break;
    begin(worker, std::move(*task));
  }
  arm_deadline();
  count();
}

void media_pool_state::begin(pool_worker& worker, pool_task task) {
  worker.is_idle = false;
  worker.at = {task.job.session, task.job.work.key};
  worker.stop = {};
  worker.deadline = self->clock().now() + defaults::piece_deadline;
  if (task.film)
    self->send(worker.handle, atom::submit_v, task.job.session, *task.film);
  else
    self->send(worker.handle, atom::run_v, task.job,
               cancel_token{worker.stop.get_token()});
  worker.task = std::move(task);
}

size_t media_pool_state::running() const {
  return std::ranges::count_if(workers, [](auto& x) { return !!x.task; });
}

void media_pool_state::count() {
  options.counters->pieces_queued = waiting.size();
  options.counters->pieces_running = running();
}

media_pool_self::behavior_type
media_pool(media_pool_self::stateful_pointer<media_pool_state> self,
           media_pool_options options) {
  auto& state = self->state;
  state.options = std::move(options);
  self->set_down_handler([self](caf::down_msg& x) { self->state.down(x); });
  self->set_exit_handler([self](caf::exit_msg& x) {
    if (x.reason)
      self->state.quit(x.reason);
  });
  for (size_t i = 0; i < state.options.workers; ++i)
    state.spawn_worker();
  return {
    [self](atom::submit, piece_job& job,
           stage_actor& stage) -> caf::result<piece_record> {
      pool_task task;
      task.made = self->make_response_promise<piece_record>();
      task.job = std::move(job);
      task.owner = std::move(stage);
      auto promise = task.made;
      self->state.submit(std::move(task));
      return promise;
    },
    [self](atom::submit, session_id& session,
           std::string& film) -> caf::result<atom::done> {
      pool_task task;
      task.published = self->make_response_promise<atom::done>();
      task.job.session = std::move(session);
      // Takes its turn beside the users: it is short, and a person waits.
      task.job.rank = priority::urgent;
      task.film = std::move(film);
      auto promise = task.published;
      self->state.submit(std::move(task));
      return promise;
    },
    [self](atom::cancel, const session_id& session) {
      self->state.cancel(session);
    },
    [self](atom::idle, const media_worker_actor& worker) {
      self->state.worker_idle(worker);
    },
    [self](atom::done, const session_id&, const piece_record& record) {
      self->state.worker_done(record);
    },
    [self](atom::failed, const session_id&, const content_key&,
           const caf::error& why) { self->state.worker_failed(why); },
    [self](atom::tick, const session_id& session, const content_key& key,
           double done) { self->state.worker_ticks(session, key, done); },
    [self](atom::ping) -> caf::result<uint64_t, uint64_t> {
      return {uint64_t{self->state.waiting.size()},
              uint64_t{self->state.running()}};
    },
    [self](atom::shutdown) { return self->state.shutdown(); },
    [self](atom::internal, atom::tick) { self->state.check_deadlines(); },
  };
}

} // namespace troupe
