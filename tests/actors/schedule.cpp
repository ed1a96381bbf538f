#define CAF_SUITE schedule
#include "tests/support/test.hpp"

#include "protocol/defaults.hpp"
#include "tests/support/engine_fixture.hpp"
#include "tests/support/seeds.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

// The promises of a session under every order of messages: all actors are
// real, the scheduler picks who reads next by a seed, and now and then a
// worker finishes, fails or dies, an actor is killed, the store refuses, time
// passes or the whole process is gone.
//   P1 an answered command is in the log
//   P2 what a watcher has seen is in the log, never changed
//   P3 each stage version is completed at most once; seqs have no gap; a
//      recorded piece is not made again
//   P4 at most one terminal event, and nothing after it

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

bool is_terminal(event_kind x) {
  return x == event_kind::pipeline_complete || x == event_kind::stopped;
}

uint64_t current_seed = 0;

/// A check that fails aborts; this is where to look.
void say_seed(int) {
  std::fprintf(stderr, "TROUPE_TEST_SEED=%llu\n",
               static_cast<unsigned long long>(current_seed));
}

/// One session's life under one seed.
struct world : engine_fixture {
  world() : engine_fixture{workers_are::held, 3} {}

  random_source random{0};
  session_id id;
  /// Everything any watcher has ever heard, by seq.
  std::map<uint64_t, session_event> heard;
  std::vector<std::shared_ptr<watch_notes>> listening;
  std::vector<watcher_actor> watchers;
  std::vector<std::unique_ptr<answer<uint64_t>>> asked;
  uint64_t promised = 0;
  bool store_is_ill = false;
  /// Some actors read one message each, whoever the seed says.
  void shuffle(size_t steps) {
    for (size_t i = 0; i < steps && sched.has_job(); ++i) {
      auto& jobs = sched.jobs;
      std::swap(jobs.front(), jobs[random.below(jobs.size())]);
      sched.run_once();
    }
  }

  void begin(uint64_t seed) {
    random = random_source{seed};
    auto policy = random.one_in(2) ? review_policy::accept_all
                                   : review_policy::wait_for_accept;
    id = create(film(policy));
    look_in();
  }

  void look_in() {
    auto notes = std::make_shared<watch_notes>();
    auto who = sys.spawn(fake_watcher, notes);
    uint64_t last = heard.empty() ? 0 : heard.rbegin()->first;
    self->send(aut, atom::watch_v, who, random.below(last + 1),
               watch_mode::events_and_progress);
    watchers.push_back(who);
    listening.push_back(notes);
  }

  void ask_something() {
    constexpr std::array all{
      command_kind::accept,     command_kind::accept,
      command_kind::accept,     command_kind::regenerate,
      command_kind::go_to,      command_kind::accept_all,
      command_kind::edit,       command_kind::stop};
    auto x = command_of(all[random.below(all.size() - random.below(2))]);
    x.version = static_cast<uint32_t>(1 + random.below(2));
    x.feedback = random.one_in(2) ? "shorter" : "";
    asked.emplace_back(new answer<uint64_t>{sys, [] {}, aut, x});
  }

  void work() {
    if (held->jobs.empty())
      return;
    auto nth = random.below(held->jobs.size());
    if (held->jobs[nth].stop.stop_requested() || random.one_in(12))
      held->fail(make_error(ec::media_failed, "No luck"), nth);
    else if (random.one_in(3))
      held->tick(static_cast<double>(random.below(100)) / 100, nth);
    else
      held->finish(nth);
  }

  void harm() {
    switch (random.below(7)) {
      case 0:
        if (last_stage)
          caf::anon_send_exit(last_stage, caf::exit_reason::kill);
        break;
      case 1: caf::anon_send_exit(aut, caf::exit_reason::kill); break;
      case 2:
        if (!held->jobs.empty())
          caf::anon_send_exit(held->take(0).worker, caf::exit_reason::kill);
        break;
      case 3:
        store_is_ill = !store_is_ill;
        store->refuse = [ill = store_is_ill](auto) -> error {
          return ill ? make_error(ec::no_space, "Disk full") : error{};
        };
        break;
      case 4:
        sched.advance_time(defaults::session_grace);
        break;
      case 5:
        caf::anon_send(aut, atom::shutdown_v, std::string{"unloaded"});
        break;
      case 6:
        note();
        restart();
        break;
    }
  }

