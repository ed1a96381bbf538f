#define CAF_SUITE session
#include "tests/support/test.hpp"

#include "protocol/defaults.hpp"
#include "tests/support/engine_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

using kinds = std::vector<event_kind>;

constexpr auto started = event_kind::session_started;
constexpr auto running = event_kind::stage_running;
constexpr auto completed = event_kind::stage_completed;
constexpr auto failed = event_kind::stage_failed;
constexpr auto complete = event_kind::pipeline_complete;
constexpr auto stopped = event_kind::stopped;

/// Workers make everything at once.
struct fixture : engine_fixture {
  fixture() : engine_fixture{workers_are::real} {}

  /// Up to the review of the last stage.
  void walk_to_render() {
    for (int i = 0; i < 4; ++i)
      CAF_REQUIRE(command(command_kind::accept).is_good());
  }
};

/// Workers finish when the test says so.
struct held_fixture : engine_fixture {
  held_fixture() : engine_fixture{workers_are::held, 4} {}

  void finish(size_t nth = 0) {
    held->finish(nth);
    settle();
  }

  void finish_all() {
    while (!held->jobs.empty())
      finish();
  }

  /// A film whose visuals are being made.
  session_id create_in_visuals() {
    auto id = create();
    finish();
    command(command_kind::accept);
    finish();
    command(command_kind::accept);
    CAF_REQUIRE_EQUAL(held->jobs.size(), 3u);
    return id;
  }
};

void check_seqs(const std::vector<session_event>& events, uint64_t after) {
  for (auto& x : events)
    CAF_CHECK_EQUAL(x.seq, ++after);
}

