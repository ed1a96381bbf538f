#include "protocol/session_line.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/json.hpp"

#include <algorithm>

namespace troupe {

namespace {

constexpr size_t title_max_bytes = 200;

std::string name_of(const session_event& x) {
  return "event " + std::to_string(x.seq) + " of session " + x.session.str();
}

/// What a person would call the film.
std::string title_of(const json& payload) {
  for (auto name : {"topic", "drug_name", "prompt", "script", "brand_name"})
    if (auto text = payload.text(name); !text.empty())
      return std::string{
        clip_text(clean_text(text, text_lines::one), title_max_bytes)};
  return {};
}

/// What lists say of the film's form.
json format_facts(const json& payload) {
  auto out = json::make_object();
  for (auto name : {"quality", "aspect_ratio", "output_format", "language"})
    if (auto value = payload.find(name))
      out[name] = *value;
  return out;
}

/// What the body of a stage's event begins with: {"stage":"render",...
/// Bodies can be large; this looks no further.
result<stage> stage_in(const session_event& event) {
  constexpr std::string_view head = R"({"stage":")";
  std::string_view body = event.body;
  if (!body.starts_with(head))
    return make_error(ec::store_failed, "No stage in " + name_of(event));
  body.remove_prefix(head.size());
  return parse_stage(body.substr(0, std::min(body.find('"'), size_t{32})));
}

json body_of(const session_event& event) {
  json_limits limits;
  limits.max_bytes = defaults::event_max_bytes;
  auto body = json::parse(event.body, limits);
  return body ? std::move(*body) : json{};
}

/// The film's facts, and what its last event says of its files.
std::string with_film(const std::string& facts, const session_event& event) {
  auto all = json::parse(facts);
  auto out = all && all->is_object() ? std::move(*all) : json::make_object();
  auto body = body_of(event);
  for (auto& [name, value] : body.as_object())
    if (name != "message" && name != "version")
      out[name] = value;
  return out.dump();
}

void waits_for_next(session_summary& line) {
  line.state = accepts_by_itself(line.policy) ? film_state::working
                                              : film_state::review;
}

} // namespace

result<session_summary> line_of(const session_event& started) {
  json_limits limits;
  limits.max_bytes = defaults::event_max_bytes;
  auto body = json::parse(started.body, limits);
  if (!body)
    return make_error(ec::store_failed,
                      "The body of " + name_of(started)
                        + " is not JSON: " + text_of(body.error()));
  auto type = parse_video_type(body->text("video_type"));
  if (!type)
    return make_error(ec::store_failed, "video_type in " + name_of(started)
                                          + ": " + text_of(type.error()));
  auto policy = parse_review_policy(body->text("policy"));
  if (!policy)
    return make_error(ec::store_failed,
                      "In " + name_of(started) + ": "
                        + text_of(policy.error()));
  auto owner = body->text("owner");
  if (owner.empty())
    return make_error(ec::store_failed,
                      "owner is missing in " + name_of(started));
  session_summary summary;
  summary.session = started.session;
  summary.owner = user_id{std::move(owner)};
  summary.type = *type;
  summary.policy = *policy;
  // Logs of earlier releases have none of these.
  if (auto door = parse_front_door(body->text("door")))
    summary.door = *door;
  if (auto rank = parse_priority(body->text("priority")))
    summary.rank = *rank;
  if (auto about = body->find("about"); about && about->is_object())
    summary.about = about->dump();
  summary.group = body->text("group");
  summary.created_ms = started.at_ms;
  summary.title = title_of(body->at("payload"));
  summary.facts = format_facts(body->at("payload")).dump();
  return summary;
}

void fold_line(session_summary& line, const session_event& event) {
  if (auto at = stage_in(event))
    line.at = *at;
  switch (event.kind) {
    case event_kind::session_started: break;
    case event_kind::stage_running:
      // The first thing that is made ends the wait for a worker.
      if (line.last_event != event_kind::session_started)
        line.state = film_state::working;
      break;
    case event_kind::stage_completed:
    case event_kind::version_selected: waits_for_next(line); break;
    case event_kind::stage_failed:
      line.state = film_state::failed;
      line.failure = body_of(event).text("error");
      break;
    case event_kind::auto_enabled:
      line.policy = review_policy::accept_all;
      if (line.state == film_state::review)
        line.state = film_state::working;
      break;
    case event_kind::pipeline_complete:
      line.state = film_state::complete;
      line.facts = with_film(line.facts, event);
      break;
    case event_kind::stopped: line.state = film_state::stopped; break;
    case event_kind::pipeline_failed:
      line.state = film_state::abandoned;
      break;
  }
  if (line.state != film_state::failed && line.state != film_state::abandoned)
    line.failure.clear();
  line.last_seq = event.seq;
  line.last_event = event.kind;
  line.updated_ms = event.at_ms;
}

} // namespace troupe
