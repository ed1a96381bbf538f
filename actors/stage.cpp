#include "actors/stage.hpp"

#include "actors/actor_base.hpp"
#include "protocol/defaults.hpp"
#include "protocol/error.hpp"
#include "protocol/failpoint.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// A queue of 4096 pieces moves on by some pieces in this time.
constexpr auto retry_interval = 2s;

/// Our own text, but it holds every stage's data.
constexpr json_limits own_limits{256 * 1024 * 1024, 64, 10'000'000, 100'000};

/// Rules promise not to throw; a stage must outlive a broken promise.
template <class F>
auto guarded(F fun) -> decltype(fun()) {
  try {
    return fun();
  } catch (const std::exception& e) {
    return make_error(ec::internal, e.what());
  }
}

/// The scenes were all asked for at once, and the film can be watched only when
/// its sound is there: what leads to that goes before them.
bool leads(piece_kind kind) {
  return kind == piece_kind::soundtrack || kind == piece_kind::live;
}

} // namespace

void stage_state::run() {
  if (auto err = prepare())
    return fail(text_of(err));
  spdlog::info("stage: {} {} version {}: {} pieces", options.run.session.str(),
               to_string(options.run.at), options.run.version, pieces.size());
  advance();
}

error stage_state::prepare() {
  auto parsed = json::parse(options.run.inputs, own_limits);
  if (!parsed)
    return parsed.error();
  inputs = std::move(*parsed);
  options.run.inputs.clear();
  auto plan
    = guarded([this] { return options.rules.plan(options.run.at, inputs); });
  if (!plan)
    return plan.error();
  pieces = std::move(*plan);
  for (size_t i = 0; i < pieces.size(); ++i) {
    for (auto& need : pieces[i].needs)
      if (!index_of.contains(need))
        return make_error(ec::internal, "The plan names an unknown piece: "
                                          + need);
    if (!index_of.emplace(pieces[i].name, i).second)
      return make_error(ec::internal, "The plan names a piece twice: "
                                        + pieces[i].name);
  }
  states.assign(pieces.size(), progress::waiting);
  records.resize(pieces.size());
  for (auto& record : options.known)
    known.emplace(record.key, std::move(record));
  options.known.clear();
  deadline = self->clock().now() + defaults::piece_wait;
  meter = stage_meter{pieces, self->clock().now()};
  return {};
}

bool stage_state::needs_are_ready(const piece& x) const {
  return std::ranges::all_of(x.needs, [this](auto& name) {
    return states[index_of.find(name)->second] == progress::ready;
  });
}

bool stage_state::is_being_made(const content_key& key) const {
  for (size_t i = 0; i < pieces.size(); ++i)
    if (pieces[i].key == key && states[i] != progress::waiting
        && states[i] != progress::ready)
      return true;
  return false;
}

void stage_state::advance() {
  // Needs come before what needs them: one walk finds everything.
  for (size_t i = 0; i < pieces.size() && !has_reported; ++i) {
    if (states[i] != progress::waiting || !needs_are_ready(pieces[i]))
      continue;
    if (auto found = known.find(pieces[i].key); found != known.end()) {
      ++options.counters->pieces_reused;
      meter.reused(i);
      take(i, found->second);
    } else if (!is_being_made(pieces[i].key)) {
      submit(i);
    }
  }
  auto is_ready = [](progress x) { return x == progress::ready; };
  if (!has_reported && std::ranges::all_of(states, is_ready))
    finish();
}

void stage_state::take(size_t index, const piece_record& record) {
  states[index] = progress::ready;
  records[index] = record;
  // Equal pieces share a key, each goes by its own name.
  records[index].name = pieces[index].name;
}

void stage_state::submit(size_t index) {
  auto left = deadline - self->clock().now();
  if (left <= left.zero())
    return fail("The stage took too long");
  states[index] = progress::asked;
  auto& run = options.run;
  piece_job job{run.session, run.owner, pieces[index], {},
                run.rank, leads(pieces[index].kind)};
  for (auto& need : pieces[index].needs)
    job.needs.push_back(records[index_of.find(need)->second]);
  self->request(options.pool, left, atom::submit_v, std::move(job),
                stage_actor{self})
    .then([this, index](const piece_record& x) { made(index, x); },
          [this, index](const error& why) { refused(index, why); });
}

void stage_state::made(size_t index, const piece_record& record) {
  if (has_reported || states[index] != progress::asked)
    return;
  if (record.key != pieces[index].key)
    return fail("The worker made another piece than " + pieces[index].name);
  states[index] = progress::recording;
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::record_v,
              options.run.session, record)
    .then([this, index, record](atom::done) { recorded(index, record); },
          [this](const error& why) {
            fail("A finished piece could not be recorded: " + text_of(why));
          });
}

void stage_state::recorded(size_t index, const piece_record& record) {
  if (has_reported)
    return;
  failpoint("piece.after_record");
  known.emplace(record.key, record);
  self->send(options.session, atom::record_v, record);
  take(index, record);
  meter.advanced(index, 1);
  tell_progress(index);
  advance();
}