std::string member(const session_event& x, std::string_view name) {
  auto body = json::parse(x.body);
  return body ? body->text(name) : std::string{};
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(session_tests, fixture)

CAF_TEST(a film by hand from start to complete) {
  auto id = create();
  auto notes = watch();
  kinds expected{started, running, completed};
  CAF_CHECK_EQUAL(notes->kinds(), expected);
  uint64_t seq = 3;
  for (int i = 0; i < 4; ++i) {
    auto answer = command(command_kind::accept);
    CAF_CHECK_EQUAL(answer.value(), ++seq);
    ++seq;
    expected.insert(expected.end(), {running, completed});
  }
  CAF_CHECK_EQUAL(notes->kinds(), expected);
  CAF_CHECK(maker->published.empty());
  CAF_CHECK(command(command_kind::accept).is_good());
  expected.push_back(complete);
  CAF_CHECK_EQUAL(notes->kinds(), expected);
  CAF_CHECK_EQUAL(log_kinds(id), expected);
  check_seqs(notes->events, 0);
  CAF_REQUIRE_EQUAL(maker->published.size(), 1u);
  CAF_CHECK(maker->published.front().first == id);
  auto path = "videos/" + id.str() + "/final.mp4";
  CAF_CHECK_EQUAL(member(notes->events.back(), "video_path"), path);
  CAF_CHECK_EQUAL(counters->sessions_started, 1u);
  CAF_CHECK_EQUAL(counters->sessions_completed, 1u);
  CAF_CHECK_EQUAL(counters->stages_completed, 5u);
}

CAF_TEST(a film that accepts by itself needs nobody) {
  auto id = create(film(review_policy::accept_all));
  auto kinds = log_kinds(id);
  CAF_CHECK_EQUAL(kinds.size(), 12u);
  CAF_CHECK(kinds.back() == complete);
  CAF_CHECK_EQUAL(maker->published.size(), 1u);
}

CAF_TEST(after the end every command is refused and watching still works) {
  create(film(review_policy::accept_all));
  for (auto kind : {command_kind::accept, command_kind::stop}) {
    auto answer = command(kind);
    CAF_CHECK(answer.code() == ec::invalid_state);
    CAF_CHECK_EQUAL(answer.text(), "No active session");
  }
  CAF_CHECK_EQUAL(watch()->events.size(), 12u);
}

CAF_TEST(regenerate makes what was asked and reuses the rest) {
  create();
  walk_to_render();
  session_command x;
  x.kind = command_kind::regenerate;
  x.feedback = "brighter";
  x.scenes = {2};
  auto notes = watch();
  CAF_CHECK(command(x).is_good());
  CAF_CHECK_EQUAL(maker->count("scene_1"), 3u);
  CAF_CHECK_EQUAL(maker->count("scene_2"), 4u);
  CAF_CHECK_EQUAL(maker->count("film"), 2u);
  auto& last = notes->events.back();
  CAF_CHECK(last.kind == completed);
  auto body = json::parse(last.body);
  CAF_CHECK_EQUAL(body->integer("version"), 2);
}

CAF_TEST(a stage that fails waits for a person and can be tried again) {
  for (int nth = 1; nth <= 3; ++nth) {
    int calls = 0;
    maker->on_make = [&](const piece_job&) -> error {
      if (++calls == nth)
        return make_error(ec::media_failed, "API timeout");
      return {};
    };
    create();
    auto notes = watch();
    for (int i = 1; i < nth; ++i)
      command(command_kind::accept);
    auto& last = notes->events.back();
    CAF_CHECK(last.kind == failed);
    CAF_CHECK_EQUAL(member(last, "error"), "API timeout");
    CAF_CHECK(command(command_kind::accept).code() == ec::invalid_state);
    CAF_CHECK(command(command_kind::regenerate).is_good());
    CAF_CHECK(notes->events.back().kind == completed);
  }
}

CAF_TEST(a film that can not be published waits and can be accepted again) {
  create();
  walk_to_render();
  auto notes = watch();
  maker->publish_failure = make_error(ec::no_space, "Disk full");
  CAF_CHECK(command(command_kind::accept).is_good());
  CAF_CHECK(notes->events.back().kind == failed);
  CAF_CHECK_EQUAL(member(notes->events.back(), "error"), "Disk full");
  maker->publish_failure = {};
  CAF_CHECK(command(command_kind::regenerate).is_good());
  CAF_CHECK(command(command_kind::accept).is_good());
  CAF_CHECK(notes->events.back().kind == complete);
}

CAF_TEST(watching from any seq gives the rest once and in order) {
  create();
  walk_to_render();
  for (uint64_t since = 0; since <= 11; ++since) {
    auto notes = watch(since);
    CAF_CHECK_EQUAL(notes->events.size(), 11 - since);
    check_seqs(notes->events, since);
  }
}

CAF_TEST(watching from beyond the end is refused) {
  create();
  auto notes = std::make_shared<watch_notes>();
  auto who = sys.spawn(fake_watcher, notes);
  auto answer = ask<uint64_t>(aut, atom::watch_v, who, uint64_t{4},
                              watch_mode::events);
  CAF_CHECK(answer.code() == ec::invalid_argument);
  CAF_CHECK_EQUAL(answer.text(), "since: the session has only 3 events");
  command(command_kind::accept);
  CAF_CHECK(notes->events.empty());
}

CAF_TEST(a watcher that watches again starts over and hears each event once) {
  create();
  auto notes = watch();
  ask<uint64_t>(aut, atom::watch_v, watcher, uint64_t{2}, watch_mode::events);
  CAF_CHECK_EQUAL(notes->events.size(), 4u);
  command(command_kind::accept);
  CAF_CHECK_EQUAL(notes->events.size(), 6u);
  self->send(aut, atom::unwatch_v, watcher);
  command(command_kind::accept);
  CAF_CHECK_EQUAL(notes->events.size(), 6u);
}

CAF_TEST(a watcher that dies is forgotten and others hear on) {
  create();
  auto gone = watch();
  end(watcher);
  auto notes = watch();
  command(command_kind::accept);
  CAF_CHECK_EQUAL(notes->events.size(), 5u);
  CAF_CHECK_EQUAL(gone->events.size(), 3u);
}

CAF_TEST(a session nobody watches leaves and comes back as it was) {
  auto id = create();
  auto notes = watch();
  pass(defaults::session_grace * 3);
  CAF_CHECK_EQUAL(counters->sessions_active, 1u);
  end(watcher);
  pass(defaults::session_grace - 1s);
  CAF_CHECK_EQUAL(counters->sessions_active, 1u);
  // Somebody looks in again: the grace begins anew.
  watch();
  pass(defaults::session_grace);
  end(watcher);
  pass(defaults::session_grace - 1s);
  CAF_CHECK_EQUAL(counters->sessions_active, 1u);
  pass(2s);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
  CAF_CHECK(command(command_kind::accept).code() == ec::unavailable);
  auto old = aut;
  aut = find(id);
  CAF_CHECK(aut != old);
  CAF_CHECK_EQUAL(counters->sessions_restored, 1u);
  auto again = watch();
  CAF_CHECK(again->events == notes->events);
  CAF_CHECK_EQUAL(command(command_kind::accept).value(), 4u);
  CAF_CHECK(again->events.back().kind == completed);
}

CAF_TEST(a finished session stays for its watchers and then leaves) {
  create(film(review_policy::accept_all));
  watch();
  pass(defaults::session_grace * 2);
  CAF_CHECK_EQUAL(counters->sessions_active, 1u);
  end(watcher);
  pass(defaults::session_grace + 1s);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
}

CAF_TEST(when the log can not be written nobody hears what is not in it) {
  for (int nth = 1; nth <= 3; ++nth) {
    store->refuse = {};
    auto id = create();
    auto notes = watch();
    // The pieces of a stage are recorded in batches of their own.
    int events = 0;
    store->refuse = [&](std::span<const store_operation> batch) -> error {
      if (std::holds_alternative<append_operation>(batch.front())
          && ++events == nth)
        return make_error(ec::no_space, "Disk full");
      return {};
    };
    auto answer = command(command_kind::accept);
    for (int i = 1; i < 3 && answer.is_good() && notes->goodbyes.empty(); ++i)
      command(command_kind::accept);
    CAF_CHECK_EQUAL(answer.is_good(), nth != 1);
    CAF_REQUIRE_EQUAL(notes->goodbyes.size(), 1u);
    CAF_CHECK_EQUAL(notes->goodbyes.front(),
                    "The session's log can't be written: Disk full");
    auto stored = store->inner->load(id);
    CAF_CHECK(notes->events == stored->events);
    // The log is right: from there it goes on.
    store->refuse = {};
    aut = find(id);
    auto again = watch();
    CAF_CHECK(again->kinds().back() == completed);
    CAF_CHECK(command(command_kind::accept).is_good());
  }
}

CAF_TEST(progress goes only to those who asked) {
  create();
  auto without = watch();
  auto first = watcher;
  // Nobody listened to the progress before; it uses up no interval.
  auto with = watch(0, watch_mode::events_and_progress);
  command(command_kind::accept);
  CAF_CHECK(without->progress.empty());
  CAF_CHECK(!with->progress.empty());
}

CAF_TEST_FIXTURE_SCOPE_END()

CAF_TEST_FIXTURE_SCOPE(session_in_mid_stage_tests, held_fixture)

CAF_TEST(accept while a stage runs is refused and changes nothing) {
  create();
  auto notes = watch();
  auto answer = command(command_kind::accept);
  CAF_CHECK(answer.code() == ec::invalid_state);
  finish();
  kinds expected{started, running, completed};
  CAF_CHECK_EQUAL(notes->kinds(), expected);
}

CAF_TEST(stop in mid stage stops the work and nothing comes after it) {
  auto id = create_in_visuals();
  auto notes = watch();
  CAF_CHECK(command(command_kind::stop).is_good());
  CAF_CHECK(notes->kinds().back() == stopped);
  for (auto& x : held->jobs)
    CAF_CHECK(x.stop.stop_requested());
  finish_all();
  CAF_CHECK(notes->kinds().back() == stopped);
  CAF_CHECK(log_kinds(id).back() == stopped);
  CAF_CHECK_EQUAL(counters->pieces_running, 0u);
  CAF_CHECK_EQUAL(counters->sessions_stopped, 1u);
}

CAF_TEST(stop reaches the worker before the disk has answered) {
  create_in_visuals();
  answer<uint64_t> stop{sys, [this] {
    // Session and pool read; the storekeeper does not.
    sched.prioritize(aut);
    sched.run_once();
    sched.prioritize(pool);
    sched.run_once();
  }, aut, command_of(command_kind::stop)};
  for (auto& x : held->jobs)
    CAF_CHECK(x.stop.stop_requested());
  CAF_CHECK(!stop.has_come());
  settle();
  CAF_CHECK(stop.is_good());
}

CAF_TEST(stop while the film is being published ends it) {
  auto id = create(film(review_policy::accept_all));
  while (held->names() != std::vector<std::string>{"publish"})
    finish();
  auto notes = watch();
  CAF_CHECK(command(command_kind::stop).is_good());
  finish_all();
  CAF_CHECK(notes->kinds().back() == stopped);
  auto kinds = log_kinds(id);
  CAF_CHECK_EQUAL(std::ranges::count(kinds, complete), 0);
}

CAF_TEST(a stage that dies fails the stage) {
  create_in_visuals();
  auto notes = watch();
  auto job = held->jobs.at(0);
  end(last_stage);
  CAF_CHECK(notes->kinds().back() == failed);
  CAF_CHECK_EQUAL(member(notes->events.back(), "error"),
                  "The stage ended unexpectedly: unavailable");
  CAF_CHECK(job.stop.stop_requested());
  CAF_CHECK(command(command_kind::regenerate).is_good());
}

CAF_TEST(watching in the middle leaves no gap and no double) {
  create();
  auto first = watch();
  // Asked in the same moment; the scheduler decides who is served when.
  auto notes = std::make_shared<watch_notes>();
  auto who = sys.spawn(fake_watcher, notes);
  auto asker = caf::scoped_actor{sys};
  asker->send(aut, command_of(command_kind::stop));
  asker->send(aut, atom::watch_v, who, uint64_t{1}, watch_mode::events);
  settle();
  check_seqs(notes->events, 1);
  CAF_CHECK_EQUAL(notes->events.size() + 1, first->events.size());
}

CAF_TEST(progress comes at most once an interval and never goes back) {
  create_in_visuals();
  auto notes = watch(0, watch_mode::events_and_progress);
  for (int i = 1; i <= 100; ++i) {
    held->tick(i % 2 ? i / 100.0 : i / 200.0, i % 3);
    pass(10ms);
  }
  CAF_CHECK(notes->progress.size() >= 4);
  CAF_CHECK(notes->progress.size() <= 6);
  double last = 0;
  for (auto& x : notes->progress) {
    CAF_CHECK(x.percent >= last);
    last = x.percent;
  }
}

CAF_TEST(a crash in mid stage makes only what was not recorded) {
  auto id = create_in_visuals();
  finish(1);
  restart();
  aut = find(id);
  auto notes = watch();
  std::vector<std::string> expected{"scene_1", "scene_3"};
  CAF_CHECK_EQUAL(held->names(), expected);
  finish_all();
  CAF_CHECK(notes->kinds().back() == completed);
  check_seqs(notes->events, 0);
}

CAF_TEST(a crash while publishing asks for the accept again) {
  auto id = create();
  for (int i = 0; i < 4; ++i) {
    finish_all();
    command(command_kind::accept);
  }
  finish_all();
  command(command_kind::accept);
  CAF_REQUIRE_EQUAL(held->first_name(), "publish");
  restart();
  aut = find(id);
  auto notes = watch();
  CAF_CHECK(notes->kinds().back() == completed);
  CAF_CHECK(held->jobs.empty());
  command(command_kind::accept);
  finish();
  CAF_CHECK(notes->kinds().back() == complete);
}

CAF_TEST(shutdown keeps what is in the log and tells the watchers why) {
  auto id = create_in_visuals();
  auto notes = watch();
  auto before = log_kinds(id);
  self->send(aut, atom::shutdown_v, std::string{"shutting down"});
  settle();
  std::vector<std::string> expected{"shutting down"};
  CAF_CHECK_EQUAL(notes->goodbyes, expected);
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
  CAF_CHECK_EQUAL(log_kinds(id), before);
  finish_all();
  aut = find(id);
  CAF_CHECK_EQUAL(held->jobs.size(), 3u);
  finish_all();
  CAF_CHECK(watch()->kinds().back() == completed);
}

CAF_TEST(shutdown waits for the commit that is under way) {
  auto id = create();
  finish();
  auto notes = watch();
  answer<uint64_t> accept{sys, [this] {
    sched.prioritize(aut);
    sched.run_once();
    self->send(aut, atom::shutdown_v, std::string{"shutting down"});
    sched.prioritize(aut);
    sched.run_once();
  }, aut, session_command{}};
  CAF_CHECK(notes->goodbyes.empty());
  settle();
  CAF_CHECK(accept.is_good());
  CAF_CHECK(notes->kinds().back() == running);
  CAF_CHECK_EQUAL(notes->goodbyes.size(), 1u);
  // Announced but not begun; it begins after the restore.
  CAF_CHECK(held->jobs.empty());
  aut = find(id);
  CAF_CHECK_EQUAL(held->jobs.size(), 1u);
}

CAF_TEST(a silent store ends the session with an error) {
  auto id = create();
  finish();
  auto notes = watch();
  answer<uint64_t> accept{sys, [this] {
    sched.prioritize(aut);
    sched.run_once();
    // The storekeeper hangs: time passes and it reads nothing.
    sched.advance_time(defaults::store_deadline);
    sched.prioritize(aut);
    sched.run_once();
  }, aut, session_command{}};
  CAF_CHECK(accept.code() == ec::timeout);
  settle();
  CAF_CHECK_EQUAL(notes->goodbyes.size(), 1u);
  // It was written after all, and that is what counts.
  aut = find(id);
  CAF_CHECK_EQUAL(held->jobs.size(), 1u);
}

CAF_TEST(a session ends with its registry) {
  create_in_visuals();
  auto notes = watch();
  end(registry);
  CAF_CHECK_EQUAL(notes->goodbyes.size(), 1u);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
  CAF_CHECK(held->jobs.at(0).stop.stop_requested());
}

CAF_TEST(a new pool finishes stage and film) {
  create_in_visuals();
  auto notes = watch();
  end(pool);
  held->jobs.clear();
  start_pool();
  self->send(registry, atom::internal_v, pool);
  pass(2s);
  CAF_CHECK_EQUAL(held->jobs.size(), 3u);
  finish_all();
  CAF_CHECK(notes->kinds().back() == completed);
  for (int i = 0; i < 3; ++i) {
    command(command_kind::accept);
    if (i < 2)
      finish_all();
  }
  CAF_REQUIRE_EQUAL(held->first_name(), "publish");
  end(pool);
  held->jobs.clear();
  start_pool();
  self->send(registry, atom::internal_v, pool);
  settle();
  finish_all();
  CAF_CHECK(notes->kinds().back() == complete);
}

CAF_TEST_FIXTURE_SCOPE_END()
