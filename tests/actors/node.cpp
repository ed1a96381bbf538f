#define CAF_SUITE node
#include "tests/support/test.hpp"

#include "actors/node.hpp"

#include "actors/media_worker.hpp"
#include "actors/storekeeper.hpp"
#include "protocol/defaults.hpp"
#include "store/memory_store.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/engine_fixture.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

struct fixture : actor_fixture {
  std::shared_ptr<fake_store> store = std::make_shared<fake_store>();
  std::shared_ptr<fake_maker> maker = std::make_shared<fake_maker>();
  std::shared_ptr<desk> held = std::make_shared<desk>();
  bool hold = false;
  std::vector<error> fatals;
  storekeeper_actor storekeeper;
  node_actor aut;

  fixture() {
    node_options x;
    x.counters = std::make_shared<metrics>();
    x.make_storekeeper = [this, numbers = x.counters](auto& system) {
      storekeeper = spawn_actor(system, troupe::storekeeper, store, numbers);
      return storekeeper;
    };
    x.make_worker = [this](caf::actor_system& system,
                           const media_pool_actor& pool) -> media_worker_actor {
      if (hold)
        return system.spawn(held_worker, pool, held);
      return spawn_actor(system, media_worker, pool, maker);
    };
    x.workers = 2;
    x.rules = fake_rules();
    x.on_fatal = [this](const error& why) { fatals.push_back(why); };
    aut = spawn_node(sys, std::move(x));
    settle();
  }

  ~fixture() override {
    storekeeper = nullptr;
    end(aut);
  }

  using handles = answer<registry_actor, storekeeper_actor, media_pool_actor>;

  handles find() {
    return ask<registry_actor, storekeeper_actor, media_pool_actor>(
      aut, atom::find_v);
  }
  registry_actor registry() { return std::get<0>(find().values()); }
  media_pool_actor pool() { return std::get<2>(find().values()); }

  answer<session_id, session_actor> create(review_policy policy) {
    return ask<session_id, session_actor>(registry(), atom::create_v,
                                          engine_fixture::film(policy));
  }