void stage_state::refused(size_t index, const error& why) {
  if (has_reported || states[index] != progress::asked)
    return;
  if (code_of(why) != ec::unavailable)
    return fail(text_of(why));
  states[index] = progress::refused;
  if (!retry_is_armed)
    self->delayed_send(self, retry_interval, atom::internal_v, atom::tick_v);
  retry_is_armed = true;
}

void stage_state::ask_again() {
  retry_is_armed = false;
  for (size_t i = 0; i < pieces.size() && !has_reported; ++i)
    if (states[i] == progress::refused)
      submit(i);
}

void stage_state::use_pool(const media_pool_actor& pool) {
  options.pool = pool;
  // What the one before was asked will never be answered.
  for (size_t i = 0; i < pieces.size() && !has_reported; ++i)
    if (states[i] == progress::asked)
      submit(i);
}

void stage_state::tick(const content_key& key, double done) {
  if (has_reported)
    return;
  for (size_t i = 0; i < pieces.size(); ++i)
    if (pieces[i].key == key && states[i] == progress::asked) {
      meter.advanced(i, done);
      return tell_progress(i);
    }
}

void stage_state::tell_progress(size_t index) {
  auto& run = options.run;
  self->send(options.session,
             session_progress{run.session, run.at, run.version,
                              meter.percent(), meter.message(index),
                              meter.seconds_left(self->clock().now()),
                              live_url(), work()});
}

std::vector<work_count> stage_state::work() const {
  std::vector<work_count> out;
  for (size_t i = 0; i < pieces.size(); ++i) {
    auto kind = pieces[i].kind;
    auto known = std::ranges::find(out, kind, &work_count::kind);
    if (known == out.end())
      known = out.insert(out.end(), {kind, 0, 0});
    ++known->total;
    known->made += states[i] == progress::ready ? 1 : 0;
  }
  return out;
}

/// Only when there is something to see: the list is open, and the film's first
/// pictures are in it.
std::string stage_state::live_url() const {
  auto is_picture = [](const piece& x) {
    return x.kind == piece_kind::segment || x.kind == piece_kind::transition;
  };
  auto list = std::ranges::find(pieces, piece_kind::live, &piece::kind);
  auto first = std::ranges::find_if(pieces, is_picture);
  if (!options.rules.live_url || list == pieces.end() || first == pieces.end())
    return {};
  auto is_ready = [this](auto at) {
    return states[static_cast<size_t>(at - pieces.begin())] == progress::ready;
  };
  return is_ready(list) && is_ready(first)
           ? options.rules.live_url(options.run.session, list->key)
           : std::string{};
}

void stage_state::finish() {
  auto data = guarded([this] {
    return options.rules.assemble(options.run.at, inputs, options.run.session,
                                  records);
  });
  if (!data)
    return fail(text_of(data.error()));
  report({options.run.at, options.run.version, stage_outcome::completed,
          data->dump(), {}});
}

void stage_state::fail(const std::string& why) {
  if (has_reported)
    return;
  spdlog::warn("stage: {} {} version {} failed: {}", options.run.session.str(),
               to_string(options.run.at), options.run.version, why);
  report(failed_report(options.run.at, options.run.version, why));
}

void stage_state::report(stage_report x) {
  failpoint("stage.before_report");
  has_reported = true;
  self->send(options.session, std::move(x));
  quit();
}

void stage_state::quit() {
  // Or SESSION would keep what is left of every run it ever had.
  self->demonitor(options.session.address());
  self->quit();
}

stage_report failed_report(stage at, uint32_t version, const std::string& why) {
  if (at != stage::animations)
    return {at, version, stage_outcome::failed, "{}", why};
  auto message = "Animations were skipped: " + why;
  auto data = json::make_object({{"status", "skipped"},
                                 {"message", message},
                                 {"scenes", json::make_array()},
                                 {"notes", json::make_array({message})}});
  return {at, version, stage_outcome::skipped, data.dump(), {}};
}

stage_self spawn_stage(caf::actor_system& system, stage_options options) {
  return spawn_actor(system, stage_behavior, std::move(options));
}

stage_self::behavior_type
stage_behavior(stage_self::stateful_pointer<stage_state> self,
               stage_options options) {
  auto& state = self->state;
  state.options = std::move(options);
  self->monitor(state.options.session);
  self->set_down_handler(
    [self](const caf::down_msg& msg) { self->quit(msg.reason); });
  return {
    [self](atom::run) { self->state.run(); },
    [self](atom::cancel) { self->state.quit(); },
    [self](atom::tick, const content_key& key, double done) {
      self->state.tick(key, done);
    },
    [self](atom::internal, const media_pool_actor& pool) {
      self->state.use_pool(pool);
    },
    [self](atom::internal, atom::tick) { self->state.ask_again(); },
  };
}

} // namespace troupe
