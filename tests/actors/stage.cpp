#define CAF_SUITE stage
#include "tests/support/test.hpp"

#include "actors/stage.hpp"

#include "actors/media_pool.hpp"
#include "actors/storekeeper.hpp"
#include "protocol/defaults.hpp"
#include "tests/store/sample_events.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/fake_actors.hpp"
#include "tests/support/fake_film.hpp"
#include "tests/support/fake_store.hpp"

#include <stdexcept>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

using names = std::vector<std::string>;

/// A stage between a noting session, a memory store and a pool whose workers
/// are held by the test.
struct fixture : actor_fixture {
  session_id id = id_of(1);
  std::shared_ptr<desk> held = std::make_shared<desk>();
  std::shared_ptr<fake_store> store = std::make_shared<fake_store>();
  std::shared_ptr<stage_notes> notes = std::make_shared<stage_notes>();
  metrics_ptr counters = std::make_shared<metrics>();
  session_actor session = sys.spawn(fake_session, notes);
  storekeeper_actor storekeeper
    = spawn_actor(sys, troupe::storekeeper, store, counters);
  media_pool_actor pool = start_pool(4);
  stage_rules rules = fake_rules();
  std::vector<piece_record> known;
  stage_self aut;

  fixture() {
    ask<uint64_t>(storekeeper, atom::append_v, std::vector{started(id)})
      .value();
  }

  ~fixture() override {
    end(session, pool, storekeeper);
    if (aut)
      end(aut);
  }

  media_pool_actor start_pool(size_t workers) {
    auto make = [this](const media_pool_actor& to) -> media_worker_actor {
      return sys.spawn(held_worker, to, held);
    };
    return spawn_actor(sys, media_pool,
                       media_pool_options{make, workers, counters});
  }

  void run(stage at, const std::string& inputs = "{}") {
    aut = spawn_stage(sys, {{id, user_id{"ann"}, at, 1, inputs},
                            known,
                            session,
                            storekeeper,
                            pool,
                            rules,
                            counters});
    self->send(aut, atom::run_v);
    settle();
  }

  void finish(size_t nth = 0) {
    held->finish(nth);
    settle();
  }

  std::vector<piece_record> recorded() {
    auto log = store->inner->load(id);
    return log->pieces;
  }

  const stage_report& report() {
    CAF_REQUIRE_EQUAL(notes->reports.size(), 1u);
    return notes->reports.front();
  }

  void check_failed(const std::string& why) {
    CAF_CHECK(report().outcome == stage_outcome::failed);
    CAF_CHECK_EQUAL(report().failure, why);
    CAF_CHECK(is_gone());
  }

