#define CAF_SUITE media_pool
#include "tests/support/test.hpp"

#include "actors/media_pool.hpp"

#include "actors/media_worker.hpp"
#include "protocol/defaults.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/fake_actors.hpp"
#include "tests/support/fake_film.hpp"

#include <stdexcept>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

const session_id first{std::string(32, 'a')};
const session_id second{std::string(32, 'b')};

using names = std::vector<std::string>;

/// A pool whose workers are held by the test.
struct fixture : actor_fixture {
  std::shared_ptr<desk> held = std::make_shared<desk>();
  metrics_ptr counters = std::make_shared<metrics>();
  std::vector<media_worker_actor> workers;
  std::shared_ptr<std::vector<double>> ticks
    = std::make_shared<std::vector<double>>();
  stage_actor stage = sys.spawn(fake_stage, ticks);
  media_pool_actor aut;

  ~fixture() override { end(aut, stage); }

  void start(size_t count) {
    auto make = [this](const media_pool_actor& to) {
      workers.push_back(sys.spawn(held_worker, to, held));
      return workers.back();
    };
    aut = spawn_actor(sys, media_pool,
                      media_pool_options{make, count, counters});
    settle();
  }

  static piece_job job(const std::string& name,
                       const std::string& owner = "ann",
                       const session_id& session = first,
                       priority rank = priority::normal) {
    return {session, user_id{owner}, fake_piece(stage::visuals, name, ""), {},
            rank};
  }

  answer<piece_record> submit(const piece_job& x) {
    return ask<piece_record>(aut, atom::submit_v, x, stage);
  }
  answer<atom::done> publish(const session_id& x) {
    return ask<atom::done>(aut, atom::submit_v, x, std::string{"{}"});
  }

  void finish(size_t nth = 0) {
    held->finish(nth);
    settle();
  }

  void fail(const error& why) {
    held->fail(why);
    settle();
  }

  void kill(const media_worker_actor& worker) {
    caf::anon_send_exit(worker, caf::exit_reason::kill);
    settle();
  }

  void cancel(const session_id& x) {
    caf::anon_send(aut, atom::cancel_v, x);
    settle();
  }
};

/// A pool with real workers and a fake maker.
struct real_fixture : actor_fixture {
  std::shared_ptr<fake_maker> maker = std::make_shared<fake_maker>();
  std::shared_ptr<std::vector<double>> ticks
    = std::make_shared<std::vector<double>>();
  stage_actor stage = sys.spawn(fake_stage, ticks);
  media_pool_actor aut;

  real_fixture() {
    auto make = [this](const media_pool_actor& to) {
      return spawn_actor(sys, media_worker, to, maker);
    };
    aut = spawn_actor(sys, media_pool, media_pool_options{make, 1});
    settle();
  }

  ~real_fixture() override { end(aut, stage); }

