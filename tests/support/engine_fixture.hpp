/// The whole engine on the deterministic scheduler: real storekeeper, registry,
/// sessions, stages and pool; a memory store; films made of nothing. Workers
/// are real ones with a fake maker, or held ones that the test finishes.
#pragma once

#include "tests/support/actor_fixture.hpp"

#include "actors/media_pool.hpp"
#include "actors/media_worker.hpp"
#include "actors/registry.hpp"
#include "actors/storekeeper.hpp"
#include "tests/support/fake_actors.hpp"
#include "tests/support/fake_film.hpp"
#include "tests/support/fake_store.hpp"

namespace troupe::test {

enum class workers_are { real, held };

struct engine_fixture : actor_fixture {
  explicit engine_fixture(workers_are kind = workers_are::real,
                          size_t workers = 2)
    : kind{kind}, workers{workers} {
    start();
  }

  ~engine_fixture() override { stop(); }

  void start() {
    storekeeper = spawn_actor(sys, troupe::storekeeper, store, counters);
    start_pool();
    registry = spawn_actor(sys, troupe::registry, registry_defaults());
    settle();
  }

  registry_options registry_defaults() {
    auto make = [this](caf::actor_system& system, session_options x) {
      x.make_stage = [this](caf::actor_system& system, stage_options y) {
        last_stage = spawn_stage(system, std::move(y));
        return last_stage;
      };
      return spawn_actor(system, session, std::move(x));
    };
    registry_options out{storekeeper, pool,     make, rules,
                         counters,    defaults::session_grace, limit};
    out.active_jobs = active_jobs;
    out.webhooks = webhooks;
    return out;
  }

  void start_pool() {
    auto make = [this](const media_pool_actor& to) -> media_worker_actor {
      if (kind == workers_are::held)
        return sys.spawn(held_worker, to, held);
      return spawn_actor(sys, media_worker, to, maker);
    };
    pool = spawn_actor(sys, media_pool,
                       media_pool_options{make, workers, counters});
  }

  void stop() {
    end(registry, pool, storekeeper);
    registry = nullptr;
    pool = nullptr;
    storekeeper = nullptr;
    last_stage = nullptr;
  }

  /// As after kill -9: nothing is left but the store.
  void restart() {
    stop();
    held->jobs.clear();
    start();
  }

  // -- sessions ---------------------------------------------------------------

  static session_request
  film(review_policy policy = review_policy::wait_for_accept,
       const std::string& owner = "local") {
    return {video_type::moa, user_id{owner},
            R"({"drug_name":"Examplin","condition":"pain"})", policy};
  }

  session_id create(session_request request = film()) {
    auto made = ask<session_id, session_actor>(registry, atom::create_v,
                                               request);
    aut = std::get<1>(made.values());
    return std::get<0>(made.values());
  }

  session_actor find(const session_id& id) {
    return ask<session_actor>(registry, atom::find_v, id).value();
  }

  /// A watcher of `aut`.
  std::shared_ptr<watch_notes>
  watch(uint64_t since = 0, watch_mode mode = watch_mode::events) {
    auto notes = std::make_shared<watch_notes>();
    watcher = sys.spawn(fake_watcher, notes);
    ask<uint64_t>(aut, atom::watch_v, watcher, since, mode).value();
    return notes;
  }

  answer<uint64_t> command(session_command x) {
    return ask<uint64_t>(aut, x);
  }

  answer<uint64_t> command(command_kind kind) {
    return ask<uint64_t>(aut, command_of(kind));
  }

  static session_command command_of(command_kind kind) {
    session_command x;
    x.kind = kind;
    return x;
  }

  std::vector<event_kind> log_kinds(const session_id& id) {
    std::vector<event_kind> out;
    auto log = store->inner->load(id);
    for (auto& x : log->events)
      out.push_back(x.kind);
    return out;
  }

  workers_are kind;
  size_t workers;
  size_t limit = defaults::session_limit;
  size_t active_jobs = 0;
  webhooks_actor webhooks;
  stage_rules rules = fake_rules();
  metrics_ptr counters = std::make_shared<metrics>();
  std::shared_ptr<fake_store> store = std::make_shared<fake_store>();
  std::shared_ptr<fake_maker> maker = std::make_shared<fake_maker>();
  std::shared_ptr<desk> held = std::make_shared<desk>();
  storekeeper_actor storekeeper;
  media_pool_actor pool;
  registry_self registry;
  session_actor aut;
  stage_self last_stage;
  watcher_actor watcher;
};

} // namespace troupe::test
