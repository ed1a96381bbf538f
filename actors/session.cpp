#include "actors/session.hpp"

#include "protocol/error.hpp"
#include "protocol/failpoint.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace troupe {

namespace {

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

error leaving_error() {
  return make_error(ec::unavailable, "The session is being unloaded");
}

} // namespace

session_state::~session_state() {
  if (options.counters)
    --options.counters->sessions_active;
}

// -- beginning ----------------------------------------------------------------

caf::result<uint64_t> session_state::begin() {
  auto promise = self->make_response_promise<uint64_t>();
  if (auto err = open()) {
    promise.deliver(err);
    leave(text_of(err), err);
    return promise;
  }
  answers.push_back({machine.history().last_seq, promise});
  step();
  return promise;
}

error session_state::open() {
  if (auto request = std::get_if<session_request>(&options.origin)) {
    auto started = session_machine::start(options.id, *request, now_ms());
    if (!started)
      return started.error();
    machine = std::move(started->machine);
    enqueue(std::move(started->effects));
  } else {
    auto& saved = std::get<session_log>(options.origin);
    auto replayed = session_machine::replay(saved.events);
    if (!replayed)
      return replayed.error();
    machine = std::move(*replayed);
    log = std::move(saved.events);
    pieces = std::move(saved.pieces);
    ++options.counters->sessions_restored;
    spdlog::info("session: {} restored at seq {}", options.id.str(),
                 last_seq());
    enqueue(machine.resume(now_ms()));
  }
  options.origin = session_log{};
  if (machine.ended())
    self->send(options.registry, atom::done_v, options.id);
  return {};
}

// -- effects ------------------------------------------------------------------

void session_state::enqueue(std::vector<effect> effects) {
  for (auto& x : effects) {
    auto finish = std::get_if<finish_session>(&x);
    // Stopping work does not wait for the disk.
    if (std::holds_alternative<cancel_stage>(x)
        || (finish && finish->reason == event_kind::stopped))
      cancel_work();
    if (!std::holds_alternative<cancel_stage>(x))
      todo.push_back(std::move(x));
  }
}

void session_state::cancel_work() {
  std::erase_if(todo, [](auto& x) {
    return std::holds_alternative<run_stage>(x)
           || std::holds_alternative<publish_film>(x);
  });
  if (!runner && !publishing)
    return;
  // To the pool directly: it stops the worker even if the stage is slow to
  // read, and is read there before anything that a next stage may submit.
  self->send(options.pool, atom::cancel_v, options.id);
  if (runner)
    self->send(runner, atom::cancel_v);
  runner = nullptr;
  publishing.reset();
}

void session_state::step() {
  while (!todo.empty() && !is_committing) {
    if (std::holds_alternative<persist_event>(todo.front())) {
      commit();
      break;
    }
    auto next = std::move(todo.front());
    todo.pop_front();
    perform(std::move(next));
  }
  while (!answers.empty() && answers.front().seq <= last_seq()) {
    answers.front().promise.deliver(answers.front().seq);
    answers.pop_front();
  }
  if (goodbye && !is_committing)
    return leave(*goodbye, {});
  consider_idle();
}

void session_state::commit() {
  std::vector<session_event> events;
  while (!todo.empty()) {
    auto next = std::get_if<persist_event>(&todo.front());
    if (!next)
      break;
    events.push_back(std::move(next->event));
    todo.pop_front();
  }
  is_committing = true;
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::append_v,
              events)
    .then([this, events](uint64_t) { committed(events); },
          [this](const error& why) {
            auto text = "The session's log can't be written: " + text_of(why);
            leave(text, make_error(code_of(why), text));
          });
}

void session_state::committed(const std::vector<session_event>& events) {
  failpoint("session.before_publish");
  is_committing = false;
  for (auto& event : events) {
    log.push_back(event);
    count(event);
    for (auto& to : watchers)
      self->send(to.handle, event);
    if (ends_session(event.kind))
      self->send(options.registry, atom::done_v, options.id);
  }
  failpoint("session.after_publish");
  step();
}