  answer<piece_record> submit(const std::string& name) {
    return ask<piece_record>(aut, atom::submit_v, fixture::job(name), stage);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(worker_tests, real_fixture)

CAF_TEST(a piece is made and its record is the answer) {
  auto made = submit("scene_1");
  auto expected = record_of(fixture::job("scene_1").work);
  CAF_CHECK(made.value() == expected);
  CAF_CHECK_EQUAL(ticks->size(), 1u);
}

CAF_TEST(the maker that fails or throws fails only that piece) {
  for (int nth = 1; nth <= 3; ++nth) {
    int calls = 0;
    maker->on_make = [&](const piece_job&) -> error {
      if (++calls != nth)
        return {};
      if (nth == 2)
        throw std::runtime_error("out of paint");
      return make_error(ec::media_failed, "No encoder");
    };
    for (int i = 1; i <= 3; ++i) {
      auto made = submit("scene_" + std::to_string(i));
      CAF_CHECK_EQUAL(made.is_good(), i != nth);
      if (i == nth && nth == 2)
        CAF_CHECK_EQUAL(made.text(), "The maker failed: out of paint");
      else if (i == nth)
        CAF_CHECK_EQUAL(made.text(), "No encoder");
    }
  }
}

CAF_TEST(a film is published by a worker) {
  auto good = ask<atom::done>(aut, atom::submit_v, first, std::string{"{1}"});
  CAF_CHECK(good.is_good());
  CAF_CHECK_EQUAL(maker->published.at(0).second, "{1}");
  maker->publish_failure = make_error(ec::io_failed, "No such folder");
  auto bad = ask<atom::done>(aut, atom::submit_v, first, std::string{"{2}"});
  CAF_CHECK_EQUAL(bad.text(), "No such folder");
  CAF_CHECK(submit("scene_1").is_good());
}

CAF_TEST(workers end with their pool) {
  auto down = ask<atom::done>(aut, atom::shutdown_v);
  CAF_CHECK(down.is_good());
  // The scoped actor of the fixture is one, the fake stage the other.
  CAF_CHECK_EQUAL(sys.registry().running(), 3u);
}

CAF_TEST_FIXTURE_SCOPE_END()

CAF_TEST_FIXTURE_SCOPE(media_pool_tests, fixture)

CAF_TEST(idle workers get work at once and the rest waits) {
  start(2);
  auto one = submit(job("scene_1"));
  auto two = submit(job("scene_2"));
  auto three = submit(job("scene_3"));
  names expected{"scene_1", "scene_2"};
  CAF_CHECK_EQUAL(held->names(), expected);
  auto waiting = ask<uint64_t, uint64_t>(aut, atom::ping_v);
  CAF_CHECK_EQUAL(std::get<0>(waiting.values()), 1u);
  CAF_CHECK_EQUAL(std::get<1>(waiting.values()), 2u);
  CAF_CHECK_EQUAL(counters->pieces_queued, 1u);
  CAF_CHECK_EQUAL(counters->pieces_running, 2u);
  finish();
  CAF_CHECK(one.is_good());
  CAF_CHECK(!two.has_come());
  finish();
  finish();
  CAF_CHECK(two.is_good());
  CAF_CHECK(three.is_good());
  CAF_CHECK_EQUAL(counters->pieces_made, 3u);
  CAF_CHECK_EQUAL(counters->pieces_queued, 0u);
  CAF_CHECK_EQUAL(counters->pieces_running, 0u);
}

CAF_TEST(progress reaches the stage) {
  start(1);
  auto made = submit(job("scene_1"));
  held->tick(0.25);
  settle();
  std::vector<double> expected{0.25};
  CAF_CHECK_EQUAL(*ticks, expected);
}

CAF_TEST(two users share the pool however much one asks) {
  start(1);
  std::vector<std::unique_ptr<answer<piece_record>>> answers;
  for (int i = 0; i < 4; ++i)
    answers.emplace_back(new answer<piece_record>{
      sys, [this] { settle(); }, aut, atom::submit_v,
      job("ann_" + std::to_string(i), "ann"), stage});
  for (int i = 0; i < 2; ++i)
    answers.emplace_back(new answer<piece_record>{
      sys, [this] { settle(); }, aut, atom::submit_v,
      job("bob_" + std::to_string(i), "bob", second), stage});
  names order;
  while (!held->jobs.empty()) {
    order.push_back(held->names().front());
    finish();
  }
  names expected{"ann_0", "ann_1", "bob_0", "ann_2", "bob_1", "ann_3"};
  CAF_CHECK_EQUAL(order, expected);
}

CAF_TEST(the higher rank of a user goes first) {
  start(1);
  auto one = submit(job("running"));
  auto two = submit(job("low", "ann", first, priority::low));
  auto three = submit(job("high", "ann", first, priority::high));
  finish();
  names expected{"high"};
  CAF_CHECK_EQUAL(held->names(), expected);
}

CAF_TEST(a full queue refuses) {
  start(1);
  auto stay = submit(job("running"));
  for (size_t i = 0; i < defaults::pool_queue_limit; ++i)
    self->send(aut, atom::submit_v, job("x"), stage);
  settle();
  auto refused = submit(job("one_too_many"));
  CAF_CHECK(refused.code() == ec::unavailable);
  CAF_CHECK_EQUAL(refused.text(), "Too many pieces are waiting to be made");
}

CAF_TEST(cancel drops what waits and stops what runs) {
  start(1);
  auto running = submit(job("scene_1"));
  auto waiting = submit(job("scene_2"));
  auto other = submit(job("scene_1", "ann", second));
  CAF_CHECK(!held->jobs.at(0).stop.stop_requested());
  cancel(first);
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
  CAF_CHECK(running.code() == ec::cancelled);
  CAF_CHECK(waiting.code() == ec::cancelled);
  CAF_CHECK(!other.has_come());
  // The worker is busy until it has noticed; what it says then is late.
  CAF_CHECK_EQUAL(held->jobs.size(), 1u);
  fail(make_error(ec::cancelled, "Stopped"));
  CAF_CHECK(held->jobs.at(0).session == second);
  CAF_CHECK_EQUAL(counters->pieces_failed, 0u);
  finish();
  CAF_CHECK(other.is_good());
}

CAF_TEST(the end of a stage stops its pieces and no others) {
  start(2);
  auto other_stage = sys.spawn(fake_stage, ticks);
  auto lost = ask<piece_record>(aut, atom::submit_v, job("scene_1"),
                                other_stage);
  auto kept = submit(job("scene_2"));
  auto lost_too = ask<piece_record>(aut, atom::submit_v, job("scene_3"),
                                    other_stage);
  end(other_stage);
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
  CAF_CHECK(!held->jobs.at(1).stop.stop_requested());
  CAF_CHECK(lost.code() == ec::cancelled);
  CAF_CHECK(lost_too.code() == ec::cancelled);
  finish(1);
  CAF_CHECK(kept.is_good());
}

CAF_TEST(two workers never make the same piece at once) {
  start(2);
  auto stopped = submit(job("scene_1"));
  cancel(first);
  auto again = submit(job("scene_1"));
  CAF_CHECK_EQUAL(held->jobs.size(), 1u);
  fail(make_error(ec::cancelled, "Stopped"));
  CAF_CHECK_EQUAL(held->jobs.size(), 1u);
  CAF_CHECK(!held->jobs.at(0).stop.stop_requested());
  finish();
  CAF_CHECK(again.is_good());
}

CAF_TEST(a piece over its deadline is stopped) {
  start(2);
  auto old = submit(job("scene_1"));
  pass(5min);
  auto young = submit(job("scene_2"));
  pass(defaults::piece_deadline - 5min - 1s);
  CAF_CHECK(!old.has_come());
  pass(1s);
  CAF_CHECK(old.code() == ec::timeout);
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
  CAF_CHECK(!young.has_come());
  pass(5min);
  CAF_CHECK(young.code() == ec::timeout);
  CAF_CHECK_EQUAL(counters->pieces_failed, 2u);
}

CAF_TEST(a worker that dies is replaced and its piece made by another) {
  start(1);
  auto made = submit(job("scene_1"));
  kill(workers.at(0));
  CAF_CHECK(!made.has_come());
  CAF_REQUIRE_EQUAL(workers.size(), 2u);
  held->jobs.pop_front();
  finish();
  CAF_CHECK(made.is_good());
}

CAF_TEST(a piece that kills two workers fails) {
  start(1);
  auto made = submit(job("scene_1"));
  kill(workers.at(0));
  kill(workers.at(1));
  CAF_CHECK(made.code() == ec::media_failed);
  CAF_CHECK_EQUAL(made.text(), "The worker that made it died");
  held->jobs.clear();
  auto next = submit(job("scene_2"));
  finish();
  CAF_CHECK(next.is_good());
}

CAF_TEST(a pool whose workers can not begin gives up and says so) {
  auto make = [this](const media_pool_actor&) {
    // Never says idle.
    media_worker_actor dead = sys.spawn(
      held_worker, media_pool_actor{}, std::make_shared<desk>());
    workers.push_back(dead);
    return dead;
  };
  aut = spawn_actor(sys, media_pool, media_pool_options{make, 2, counters});
  auto made = submit(job("scene_1"));
  kill(workers.at(0));
  CAF_CHECK(!made.has_come());
  CAF_CHECK_EQUAL(workers.size(), 2u);
  kill(workers.at(1));
  CAF_CHECK(made.code() == ec::unavailable);
  CAF_CHECK(submit(job("scene_2")).code() == ec::unavailable);
}

CAF_TEST(a worker that forgets to answer does not hang its stage) {
  start(1);
  auto made = submit(job("scene_1"));
  caf::send_as(workers.at(0), aut, atom::idle_v, workers.at(0));
  settle();
  CAF_CHECK(made.code() == ec::internal);
}

CAF_TEST(publishing waits its turn beside the users and can be dropped) {
  start(1);
  auto made = submit(job("scene_1"));
  auto film = publish(first);
  auto other = publish(second);
  cancel(first);
  CAF_CHECK(film.code() == ec::cancelled);
  finish();
  names expected{"publish"};
  CAF_CHECK_EQUAL(held->names(), expected);
  finish();
  CAF_CHECK(other.is_good());
}

CAF_TEST(shutdown answers everybody and waits for the workers) {
  start(2);
  auto running = submit(job("scene_1"));
  auto film = publish(first);
  auto waiting = submit(job("scene_2"));
  auto down = ask<atom::done>(aut, atom::shutdown_v);
  CAF_CHECK(running.code() == ec::unavailable);
  CAF_CHECK(film.code() == ec::unavailable);
  CAF_CHECK(waiting.code() == ec::unavailable);
  // These workers read their mailbox at once.
  CAF_CHECK(down.is_good());
}

CAF_TEST(shutdown in between takes nothing new and a second one is harmless) {
  start(1);
  auto running = submit(job("scene_1"));
  auto worker = workers.at(0);
  answer<atom::done> one{sys, [this] {
    // Only the pool reads; the worker is still in its frame loop.
    sched.prioritize(aut);
    sched.run_once();
  }, aut, atom::shutdown_v};
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
  answer<piece_record> late{sys, [this] {
    sched.prioritize(aut);
    sched.run_once();
  }, aut, atom::submit_v, job("scene_2"), stage};
  CAF_CHECK(late.code() == ec::unavailable);
  CAF_CHECK(!one.has_come());
  auto two = ask<atom::done>(aut, atom::shutdown_v);
  CAF_CHECK(one.is_good());
  CAF_CHECK(two.is_good());
}

CAF_TEST_FIXTURE_SCOPE_END()
