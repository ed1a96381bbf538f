#include "actors/node.hpp"

#include "actors/actor_base.hpp"
#include "actors/librarian.hpp"
#include "actors/media_pool.hpp"
#include "actors/media_worker.hpp"
#include "actors/session.hpp"
#include "actors/storekeeper.hpp"
#include "protocol/defaults.hpp"
#include "protocol/error.hpp"
#include "store/event_store.hpp"

#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <spdlog/spdlog.h>

#include <chrono>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// What dies more often will die again.
constexpr size_t restart_limit = 3;
constexpr auto restart_window = 1min;

/// Sessions commit what they have begun; workers stop within a frame.
constexpr auto drain_share = defaults::shutdown_deadline / 2;
constexpr auto step_share = defaults::shutdown_deadline / 4;

session_self make_session(caf::actor_system& system, session_options options) {
  return spawn_actor(system, session, std::move(options));
}

} // namespace

std::function<storekeeper_actor(caf::actor_system&)>
detached_storekeeper(std::shared_ptr<event_store> store, metrics_ptr counters) {
  return [store, counters](caf::actor_system& system) {
    return spawn_actor<caf::detached>(system, storekeeper, store, counters);
  };
}

std::function<librarian_actor(caf::actor_system&)>
detached_librarian(std::shared_ptr<session_lines> lines) {
  return [lines](caf::actor_system& system) {
    return spawn_actor<caf::detached>(system, librarian, lines);
  };
}

std::function<media_worker_actor(caf::actor_system&, const media_pool_actor&)>
detached_workers(std::shared_ptr<maker> engine) {
  return [engine](caf::actor_system& system, const media_pool_actor& pool) {
    return spawn_actor<caf::detached>(system, media_worker, pool, engine);
  };
}

node_state::~node_state() {
  // Not linked: a child that dies must not take the node with it.
  auto end = [](const auto& child) {
    if (child)
      caf::anon_send_exit(child, caf::exit_reason::user_shutdown);
  };
  end(registry);
  end(pool);
  end(librarian);
  end(storekeeper);
}

void node_state::spawn_librarian() {
  if (!options.make_librarian)
    return;
  librarian = options.make_librarian(self->system());
  self->monitor(librarian);
}

void node_state::spawn_pool() {
  media_pool_options x;
  x.spawn_worker = [&system = self->system(), make = options.make_worker](
                     const media_pool_actor& to) { return make(system, to); };
  x.workers = options.workers;
  x.counters = options.counters;
  pool = spawn_actor(self->system(), media_pool, std::move(x));
  self->monitor(pool);
}

void node_state::spawn_registry() {
  registry = spawn_actor(
    self->system(), troupe::registry,
    registry_options{storekeeper, pool, make_session, options.rules,
                     options.counters, options.grace, options.session_limit,
                     options.make_picture_keeper, librarian,
                     options.active_jobs, options.webhooks});
  self->monitor(registry);
}

// -- when a child dies --------------------------------------------------------

void node_state::down(const caf::down_msg& msg) {
  if (msg.source == storekeeper) {
    storekeeper = nullptr;
    if (is == phase::stopping_store)
      stopped();
    else
      fatal(msg.reason);
    return;
  }
  // In a shutdown the answer to drain or shutdown moves on.
  if (is != phase::running)
    return;
  if (msg.source == pool && may_restart("media_pool", msg.reason)) {
    spawn_pool();
    self->send(registry, atom::internal_v, pool);
  } else if (msg.source == registry && may_restart("registry", msg.reason)) {
    spawn_registry();
  } else if (msg.source == librarian && may_restart("librarian", msg.reason)) {
    spawn_librarian();
    self->send(registry, atom::internal_v, librarian);
  }
}

bool node_state::may_restart(const std::string& who, const error& why) {
  spdlog::error("node: {} died: {}", who, self->system().render(why));
  auto now = self->clock().now();
  while (!restarts.empty() && now - restarts.front() > restart_window)
    restarts.pop_front();
  restarts.push_back(now);
  if (restarts.size() <= restart_limit)
    return true;
  fatal(make_error(ec::internal, who + " dies again and again"));
  return false;
}