void session_state::perform(effect x) {
  // What has not begun when the session drains begins after the restore.
  if (auto work = std::get_if<run_stage>(&x); work && !goodbye)
    run(std::move(work->run));
  else if (auto film = std::get_if<publish_film>(&x); film && !goodbye) {
    publishing = std::move(film->data);
    publish();
  }
}

void session_state::run(stage_run x) {
  failpoint("stage.before_run");
  running = {x.session, x.owner, x.at, x.version, {}, x.rank};
  latest = {x.session, x.at, x.version, 0, {}, -1};
  runner = options.make_stage(
    self->system(), {std::move(x), pieces, session_actor{self},
                     options.storekeeper, options.pool, options.rules,
                     options.counters});
  self->monitor(runner);
  self->send(runner, atom::run_v);
}

void session_state::publish() {
  auto round = ++publish_round;
  auto answer = [this, round](const error& why) {
    if (round != publish_round || !publishing)
      return;
    publishing.reset();
    enqueue(machine.published(why, now_ms()));
    step();
  };
  self
    ->request(options.pool, std::chrono::seconds{defaults::piece_wait},
              atom::submit_v, options.id, *publishing)
    .then([answer](atom::done) { answer({}); }, answer);
}

// -- people -------------------------------------------------------------------

caf::result<uint64_t> session_state::command(const session_command& x) {
  if (goodbye)
    return leaving_error();
  auto effects = machine.apply(x, now_ms());
  if (!effects)
    return effects.error();
  auto promise = self->make_response_promise<uint64_t>();
  enqueue(std::move(*effects));
  answers.push_back({machine.history().last_seq, promise});
  step();
  return promise;
}

caf::result<uint64_t> session_state::watch(const watcher_actor& who,
                                           uint64_t since, watch_mode mode) {
  if (goodbye)
    return leaving_error();
  if (since > last_seq())
    return make_error(ec::invalid_argument,
                      "since: the session has only "
                        + std::to_string(last_seq()) + " events");
  for (auto i = since; i < last_seq(); ++i)
    self->send(who, log[i]);
  auto known = std::ranges::find(watchers, who, &watcher::handle);
  if (known != watchers.end()) {
    known->mode = mode;
    return last_seq();
  }
  self->monitor(who);
  watchers.push_back({who, mode});
  if (mode == watch_mode::events_and_progress && runner
      && !latest.message.empty())
    self->send(who, latest);
  consider_idle();
  return last_seq();
}

void session_state::unwatch(const caf::actor_addr& who) {
  std::erase_if(watchers, [&](auto& x) { return x.handle == who; });
  consider_idle();
}

void session_state::shutdown(const std::string& reason) {
  if (goodbye)
    return;
  goodbye = reason;
  cancel_work();
  step();
}

void session_state::leave(const std::string& text, const error& reason) {
  cancel_work();
  for (auto& x : answers)
    x.promise.deliver(reason ? reason : leaving_error());
  answers.clear();
  // Whoever lives longer would keep what is left of every session it knew.
  for (auto& x : watchers) {
    self->send(x.handle, atom::unwatch_v, options.id, text);
    self->demonitor(x.handle.address());
  }
  watchers.clear();
  self->demonitor(options.registry.address());
  spdlog::debug("session: {} leaves: {}", options.id.str(), text);
  self->quit(reason);
}

// -- the stage ----------------------------------------------------------------

bool session_state::is_from_stage() const {
  return runner && self->current_sender() == runner;
}

void session_state::report(const stage_report& x) {
  // A stage that was stopped may have been about to report.
  if (is_from_stage())
    end_run(x);
}

void session_state::end_run(const stage_report& x) {
  runner = nullptr;
  enqueue(machine.apply(x, now_ms()));
  step();
}

void session_state::progress(session_progress x) {
  if (!is_from_stage())
    return;
  latest = x;
  auto wants = [](auto& to) {
    return to.mode == watch_mode::events_and_progress;
  };
  if (std::ranges::none_of(watchers, wants))
    return;
  auto told = gate.pass(std::move(x), self->clock().now());
  if (!told)
    return;
  for (auto& to : watchers)
    if (wants(to))
      self->send(to.handle, *told);
}

