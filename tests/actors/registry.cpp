#define CAF_SUITE registry
#include "tests/support/test.hpp"

#include "protocol/defaults.hpp"
#include "tests/support/engine_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

using summaries = std::vector<session_summary>;

struct fixture : engine_fixture {
  fixture() : engine_fixture{workers_are::held, 2} {}

  using created = answer<session_id, session_actor>;

  created ask_create(session_request x = film()) {
    return ask<session_id, session_actor>(registry, atom::create_v, x);
  }

  answer<session_actor> ask_find(const session_id& id) {
    return ask<session_actor>(registry, atom::find_v, id);
  }

  answer<atom::done> ask_drain() {
    return ask<atom::done>(registry, atom::drain_v,
                           std::string{"shutting down"});
  }
};

const session_id unknown{std::string(32, 'e')};

} // namespace

CAF_TEST_FIXTURE_SCOPE(registry_tests, fixture)

CAF_TEST(a session is durable when its creation is answered) {
  created made{sys, [this] {
    // Everybody but the storekeeper has read everything.
    sched.prioritize(registry);
    sched.run_once();
  }, registry, atom::create_v, film()};
  CAF_CHECK(!made.has_come());
  settle();
  auto id = std::get<0>(made.values());
  CAF_CHECK(is_session_id(id.str()));
  auto kinds = log_kinds(id);
  CAF_CHECK_EQUAL(kinds.size(), 2u);
  CAF_CHECK(find(id) == std::get<1>(made.values()));
}

CAF_TEST(a payload that can not be used makes no session) {
  auto bad = film();
  bad.payload = R"({"condition":"pain"})";
  auto made = ask_create(bad);
  CAF_CHECK(made.code() == ec::invalid_argument);
  CAF_CHECK(made.text().find("drug_name") != std::string::npos);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
  auto list = ask<summaries>(registry, atom::list_v, 10u);
  CAF_CHECK(list.value().empty());
}

CAF_TEST(a store that refuses makes no session) {
  store->refuse = [](auto) { return make_error(ec::no_space, "Disk full"); };
  auto made = ask_create();
  CAF_CHECK(made.code() == ec::no_space);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
  store->refuse = {};
  CAF_CHECK(ask_create().is_good());
}

CAF_TEST(living sessions have a limit and leaving ones make room) {
  stop();
  limit = 2;
  start();
  create();
  create();
  auto refused = ask_create();
  CAF_CHECK(refused.code() == ec::limit_exceeded);
  CAF_CHECK_EQUAL(refused.text(),
                  "The server has 2 sessions open and takes no more now");
  command(command_kind::stop);
  pass(defaults::session_grace + 1s);
  CAF_CHECK(ask_create().is_good());
}

CAF_TEST(unknown and malformed ids are not found) {
  CAF_CHECK(ask_find(unknown).code() == ec::not_found);
  auto loads = store->loads;
  for (auto id : {"", "../../etc/passwd", "ABCDEF"})
    CAF_CHECK(ask_find(session_id{id}).code() == ec::not_found);
  CAF_CHECK_EQUAL(store->loads, loads);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
}

CAF_TEST(all who look for a session at once get the same one) {
  auto id = create();
  restart();
  auto loads = store->loads;
  auto nothing = [] {};
  answer<session_actor> one{sys, nothing, registry, atom::find_v, id};
  answer<session_actor> two{sys, nothing, registry, atom::find_v, id};
  answer<session_actor> three{sys, nothing, registry, atom::find_v, id};
  settle();
  CAF_CHECK(one.value() == two.value());
  CAF_CHECK(one.value() == three.value());
  CAF_CHECK_EQUAL(store->loads, loads + 1);
  CAF_CHECK_EQUAL(counters->sessions_active, 1u);
}

CAF_TEST(a load that fails is answered to all and may be tried again) {
  auto id = create();
  restart();
  store->load_failure = make_error(ec::store_failed, "Row 2 is damaged");
  auto nothing = [] {};
  answer<session_actor> one{sys, nothing, registry, atom::find_v, id};
  answer<session_actor> two{sys, nothing, registry, atom::find_v, id};
  settle();
  CAF_CHECK_EQUAL(one.text(), "Row 2 is damaged");
  CAF_CHECK_EQUAL(two.text(), "Row 2 is damaged");
  store->load_failure = {};
  CAF_CHECK(ask_find(id).is_good());
}

CAF_TEST(a session that died is restored at the next find) {
  auto id = create();
  auto dead = aut;
  end(aut);
  aut = find(id);
  CAF_CHECK(aut != dead);
  CAF_CHECK_EQUAL(counters->sessions_restored, 1u);
  held->jobs.clear();
}

CAF_TEST(films that run by themselves go on at start and others do not) {
  auto automatic = create(film(review_policy::accept_all));
  create();
  held->finish();
  settle();
  restart();
  CAF_CHECK_EQUAL(counters->sessions_active, 1u);
  while (!held->jobs.empty()) {
    held->finish();
    settle();
  }
  CAF_CHECK(log_kinds(automatic).back() == event_kind::pipeline_complete);
}

CAF_TEST(a store that does not answer at start is asked again) {
  auto automatic = create(film(review_policy::accept_all));
  stop();
  held->jobs.clear();
  store->load_failure = make_error(ec::unavailable, "Database is locked");
  start();
  CAF_CHECK(held->jobs.empty());
  pass(5s);
  CAF_CHECK(held->jobs.empty());
  store->load_failure = {};
  pass(5s);
  CAF_CHECK_EQUAL(held->jobs.size(), 1u);
}

CAF_TEST(the list comes from the store newest first) {
  auto first = create();
  auto second = create();
  auto list = ask<summaries>(registry, atom::list_v, 10u);
  CAF_REQUIRE_EQUAL(list.value().size(), 2u);
  CAF_CHECK(list.value()[0].session == second);
  CAF_CHECK(list.value()[1].session == first);
  auto one = ask<summaries>(registry, atom::list_v, 1u);
  CAF_CHECK_EQUAL(one.value().size(), 1u);
}

CAF_TEST(drain lets all leave and takes nothing new) {
  auto id = create();
  auto notes = watch();
  create();
  answer<atom::done> drained{sys, [this] {
    sched.prioritize(registry);
    sched.run_once();
  }, registry, atom::drain_v, std::string{"shutting down"}};
  CAF_CHECK(!drained.has_come());
  answer<session_id, session_actor> late{sys, [] {}, registry, atom::create_v,
                                         film()};
  settle();
  CAF_CHECK(drained.is_good());
  CAF_CHECK(late.code() == ec::unavailable);
  std::vector<std::string> expected{"shutting down"};
  CAF_CHECK_EQUAL(notes->goodbyes, expected);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
  for (auto& x : held->jobs)
    CAF_CHECK(x.stop.stop_requested());
  CAF_CHECK(ask_drain().is_good());
  CAF_CHECK(ask_find(id).code() == ec::unavailable);
}

CAF_TEST(drain waits for a session that is being loaded) {
  auto id = create();
  restart();
  auto nothing = [] {};
  answer<session_actor> found{sys, nothing, registry, atom::find_v, id};
  answer<atom::done> drained{sys, nothing, registry, atom::drain_v,
                             std::string{"shutting down"}};
  settle();
  CAF_CHECK(found.code() == ec::unavailable);
  CAF_CHECK(drained.is_good());
}

CAF_TEST(an empty registry drains at once) {
  CAF_CHECK(ask_drain().is_good());
}

CAF_TEST_FIXTURE_SCOPE_END()