  /// Takes down what was heard and answered; P2 on the way.
  void note() {
    for (auto& notes : listening) {
      uint64_t last = 0;
      for (auto& x : notes->events) {
        CAF_REQUIRE(last == 0 || x.seq == last + 1);
        last = x.seq;
        auto [at, is_new] = heard.emplace(x.seq, x);
        CAF_REQUIRE(at->second == x);
      }
    }
    for (auto& x : asked)
      if (x->is_good())
        promised = std::max(promised, x->value());
    std::erase_if(asked, [](auto& x) { return x->has_come(); });
  }

  void check_log() {
    auto log = store->inner->load(id);
    CAF_REQUIRE(log);
    auto& events = log->events;
    CAF_REQUIRE(promised <= events.size());
    std::set<std::pair<std::string, int64_t>> done;
    for (size_t i = 0; i < events.size(); ++i) {
      auto& x = events[i];
      CAF_REQUIRE_EQUAL(x.seq, i + 1);
      CAF_REQUIRE(!is_terminal(x.kind) || i + 1 == events.size());
      if (x.kind == event_kind::stage_completed) {
        auto body = json::parse(x.body);
        auto version = std::pair{body->text("stage"), body->integer("version")};
        CAF_REQUIRE(done.insert(version).second);
      }
    }
    for (auto& [seq, x] : heard) {
      CAF_REQUIRE(seq <= events.size());
      CAF_REQUIRE(x == events[seq - 1]);
    }
    std::set<content_key> keys;
    for (auto& x : log->pieces)
      CAF_REQUIRE(keys.insert(x.key).second);
  }

  /// P3: what is recorded is not on anybody's desk again. A job that was
  /// given out before the record may still lie there.
  void check_desk(const session_log& before) {
    for (auto& job : held->jobs)
      for (auto& piece : before.pieces)
        CAF_REQUIRE(job.film.size() || job.job.work.key != piece.key);
  }

  /// Everything heals, and then every film can be brought to its end.
  void finish() {
    store_is_ill = false;
    store->refuse = {};
    note();
    restart();
    auto before = store->inner->load(id);
    aut = find(id);
    check_desk(*before);
    look_in();
    for (int i = 0; i < 400; ++i) {
      settle();
      if (!held->jobs.empty()) {
        held->finish();
        continue;
      }
      auto log = store->inner->load(id);
      auto last = log->events.back().kind;
      if (is_terminal(last))
        break;
      auto kind = last == event_kind::stage_failed ? command_kind::regenerate
                                                   : command_kind::accept;
      CAF_REQUIRE(command(kind).is_good());
    }
    settle();
    note();
    auto log = store->inner->load(id);
    CAF_REQUIRE(is_terminal(log->events.back().kind));
    auto notes = watch();
    CAF_REQUIRE(notes->events == log->events);
  }

  void end_world() {
    note();
    for (auto& x : watchers)
      caf::anon_send_exit(x, caf::exit_reason::kill);
    watchers.clear();
    listening.clear();
    asked.clear();
    heard.clear();
    promised = 0;
    aut = nullptr;
    restart();
    store = std::make_shared<fake_store>();
    restart();
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(schedule_tests, world)

CAF_TEST(every order of messages and every fault keeps the promises) {
  spdlog::set_level(spdlog::level::off);
  auto text = std::getenv("TROUPE_TEST_SCHEDULES");
  auto count = text ? std::strtoull(text, nullptr, 10) : 3'000;
  size_t ended = 0;
  std::signal(SIGABRT, say_seed);
  for (auto seed : seeds(count)) {
    current_seed = seed;
    begin(seed);
    auto steps = 20 + random.below(60);
    for (size_t i = 0; i < steps; ++i) {
      shuffle(1 + random.below(12));
      switch (random.below(10)) {
        case 0: case 1: case 2: case 3: case 4: work(); break;
        case 5: case 6: case 7: ask_something(); break;
        case 8: look_in(); break;
        case 9:
          if (random.one_in(4))
            harm();
          break;
      }
      // A door that finds its session gone looks for it again.
      if (random.one_in(6)) {
        answer<session_actor> found{sys, [this] { shuffle(25); }, registry,
                                    atom::find_v, id};
        if (found.is_good())
          aut = found.value();
      }
    }
    settle();
    note();
    check_log();
    finish();
    check_log();
    ++ended;
    end_world();
  }
  std::signal(SIGABRT, SIG_DFL);
  CAF_CHECK_EQUAL(ended, count);
  spdlog::set_level(spdlog::level::info);
}

CAF_TEST_FIXTURE_SCOPE_END()