  bool is_gone() {
    // A request to an actor that has ended is answered by an error at once.
    auto asked = ask<uint64_t>(caf::actor_cast<caf::actor>(aut), uint64_t{1});
    return asked.code() == ec::unavailable;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(stage_tests, fixture)

CAF_TEST(pieces are made as soon as what they need is recorded) {
  run(stage::render);
  names scenes{"scene_1", "scene_2", "scene_3"};
  CAF_CHECK_EQUAL(held->names(), scenes);
  finish();
  finish();
  CAF_CHECK_EQUAL(notes->records.size(), 2u);
  CAF_CHECK(recorded() == notes->records);
  CAF_CHECK(notes->reports.empty());
  finish();
  names film{"film"};
  CAF_REQUIRE_EQUAL(held->names(), film);
  names needs;
  for (auto& x : held->jobs.at(0).job.needs)
    needs.push_back(x.name);
  CAF_CHECK_EQUAL(needs, scenes);
  finish();
  CAF_CHECK(report().outcome == stage_outcome::completed);
  auto data = json::parse(report().data);
  CAF_REQUIRE(data);
  CAF_CHECK_EQUAL(data->at("pieces").size(), 4u);
  CAF_CHECK(is_gone());
}

CAF_TEST(a film can be watched when its sound and first pictures are there) {
  auto key = [](char digit) { return content_key{std::string(64, digit)}; };
  rules.plan = [key](stage, const json&) -> result<std::vector<piece>> {
    return std::vector<piece>{
      {piece_kind::soundtrack, "sound", "{}", {}, key('1'), 1},
      {piece_kind::live, "live", "{}", {"sound"}, key('2'), 1},
      {piece_kind::segment, "scene_1", "{}", {}, key('3'), 1},
      {piece_kind::segment, "scene_2", "{}", {}, key('4'), 1},
      {piece_kind::segment, "scene_3", "{}", {}, key('5'), 1},
    };
  };
  rules.live_url = [](const session_id& id, const content_key& live) {
    return "/" + id.str() + "/" + live.str();
  };
  end(pool);
  pool = start_pool(2);
  run(stage::render);
  names first{"sound", "scene_1"};
  CAF_CHECK_EQUAL(held->names(), first);
  finish();
  finish();
  // It was asked for last and goes first.
  names second{"scene_2", "live"};
  CAF_CHECK_EQUAL(held->names(), second);
  CAF_CHECK(notes->progress.back().live_url.empty());
  finish(1);
  CAF_CHECK_EQUAL(notes->progress.back().live_url,
                  "/" + id.str() + "/" + key('2').str());
}

CAF_TEST(a piece is told to the session only when it is recorded) {
  store->refuse = [](auto) { return make_error(ec::no_space, "Disk full"); };
  run(stage::scenes);
  finish();
  CAF_CHECK(notes->records.empty());
  check_failed("A finished piece could not be recorded: Disk full");
}

CAF_TEST(known pieces are not made again) {
  auto plan = fake_plan(stage::render, {});
  known = {record_of(plan->at(0)), record_of(plan->at(2))};
  run(stage::render);
  names expected{"scene_2"};
  CAF_CHECK_EQUAL(held->names(), expected);
  CAF_CHECK_EQUAL(counters->pieces_reused, 2u);
  finish();
  finish();
  CAF_CHECK(report().outcome == stage_outcome::completed);
}

CAF_TEST(a stage whose pieces are all known makes nothing) {
  auto plan = fake_plan(stage::render, {});
  for (auto& x : *plan)
    known.push_back(record_of(x));
  run(stage::render);
  CAF_CHECK(held->jobs.empty());
  CAF_CHECK(report().outcome == stage_outcome::completed);
}

CAF_TEST(equal pieces are made once and keep their names) {
  rules.plan = [](stage at, const json&) -> result<std::vector<piece>> {
    auto one = fake_piece(at, "scene_1", "same");
    auto two = one;
    two.name = "scene_2";
    auto three = fake_piece(at, "film", "");
    three.needs = {"scene_1", "scene_2"};
    return std::vector{one, two, three};
  };
  run(stage::visuals);
  names expected{"scene_1"};
  CAF_CHECK_EQUAL(held->names(), expected);
  finish();
  CAF_REQUIRE_EQUAL(held->jobs.size(), 1u);
  auto needs = held->jobs.at(0).job.needs;
  CAF_CHECK_EQUAL(needs.at(0).name, "scene_1");
  CAF_CHECK_EQUAL(needs.at(1).name, "scene_2");
  CAF_CHECK(needs.at(0).key == needs.at(1).key);
}

CAF_TEST(each piece that fails fails the run and stops the rest) {
  for (size_t nth = 0; nth < 3; ++nth) {
    notes->reports.clear();
    run(stage::visuals);
    held->fail(make_error(ec::media_failed, "No font"), nth);
    settle();
    check_failed("No font");
    CAF_REQUIRE_EQUAL(held->jobs.size(), 2u);
    for (auto& x : held->jobs)
      CAF_CHECK(x.stop.stop_requested());
    while (!held->jobs.empty())
      finish();
    CAF_CHECK_EQUAL(notes->reports.size(), 1u);
  }
}

CAF_TEST(failed animations are skipped) {
  run(stage::animations);
  held->fail(make_error(ec::media_failed, "No font"));
  settle();
  CAF_CHECK(report().outcome == stage_outcome::skipped);
  auto data = json::parse(report().data);
  CAF_REQUIRE(data);
  CAF_CHECK_EQUAL(data->text("status"), "skipped");
  CAF_CHECK_EQUAL(data->text("message"), "Animations were skipped: No font");
}

CAF_TEST(rules that refuse or throw fail the run with their words) {
  auto good = rules;
  auto refuse = make_error(ec::invalid_argument, "No scenes");
  rules.plan = [&](stage, const json&) { return refuse; };
  run(stage::visuals);
  check_failed("No scenes");
  notes->reports.clear();
  rules.plan = [](stage, const json&) -> result<std::vector<piece>> {
    throw std::runtime_error("a bug");
  };
  run(stage::visuals);
  check_failed("a bug");
  notes->reports.clear();
  rules = good;
  rules.assemble = [&](auto&&...) { return refuse; };
  run(stage::scenes);
  finish();
  check_failed("No scenes");
}

CAF_TEST(a plan that can not be worked off is refused) {
  rules.plan = [](stage at, const json&) -> result<std::vector<piece>> {
    auto x = fake_piece(at, "film", "");
    x.needs = {"scene_9"};
    return std::vector{x};
  };
  run(stage::render);
  check_failed("The plan names an unknown piece: scene_9");
  notes->reports.clear();
  rules.plan = [](stage at, const json&) -> result<std::vector<piece>> {
    return std::vector(2, fake_piece(at, "film", ""));
  };
  run(stage::render);
  check_failed("The plan names a piece twice: film");
  notes->reports.clear();
  rules = fake_rules();
  run(stage::render, "[");
  CAF_CHECK(report().outcome == stage_outcome::failed);
}

CAF_TEST(cancel ends it without a report and the pool stops its pieces) {
  run(stage::visuals);
  self->send(aut, atom::cancel_v);
  settle();
  CAF_CHECK(is_gone());
  for (auto& x : held->jobs)
    CAF_CHECK(x.stop.stop_requested());
  while (!held->jobs.empty())
    finish();
  CAF_CHECK(notes->reports.empty());
  CAF_CHECK(notes->records.empty());
  CAF_CHECK(recorded().empty());
}

CAF_TEST(it ends with its session) {
  run(stage::visuals);
  end(session);
  CAF_CHECK(is_gone());
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
}

CAF_TEST(progress grows to the end and tells the time left) {
  run(stage::visuals);
  pass(10s);
  held->tick(0.5, 1);
  settle();
  CAF_REQUIRE_EQUAL(notes->progress.size(), 1u);
  auto first = notes->progress.back();
  CAF_CHECK(first.at == stage::visuals);
  CAF_CHECK_EQUAL(first.message, "Painting scene 2 of 3");
  // A sixth took 10 s.
  CAF_CHECK(std::abs(first.percent - 100.0 / 6) < 0.01);
  CAF_CHECK(std::abs(first.eta_seconds - 50) < 0.1);
  held->tick(0.25, 1);
  settle();
  CAF_CHECK(notes->progress.back().percent >= first.percent);
  finish();
  finish();
  finish();
  CAF_CHECK(notes->progress.back().percent > 99.99);
  CAF_CHECK(notes->progress.back().eta_seconds < 0.01);
}

CAF_TEST(reused pieces count as done but not for the speed) {
  auto plan = fake_plan(stage::visuals, {});
  known = {record_of(plan->at(0)), record_of(plan->at(1))};
  run(stage::visuals);
  pass(10s);
  held->tick(0.5);
  settle();
  CAF_CHECK(std::abs(notes->progress.back().percent - 250.0 / 3) < 0.01);
  CAF_CHECK(std::abs(notes->progress.back().eta_seconds - 10) < 0.1);
}

CAF_TEST(a pool that has no room is asked again) {
  end(pool);
  run(stage::scenes);
  CAF_CHECK(notes->reports.empty());
  pool = start_pool(1);
  settle();
  self->send(aut, atom::internal_v, pool);
  pass(1s);
  CAF_CHECK(held->jobs.empty());
  pass(1s);
  CAF_REQUIRE_EQUAL(held->jobs.size(), 1u);
  finish();
  CAF_CHECK(report().outcome == stage_outcome::completed);
}

CAF_TEST(a new pool is given what the old one took with it) {
  run(stage::visuals);
  finish();
  end(pool);
  held->jobs.clear();
  end(pool);
  pool = start_pool(2);
  self->send(aut, atom::internal_v, pool);
  pass(2s);
  finish();
  finish();
  CAF_CHECK(report().outcome == stage_outcome::completed);
  // Two of three, and the first is not made twice.
  CAF_CHECK_EQUAL(counters->pieces_made, 3u);
}

CAF_TEST(a stage without a pool gives up at its deadline) {
  end(pool);
  run(stage::scenes);
  pass(defaults::piece_wait - 3s);
  CAF_CHECK(notes->reports.empty());
  pass(2s);
  pass(2s);
  check_failed("The stage took too long");
}

CAF_TEST(a piece that hangs ends the run at the deadline of the pool) {
  run(stage::scenes);
  pass(defaults::piece_deadline);
  check_failed("The work took too long and was stopped");
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
}

CAF_TEST(a worker that makes something else fails the run) {
  run(stage::scenes);
  held->jobs.at(0).job.work.key = content_key{"other"};
  finish();
  check_failed("The worker made another piece than text");
}

CAF_TEST_FIXTURE_SCOPE_END()