void session_state::record(const piece_record& x) {
  // Also from a stage that was stopped: the piece is made.
  if (std::ranges::find(pieces, x.key, &piece_record::key) == pieces.end())
    pieces.push_back(x);
}

// -- others -------------------------------------------------------------------

void session_state::use_pool(const media_pool_actor& pool) {
  options.pool = pool;
  if (runner)
    self->send(runner, atom::internal_v, pool);
  // The answer of the one before will never come.
  if (publishing)
    publish();
}

void session_state::down(const caf::down_msg& msg) {
  if (runner && msg.source == runner)
    return end_run(failed_report(running.at, running.version,
                                 "The stage ended unexpectedly: "
                                   + (msg.reason ? text_of(msg.reason)
                                                 : "it gave no reason")));
  // Nobody would know of this session any more.
  if (msg.source == options.registry)
    return leave("unloaded", {});
  unwatch(msg.source);
}

bool session_state::is_idle() const {
  return watchers.empty() && !runner && !publishing && todo.empty()
         && !is_committing;
}

void session_state::consider_idle() {
  if (!is_idle()) {
    idle_since.reset();
    return;
  }
  if (!idle_since)
    idle_since = self->clock().now();
  if (!idle_is_armed)
    self->delayed_send(self, options.grace, atom::internal_v, atom::idle_v);
  idle_is_armed = true;
}

void session_state::idle_timer() {
  idle_is_armed = false;
  if (!idle_since)
    return;
  auto left = *idle_since + options.grace - self->clock().now();
  if (left <= left.zero())
    return leave("unloaded", {});
  self->delayed_send(self, left, atom::internal_v, atom::idle_v);
  idle_is_armed = true;
}

void session_state::count(const session_event& event) {
  auto& counters = *options.counters;
  switch (event.kind) {
    case event_kind::session_started: ++counters.sessions_started; break;
    case event_kind::stage_completed: ++counters.stages_completed; break;
    case event_kind::stage_failed: ++counters.stages_failed; break;
    case event_kind::pipeline_complete: ++counters.sessions_completed; break;
    case event_kind::stopped: ++counters.sessions_stopped; break;
    case event_kind::pipeline_failed: ++counters.sessions_failed; break;
    case event_kind::stage_running:
    case event_kind::version_selected:
    case event_kind::auto_enabled: break;
  }
}

session_self::behavior_type
session(session_self::stateful_pointer<session_state> self,
        session_options options) {
  auto& state = self->state;
  state.options = std::move(options);
  ++state.options.counters->sessions_active;
  self->monitor(state.options.registry);
  self->set_down_handler([self](caf::down_msg& x) { self->state.down(x); });
  self->set_exit_handler([self](caf::exit_msg& x) {
    if (x.reason)
      self->state.leave("unloaded", x.reason);
  });
  return {
    [self](const session_command& x) {
      failpoint("command.received");
      return self->state.command(x);
    },
    [self](atom::watch, const watcher_actor& who, uint64_t since,
           watch_mode mode) { return self->state.watch(who, since, mode); },
    [self](atom::unwatch, const watcher_actor& who) {
      self->demonitor(who.address());
      self->state.unwatch(who.address());
    },
    [self](atom::tick) { return self->state.latest; },
    [self](const stage_report& x) { self->state.report(x); },
    [self](session_progress& x) { self->state.progress(std::move(x)); },
    [self](atom::record, const piece_record& x) { self->state.record(x); },
    [self](atom::shutdown, const std::string& reason) {
      self->state.shutdown(reason);
    },
    [self](atom::internal, atom::idle) { self->state.idle_timer(); },
    [self](atom::run) { return self->state.begin(); },
    [self](atom::internal, const media_pool_actor& pool) {
      self->state.use_pool(pool);
    },
  };
}

} // namespace troupe
