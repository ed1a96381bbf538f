/// Root of the supervision tree: spawns the storekeeper, the pool and the
/// registry, monitors them, and stops them in order. Made by the composition
/// root. Doors hold the node itself: it hands on to the registry and the pool
/// of the moment, which may be made anew.
///
///   main              node            registry    media_pool   storekeeper
///     │ ── shutdown ──> │ ── drain ──────> │ sessions leave         │
///     │                 │ <── done ─────── │            │           │
///     │                 │ ── shutdown ────────────────> │ workers go│
///     │                 │ <── done ──────────────────── │           │
///     │                 │ ── exit ────────────────────────────────> │
///     │ <── done ────── │ <── DOWN ──────────────────────────────── │
///
///   States: running -> draining -> stopping_pool -> stopping_store -> gone.
///   A step that takes more than its share of defaults::shutdown_deadline is
///   left behind, and shutdown is answered with ec::timeout at the end.
///   DOWN while running: registry and pool are made anew (at most
///   restart_limit times a minute; sessions end with their registry and are
///   restored from the log; others are announced to it and to sessions). The
///   storekeeper's end is fatal: on_fatal, and the process should leave.
#pragma once

#include "actors/registry.hpp"
#include "actors/stage.hpp"
#include "protocol/actors.hpp"
#include "protocol/maker.hpp"
#include "protocol/metrics.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace troupe {

class event_store;
class session_lines;

/// NODE as it sees itself.
using node_self = node_actor::extend<
  // Itself: the storekeeper's share of the shutdown is over.
  caf::reacts_to<atom::internal, atom::shutdown>>;

struct node_options {
  /// detached_storekeeper() in the program.
  std::function<storekeeper_actor(caf::actor_system&)> make_storekeeper;
  /// detached_workers() in the program.
  std::function<media_worker_actor(caf::actor_system&,
                                   const media_pool_actor&)>
    make_worker;
  size_t workers = 1;
  stage_rules rules;
  metrics_ptr counters;
  std::chrono::milliseconds grace = defaults::session_grace;
  size_t session_limit = defaults::session_limit;
  /// detached_picture_keeper() in the program; without one, payloads with
  /// pictures are refused.
  std::function<picture_keeper_actor(caf::actor_system&)> make_picture_keeper;
  /// Jobs that one user may have at a time; 0: any number.
  size_t active_jobs = 0;
  /// detached_librarian() in the program; without one the storekeeper answers
  /// lists.
  std::function<librarian_actor(caf::actor_system&)> make_librarian;
  /// Hears of jobs that ended, if there is one; lives beside the node.
  webhooks_actor webhooks;
  /// Called once, from the node's thread: nothing can be made durable any
  /// more. Must not block.
  std::function<void(const error&)> on_fatal;
};

/// Makes the storekeeper of this store, with a thread of its own.
std::function<storekeeper_actor(caf::actor_system&)>
detached_storekeeper(std::shared_ptr<event_store> store, metrics_ptr counters);

/// Makes the librarian that reads these lines, with a thread of its own.
std::function<librarian_actor(caf::actor_system&)>
detached_librarian(std::shared_ptr<session_lines> lines);

/// Makes workers that share this maker, each with a thread of its own.
std::function<media_worker_actor(caf::actor_system&, const media_pool_actor&)>
detached_workers(std::shared_ptr<maker> engine);

struct node_state {
  static inline const char* name = "node";
  explicit node_state(node_self::stateful_pointer<node_state> self)
    : self{self} {}
  /// Whatever ends the node ends its children.
  ~node_state();

  enum class phase : uint8_t {
    running,
    draining,
    stopping_pool,
    stopping_store,
  };

  caf::result<atom::done> shutdown();
  void down(const caf::down_msg& msg);

  void spawn_librarian();
  void spawn_pool();
  void spawn_registry();
  bool may_restart(const std::string& who, const error& why);
  void fatal(const error& why);
  void stop_pool();
  void stop_store();
  void stopped();
  void too_late(const std::string& who);

  node_self::stateful_pointer<node_state> self;
  node_options options;
  phase is = phase::running;
  storekeeper_actor storekeeper;
  librarian_actor librarian;
  media_pool_actor pool;
  registry_self registry;
  /// When something was restarted.
  std::deque<caf::actor_clock::time_point> restarts;
  bool is_fatal = false;
  /// Who did not stop in time.
  std::string late;
  std::vector<caf::typed_response_promise<atom::done>> stopping;
};

node_actor spawn_node(caf::actor_system& system, node_options options);

} // namespace troupe
