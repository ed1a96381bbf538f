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

/// Takes notices; nothing else is asked of it here.
webhooks_actor::behavior_type
fake_webhooks(webhooks_actor::pointer,
              std::shared_ptr<std::vector<job_notice>> notices) {
  auto no = [] { return make_error(ec::internal, "not asked for here"); };
  return {
    [notices](const job_notice& x) {
      notices->push_back(x);
      return atom::done_v;
    },
    [no](atom::create, const webhook&) -> caf::result<webhook> { return no(); },
    [no](atom::list, const user_id&) -> caf::result<std::vector<webhook>> {
      return no();
    },
    [no](atom::find, const user_id&, const std::string&)
      -> caf::result<webhook> { return no(); },
    [no](atom::remove, const user_id&, const std::string&)
      -> caf::result<atom::done> { return no(); },
    [no](atom::ping, const user_id&, const std::string&)
      -> caf::result<webhook_delivery> { return no(); },
    [no](atom::list, const user_id&, const std::string&, uint32_t)
      -> caf::result<std::vector<webhook_delivery>> { return no(); },
  };
}

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

CAF_TEST(a session is found by its owner and is forbidden to others) {
  auto id = create(film(review_policy::wait_for_accept, "ann"));
  auto asked = [&](const std::string& who) {
    return ask<session_actor>(registry, atom::find_v, id, user_id{who});
  };
  CAF_CHECK(asked("ann").is_good());
  CAF_CHECK(asked("bob").code() == ec::forbidden);
  restart();
  CAF_CHECK(asked("bob").code() == ec::forbidden);
  CAF_CHECK(asked("ann").is_good());
  auto missing
    = ask<session_actor>(registry, atom::find_v, unknown, user_id{"ann"});
  CAF_CHECK(missing.code() == ec::not_found);
}

CAF_TEST(a reserved id makes one session however often it is asked for) {
  auto request = film(review_policy::wait_for_accept, "ann");
  request.id = session_id{std::string(32, 'a')};
  auto first = create(request);
  CAF_CHECK(first == request.id);
  CAF_CHECK(create(request) == first);
  restart();
  CAF_CHECK(create(request) == first);
  auto list = ask<summaries>(registry, atom::list_v, 10u);
  CAF_CHECK_EQUAL(list.value().size(), 1u);
  auto foreign = request;
  foreign.owner = user_id{"bob"};
  CAF_CHECK(ask_create(foreign).code() == ec::forbidden);
  restart();
  CAF_CHECK(ask_create(foreign).code() == ec::forbidden);
}

CAF_TEST(a user has so many jobs at a time and a batch is one of them) {
  stop();
  active_jobs = 2;
  start();
  auto job = [](const std::string& owner, const std::string& group = {}) {
    auto x = film(review_policy::unattended, owner);
    x.door = front_door::videos;
    x.group = group;
    return x;
  };
  auto first = create(job("ann"));
  create(job("ann", "batch"));
  create(job("ann", "batch"));
  auto refused = ask_create(job("ann"));
  CAF_CHECK(refused.code() == ec::limit_exceeded);
  CAF_CHECK_EQUAL(refused.text(),
                  "You have 2 jobs that are not done, and may have 2; wait for "
                  "one or cancel it");
  CAF_CHECK(ask_create(job("bob")).is_good());
  // People who sit before their films are no jobs.
  CAF_CHECK(ask_create(film(review_policy::wait_for_accept, "ann")).is_good());
  restart();
  CAF_CHECK(ask_create(job("ann")).code() == ec::limit_exceeded);
  aut = find(first);
  command(command_kind::stop);
  CAF_CHECK(ask_create(job("ann")).is_good());
}

CAF_TEST(a job that ended is told once and again after a restart) {
  auto notices = std::make_shared<std::vector<job_notice>>();
  stop();
  webhooks = sys.spawn(fake_webhooks, notices);
  start();
  auto job = film(review_policy::unattended, "ann");
  job.door = front_door::ads;
  auto id = create(job);
  create(film());
  command(command_kind::stop);
  CAF_CHECK(notices->empty());
  aut = find(id);
  command(command_kind::stop);
  CAF_REQUIRE_EQUAL(notices->size(), 1u);
  CAF_CHECK(notices->front().session == id);
  CAF_CHECK_EQUAL(notices->front().door, "ad");
  CAF_CHECK(notices->front().ending == job_ending::cancelled);
  // Not for being restored, but the process may have died before the answer.
  find(id);
  CAF_CHECK_EQUAL(notices->size(), 1u);
  restart();
  CAF_REQUIRE_EQUAL(notices->size(), 2u);
  CAF_CHECK((*notices)[1] == notices->front());
  end(webhooks);
}

CAF_TEST(a session that ended can be forgotten by its owner) {
  auto id = create(film(review_policy::wait_for_accept, "ann"));
  auto forget = [&](const std::string& who) {
    return ask<atom::done>(registry, atom::remove_v, id, user_id{who});
  };
  CAF_CHECK(forget("bob").code() == ec::forbidden);
  CAF_CHECK(forget("ann").code() == ec::invalid_state);
  command(command_kind::stop);
  CAF_CHECK(forget("ann").is_good());
  CAF_CHECK(ask_find(id).code() == ec::not_found);
  CAF_CHECK(forget("ann").code() == ec::not_found);
}

CAF_TEST(the progress of a session in memory can be asked for) {
  auto id = create();
  auto how_far = ask<session_progress>(registry, atom::tick_v, id);
  CAF_CHECK(how_far.value().message.empty());
  held->tick(0.5);
  settle();
  auto later = ask<session_progress>(registry, atom::tick_v, id);
  CAF_CHECK(later.value().percent > 0);
  CAF_REQUIRE_EQUAL(later.value().work.size(), 1u);
  CAF_CHECK(later.value().work[0].kind == piece_kind::scenes);
  held->jobs.clear();
  restart();
  CAF_CHECK(ask<session_progress>(registry, atom::tick_v, id).code()
            == ec::not_found);
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