  answer<atom::done> shutdown() {
    return ask<atom::done>(aut, atom::shutdown_v);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(node_tests, fixture)

CAF_TEST(a node makes films) {
  CAF_CHECK(create(review_policy::accept_all).is_good());
  CAF_CHECK_EQUAL(maker->published.size(), 1u);
}

CAF_TEST(shutdown stops everything in order and a second one is harmless) {
  auto made = create(review_policy::wait_for_accept);
  std::vector<caf::actor> children{
    caf::actor_cast<caf::actor>(storekeeper),
    caf::actor_cast<caf::actor>(registry()),
    caf::actor_cast<caf::actor>(pool()),
    caf::actor_cast<caf::actor>(std::get<1>(made.values()))};
  auto down = shutdown();
  CAF_CHECK(down.is_good());
  // The node is gone like all the others.
  CAF_CHECK(shutdown().code() == ec::unavailable);
  for (auto& child : children) {
    auto gone = ask<atom::done>(child, atom::ping_v);
    CAF_CHECK(gone.code() == ec::unavailable);
  }
  auto log = store->inner->load(std::get<0>(made.values()));
  CAF_CHECK_EQUAL(log->events.size(), 3u);
  CAF_CHECK(fatals.empty());
}

CAF_TEST(two shutdowns at once are both answered) {
  auto nothing = [] {};
  answer<atom::done> one{sys, nothing, aut, atom::shutdown_v};
  answer<atom::done> two{sys, nothing, aut, atom::shutdown_v};
  settle();
  CAF_CHECK(one.is_good());
  CAF_CHECK(two.is_good());
}

CAF_TEST(a child that does not stop is left behind in time) {
  auto down = answer<atom::done>{sys, [this] {
    sched.prioritize(aut);
    sched.run_once();
    // The registry reads nothing from now on, then the pool, then the store.
    for (int i = 0; i < 4; ++i) {
      sched.advance_time(defaults::shutdown_deadline / 4);
      while (sched.prioritize(aut))
        sched.run_once();
    }
  }, aut, atom::shutdown_v};
  CAF_CHECK(down.code() == ec::timeout);
  CAF_CHECK_EQUAL(down.text(),
                  "Did not stop in time: sessions, workers, store");
}

CAF_TEST(a pool that dies is replaced and stages go on with it) {
  hold = true;
  end(pool());
  auto made = create(review_policy::wait_for_accept);
  CAF_REQUIRE_EQUAL(held->jobs.size(), 1u);
  auto old = pool();
  end(old);
  CAF_CHECK(pool() != old);
  // The first lies on the desk of a worker that is gone.
  CAF_REQUIRE_EQUAL(held->jobs.size(), 2u);
  held->finish(1);
  settle();
  auto log = store->inner->load(std::get<0>(made.values()));
  CAF_CHECK(log->events.back().kind == event_kind::stage_completed);
  CAF_CHECK(fatals.empty());
}

CAF_TEST(a registry that dies is replaced and its sessions come back) {
  auto made = create(review_policy::wait_for_accept);
  auto id = std::get<0>(made.values());
  auto old = registry();
  end(old);
  CAF_CHECK(registry() != old);
  auto found = ask<session_actor>(registry(), atom::find_v, id);
  CAF_CHECK(found.value() != std::get<1>(made.values()));
  auto accepted = ask<uint64_t>(found.value(), session_command{});
  CAF_CHECK(accepted.is_good());
  CAF_CHECK(fatals.empty());
}

CAF_TEST(a door that holds the node reaches the registry and pool of now) {
  films_actor films = aut;
  pool_meter_actor meter = aut;
  auto made = ask<session_id, session_actor>(
    films, atom::create_v,
    engine_fixture::film(review_policy::wait_for_accept));
  auto id = std::get<0>(made.values());
  end(registry());
  end(pool());
  CAF_CHECK(ask<session_actor>(films, atom::find_v, id).is_good());
  auto listed = ask<std::vector<session_summary>>(films, atom::list_v,
                                                  uint32_t{10});
  auto all = listed.value();
  CAF_REQUIRE_EQUAL(all.size(), 1u);
  CAF_CHECK(all[0].session == id);
  auto load = ask<uint64_t, uint64_t>(meter, atom::ping_v);
  CAF_CHECK(load.is_good());
}

CAF_TEST(a child that dies again and again is fatal) {
  for (int i = 0; i < 3; ++i)
    end(pool());
  CAF_CHECK(fatals.empty());
  end(pool());
  CAF_REQUIRE_EQUAL(fatals.size(), 1u);
  CAF_CHECK_EQUAL(text_of(fatals[0]), "media_pool dies again and again");
}

CAF_TEST(deaths far apart are not counted together) {
  for (int i = 0; i < 6; ++i) {
    end(pool());
    pass(31s);
  }
  CAF_CHECK(fatals.empty());
}

CAF_TEST(the end of the storekeeper is fatal and shutdown still works) {
  create(review_policy::wait_for_accept);
  end(storekeeper);
  CAF_CHECK_EQUAL(fatals.size(), 1u);
  CAF_CHECK(find().code() == ec::unavailable);
  CAF_CHECK(shutdown().is_good());
}

CAF_TEST(the end of the node ends its children) {
  auto made = create(review_policy::wait_for_accept);
  end(aut);
  auto dead = ask<uint64_t>(std::get<1>(made.values()), session_command{});
  CAF_CHECK(dead.code() == ec::unavailable);
  auto gone = ask<atom::done>(storekeeper, atom::ping_v);
  CAF_CHECK(gone.code() == ec::unavailable);
}

CAF_TEST_FIXTURE_SCOPE_END()

namespace {

/// Hears of events on another thread.
struct heard {
  std::mutex lock;
  std::condition_variable changed;
  std::vector<event_kind> kinds;

  void add(event_kind x) {
    std::lock_guard guard{lock};
    kinds.push_back(x);
    changed.notify_all();
  }

  bool wait_for(event_kind x) {
    std::unique_lock guard{lock};
    return changed.wait_for(guard, 20s, [&] {
      return std::ranges::count(kinds, x) > 0;
    });
  }
};

watcher_actor::behavior_type
hearing(watcher_actor::pointer, std::shared_ptr<heard> to) {
  return {
    [to](const session_event& x) { to->add(x.kind); },
    [](const session_progress&) {},
    [](atom::unwatch, const session_id&, const std::string&) {},
  };
}

/// Works until it is stopped.
struct endless_maker : fake_maker {
  result<piece_record> make(const piece_job&, std::stop_token stop,
                            const progress_sink& progress) override {
    std::mutex lock;
    std::condition_variable_any changed;
    std::unique_lock guard{lock};
    progress(0);
    begun = true;
    begun.notify_all();
    changed.wait(guard, stop, [] { return false; });
    return make_error(ec::cancelled, "Stopped");
  }

  std::atomic<bool> begun = false;
};

/// On real threads, as in the program.
struct threads_fixture {
  actor_config config;
  caf::actor_system sys{config};
  metrics_ptr counters = std::make_shared<metrics>();

  node_actor start(std::shared_ptr<maker> engine) {
    node_options x;
    x.counters = counters;
    x.make_storekeeper = detached_storekeeper(make_memory_store(), counters);
    x.make_worker = detached_workers(std::move(engine));
    x.workers = 3;
    x.rules = fake_rules();
    x.on_fatal = [](const error&) { CAF_FAIL("fatal"); };
    return spawn_node(sys, std::move(x));
  }

  template <class... Ts, class Handle, class... Args>
  std::tuple<Ts...> ask(const Handle& dest, const Args&... args) {
    caf::scoped_actor self{sys};
    std::tuple<Ts...> out;
    self->request(dest, 20s, args...)
      .receive([&](const Ts&... xs) { out = std::tuple<Ts...>{xs...}; },
               [&](const caf::error& err) { CAF_FAIL(sys.render(err)); });
    return out;
  }

  session_actor create(const node_actor& node, review_policy policy) {
    auto registry = std::get<0>(
      ask<registry_actor, storekeeper_actor, media_pool_actor>(node,
                                                               atom::find_v));
    return std::get<1>(ask<session_id, session_actor>(
      registry, atom::create_v, engine_fixture::film(policy)));
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(node_thread_tests, threads_fixture)

CAF_TEST(films are made on real threads and the node stops) {
  auto node = start(std::make_shared<fake_maker>());
  auto notes = std::make_shared<heard>();
  auto watcher = sys.spawn(hearing, notes);
  auto film = create(node, review_policy::accept_all);
  ask<uint64_t>(film, atom::watch_v, watcher, uint64_t{0}, watch_mode::events);
  CAF_CHECK(notes->wait_for(event_kind::pipeline_complete));
  ask<atom::done>(node, atom::shutdown_v);
}

CAF_TEST(a stop reaches the frame loop of a detached worker) {
  auto engine = std::make_shared<endless_maker>();
  auto node = start(engine);
  auto notes = std::make_shared<heard>();
  auto watcher = sys.spawn(hearing, notes);
  auto film = create(node, review_policy::wait_for_accept);
  ask<uint64_t>(film, atom::watch_v, watcher, uint64_t{0}, watch_mode::events);
  engine->begun.wait(false);
  ask<uint64_t>(film, engine_fixture::command_of(command_kind::stop));
  CAF_CHECK(notes->wait_for(event_kind::stopped));
  ask<atom::done>(node, atom::shutdown_v);
}

CAF_TEST(shutdown stops a worker in its frame loop) {
  auto engine = std::make_shared<endless_maker>();
  auto node = start(engine);
  create(node, review_policy::accept_all);
  engine->begun.wait(false);
  ask<atom::done>(node, atom::shutdown_v);
}

CAF_TEST_FIXTURE_SCOPE_END()
