#include "protocol/session_machine.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/payload.hpp"
#include "protocol/payload_pictures.hpp"

#include <cassert>

namespace troupe {

namespace {

std::string name_of(stage x) {
  return std::string{to_string(x)};
}

/// The data of a skipped stage says so, whatever the stage wrote.
json as_skipped(const json& data, const std::string& why) {
  auto out = json::make_object({{"status", "skipped"}});
  out["message"] = data.text("message", why.empty() ? "Skipped" : why);
  for (auto& [name, value] : data.as_object())
    if (!out.has(name))
      out[name] = value;
  return out;
}

/// What the stage made, or null. A little flatter than a frame may be: the
/// message holds it one level down.
json data_in(const stage_report& report) {
  json_limits limits{4 * 1024 * 1024, 30, 200'000, 1'000};
  auto data = json::parse(report.data, limits);
  return data && data->is_object() ? std::move(*data) : json{};
}

} // namespace

// -- life ---------------------------------------------------------------------

result<session_machine::started>
session_machine::start(session_id id, const session_request& request,
                       int64_t now_ms) {
  if (!is_utf8(request.owner.str()))
    return make_error(ec::invalid_argument, "Field owner must be valid UTF-8");
  auto payload = check_payload_text(request.type, request.payload);
  if (!payload)
    return payload.error();
  // Whoever creates sessions puts pictures into files first.
  if (picture_text_bytes(*payload) > 0)
    return make_error(ec::internal, "The payload still holds its pictures");
  started out;
  auto& machine = out.machine;
  machine.history_.session = id;
  machine.emit(
    out.effects, event_kind::session_started,
    started_body(id, request, stages_of(request.type), std::move(*payload)),
    now_ms);
  machine.run(out.effects, {}, now_ms);
  return out;
}

result<session_machine>
session_machine::replay(const std::vector<session_event>& events) {
  if (events.empty())
    return make_error(ec::store_failed, "The log of the session is empty");
  session_machine machine;
  for (auto& event : events)
    if (auto err = machine.history_.apply(event))
      return err;
  return machine;
}

std::vector<effect> session_machine::resume(int64_t now_ms) {
  effects out;
  if (history_.phase == session_phase::none)
    run(out, {}, now_ms);
  else if (history_.phase == session_phase::running)
    out.emplace_back(current_run());
  else if (history_.phase == session_phase::failed)
    abandon_unattended(out, now_ms);
  else
    walk_while_automatic(out, now_ms);
  return out;
}

void session_machine::emit(effects& out, event_kind kind, const json& body,
                           int64_t now_ms) {
  session_event event{history_.session, history_.last_seq + 1, kind, now_ms,
                      body.dump()};
  // The same fold as in replay; only a bug of this file can make it refuse.
  [[maybe_unused]] auto err = history_.apply(event, body);
  assert(!err);
  out.emplace_back(persist_event{std::move(event)});
}

void session_machine::run(effects& out, const new_version& what,
                          int64_t now_ms) {
  emit(out, event_kind::stage_running, running_body(history_, what), now_ms);
  out.emplace_back(current_run());
}

run_stage session_machine::current_run() const {
  return {{history_.session, history_.owner, history_.current_stage(),
           history_.version, run_inputs(history_).dump(), history_.rank}};
}

// -- what comes from stages ---------------------------------------------------

std::vector<effect> session_machine::apply(const stage_report& report,
                                           int64_t now_ms) {
  effects out;
  if (history_.phase != session_phase::running
      || report.at != history_.current_stage()
      || report.version != history_.version)
    return out;
  auto data = data_in(report);
  auto failure = reason_of(report.failure);
  auto outcome = report.outcome;
  if (outcome == stage_outcome::completed && !data.is_object()) {
    outcome = stage_outcome::failed;
    failure = "Stage " + name_of(report.at) + " gave no usable data";
  }
  if (failure.empty())
    failure = "Stage " + name_of(report.at) + " failed";
  // Animations are an extra: a film without them is a film.
  if (outcome == stage_outcome::failed && report.at == stage::animations)
    outcome = stage_outcome::skipped;
  if (outcome == stage_outcome::failed) {
    fail(out, failure, false, now_ms);
    return out;
  }
  if (outcome == stage_outcome::skipped)
    data = as_skipped(data, failure);
  emit(out, event_kind::stage_completed,
       completed_body(history_, to_string(outcome), std::move(data)), now_ms);
  walk_while_automatic(out, now_ms);
  return out;
}

void session_machine::fail(effects& out, const std::string& why,
                           bool publishing, int64_t now_ms) {
  emit(out, event_kind::stage_failed, failed_body(history_, why, publishing),
       now_ms);
  abandon_unattended(out, now_ms);
}

void session_machine::abandon_unattended(effects& out, int64_t now_ms) {
  if (history_.policy != review_policy::unattended
      || history_.phase != session_phase::failed)
    return;
  emit(out, event_kind::pipeline_failed, abandoned_body(history_), now_ms);
  out.emplace_back(finish_session{event_kind::pipeline_failed});
}

std::vector<effect> session_machine::published(const error& why,
                                               int64_t now_ms) {
  effects out;
  if (!publishing_)
    return out;
  publishing_ = false;
  if (why) {
    auto reason = text_of(why);
    if (reason.empty())
      reason = "The film could not be published";
    fail(out, reason, true, now_ms);
    return out;
  }
  emit(out, event_kind::pipeline_complete, film_body(history_), now_ms);
  out.emplace_back(finish_session{event_kind::pipeline_complete});
  return out;
}

// -- walking on ---------------------------------------------------------------

error session_machine::walk_on(effects& out, int64_t now_ms) {
  auto next = history_.current + 1;
  if (next == history_.order.size()) {
    publishing_ = true;
    out.emplace_back(publish_film{history_.current_version().data});
    return {};
  }
  if (auto number = history_.fitting(next)) {
    select(out, next, number, true, now_ms);
    return {};
  }
  if (auto err = check_room(next))
    return err;
  run(out, {next, {}, {}, 0}, now_ms);
  return {};
}

void session_machine::walk_while_automatic(effects& out, int64_t now_ms) {
  // A stage without room for another version waits for a person.
  while (history_.automatic && history_.phase == session_phase::review
         && !publishing_)
    if (walk_on(out, now_ms))
      return;
}

void session_machine::select(effects& out, size_t index, uint32_t version,
                             bool reused, int64_t now_ms) {
  emit(out, event_kind::version_selected,
       selected_body(history_, index, version, reused), now_ms);
}

} // namespace troupe