void node_state::fatal(const error& why) {
  spdlog::critical("node: can't go on: {}", self->system().render(why));
  if (!is_fatal && options.on_fatal)
    options.on_fatal(why ? why
                         : make_error(ec::internal, "The store is closed"));
  is_fatal = true;
}

// -- shutdown -----------------------------------------------------------------

caf::result<atom::done> node_state::shutdown() {
  auto promise = self->make_response_promise<atom::done>();
  stopping.push_back(promise);
  if (is != phase::running)
    return promise;
  is = phase::draining;
  spdlog::info("node: shutting down");
  self
    ->request(registry, drain_share, atom::drain_v,
              std::string{"shutting down"})
    .then([this](atom::done) { stop_pool(); },
          [this](const error&) {
            too_late("sessions");
            stop_pool();
          });
  return promise;
}

void node_state::stop_pool() {
  is = phase::stopping_pool;
  self->send_exit(registry, caf::exit_reason::user_shutdown);
  self->request(pool, step_share, atom::shutdown_v)
    .then([this](atom::done) { stop_store(); },
          [this](const error&) {
            too_late("workers");
            stop_store();
          });
}

void node_state::stop_store() {
  is = phase::stopping_store;
  if (!storekeeper)
    return stopped();
  self->send_exit(storekeeper, caf::exit_reason::user_shutdown);
  self->delayed_send(self, step_share, atom::internal_v, atom::shutdown_v);
}

void node_state::too_late(const std::string& who) {
  spdlog::error("node: {} did not stop in time", who);
  late += late.empty() ? who : ", " + who;
}

void node_state::stopped() {
  for (auto& promise : stopping)
    if (late.empty())
      promise.deliver(atom::done_v);
    else
      promise.deliver(make_error(ec::timeout, "Did not stop in time: " + late));
  // Explicitly: requests that were answered long ago keep an actor alive until
  // their deadline.
  self->quit();
}

namespace {

node_self::behavior_type node(node_self::stateful_pointer<node_state> self,
                              node_options options) {
  auto& state = self->state;
  state.options = std::move(options);
  self->set_down_handler([self](caf::down_msg& x) { self->state.down(x); });
  state.storekeeper = state.options.make_storekeeper(self->system());
  self->monitor(state.storekeeper);
  state.spawn_librarian();
  state.spawn_pool();
  state.spawn_registry();
  return {
    [self](atom::list, const session_id& id) {
      return self->delegate(self->state.registry, atom::list_v, id);
    },
    [self](atom::list, session_query& query) {
      return self->delegate(self->state.registry, atom::list_v,
                            std::move(query));
    },
    [self](atom::find)
      -> caf::result<registry_actor, storekeeper_actor, media_pool_actor> {
      auto& state = self->state;
      if (state.is != node_state::phase::running || state.is_fatal)
        return make_error(ec::unavailable, "The server is shutting down");
      return {registry_actor{state.registry}, state.storekeeper, state.pool};
    },
    [self](atom::create, session_request& x) {
      return self->delegate(self->state.registry, atom::create_v, std::move(x));
    },
    [self](atom::find, session_id& x) {
      return self->delegate(self->state.registry, atom::find_v, std::move(x));
    },
    [self](atom::find, session_id& x, user_id& who) {
      return self->delegate(self->state.registry, atom::find_v, std::move(x),
                            std::move(who));
    },
    [self](atom::remove, session_id& x, user_id& who) {
      return self->delegate(self->state.registry, atom::remove_v, std::move(x),
                            std::move(who));
    },
    [self](atom::tick, const session_id& x) {
      return self->delegate(self->state.registry, atom::tick_v, x);
    },
    [self](atom::list, uint32_t limit) {
      return self->delegate(self->state.registry, atom::list_v, limit);
    },
    [self](atom::ping) {
      return self->delegate(self->state.pool, atom::ping_v);
    },
    [self](atom::shutdown) { return self->state.shutdown(); },
    [self](atom::internal, atom::shutdown) {
      auto& state = self->state;
      if (state.is != node_state::phase::stopping_store)
        return;
      state.too_late("store");
      state.stopped();
    },
  };
}

} // namespace

node_actor spawn_node(caf::actor_system& system, node_options options) {
  return spawn_actor(system, node, std::move(options));
}

} // namespace troupe
