#include "io/video_views.hpp"

#include "io/problem.hpp"
#include "protocol/session_history.hpp"

#include <algorithm>

namespace troupe {

namespace {

http_response refuse(const http_request& request, std::string_view id,
                     const error& why) {
  switch (code_of(why)) {
    case ec::forbidden:
      return make_problem(request, 403,
                          "Access denied: You don't own this job");
    case ec::not_found:
      return make_problem(request, 404,
                          "Job " + std::string{id.substr(0, 64)}
                            + " not found");
    default: return make_problem(request, why);
  }
}

/// As far as the log can be read.
session_history history_of(const session_log& log) {
  session_history out;
  for (auto& event : log.events)
    if (out.apply(event))
      break;
  return out;
}

json data_of(const session_history& x, stage at) {
  auto index = x.index_of(at);
  return index < x.order.size() ? x.data(index, x.selected[index]) : json{};
}

const json& entry_of(const json& list, int64_t id) {
  static const json none;
  for (auto& x : list.as_array())
    if (x.integer("scene_id") == id)
      return x;
  return none;
}

void copy(json& out, const json& from,
          std::initializer_list<std::string_view> names) {
  for (auto name : names)
    if (auto value = from.find(name))
      out[name] = *value;
}

std::string_view level_of(event_kind x) {
  return x == event_kind::stage_failed || x == event_kind::pipeline_failed
           ? "error"
           : "info";
}

std::string message_of(const session_event& event) {
  auto parsed = json::parse(event.body, log_limits);
  auto body = parsed ? std::move(*parsed) : json{};
  auto stage = body.text("stage");
  switch (event.kind) {
    case event_kind::session_started:
      return "Job of type " + body.text("video_type") + " was queued";
    case event_kind::stage_running: return "Stage " + stage + " began";
    case event_kind::stage_completed:
      return "Stage " + stage + " was "
             + body.text("outcome", std::string{"completed"});
    case event_kind::version_selected:
      return "Version " + std::to_string(body.integer("version"))
             + " of stage " + stage + " was chosen";
    case event_kind::stage_failed:
      return "Stage " + stage + " failed: " + body.text("error");
    case event_kind::auto_enabled:
    case event_kind::pipeline_complete:
    case event_kind::stopped:
    case event_kind::pipeline_failed: return body.text("message");
  }
  return {};
}

} // namespace

const job_words& video_words() {
  static const job_words words{front_door::videos, parse_video_job_id, refuse};
  return words;
}

json video_metadata(const session_summary& line, const session_log& log) {
  auto history = history_of(log);
  auto scenes = data_of(history, stage::scenes);
  auto render = data_of(history, stage::render);
  auto voices = data_of(history, stage::tts);
  auto facts = json::parse(line.facts);
  auto out = json::make_object(
    {{"job_id", video_job_id(line.session)},
     {"status", job_status(line.state)},
     {"title", scenes.at("scenes_data").text("title", line.title)},
     {"topic", line.title},
     {"video_type", to_string(line.type)},
     {"scene_count", scenes.at("scene_count")},
     {"created_at", utc_time(line.created_ms)}});
  if (facts)
    copy(out, *facts, {"quality", "aspect_ratio", "language"});
  copy(out, render,
       {"duration", "output_format", "notes"});
  copy(out, render.at("format"), {"width", "height", "fps"});
  copy(out, voices, {"voice_style"});
  copy(out, scenes.at("scenes_data"), {"sources"});
  return out;
}

json video_scenes(const session_summary& line, const session_log& log) {
  auto history = history_of(log);
  auto scenes = data_of(history, stage::scenes);
  auto script = data_of(history, stage::script);
  auto visuals = data_of(history, stage::visuals);
  auto voices = data_of(history, stage::tts);
  auto list = json::make_array();
  for (auto& scene : scenes.at("scenes_data").at("scenes").as_array()) {
    auto id = scene.integer("scene_id");
    auto entry = json::make_object({{"scene_id", id}});
    copy(entry, scene,
         {"title", "type", "layout", "concept", "visual_description",
          "narration_key_points", "duration_sec", "sources"});
    copy(entry, entry_of(script.at("script"), id), {"script"});
    copy(entry, entry_of(visuals.at("scenes"), id), {"preview_url"});
    copy(entry, entry_of(voices.at("scenes"), id), {"audio_url", "duration"});
    list.push_back(std::move(entry));
  }
  auto count = list.size();
  return json::make_object({{"job_id", video_job_id(line.session)},
                            {"status", job_status(line.state)},
                            {"scene_count", count},
                            {"scenes", std::move(list)}});
}

json job_logs(const session_log& log, size_t limit, size_t offset,
              std::string_view level) {
  auto lines = json::make_array();
  size_t total = 0;
  for (auto& event : log.events) {
    if (!level.empty() && level != level_of(event.kind))
      continue;
    if (total++ < offset || lines.size() >= limit)
      continue;
    lines.push_back(
      json::make_object({{"timestamp", utc_time(event.at_ms)},
                         {"level", level_of(event.kind)},
                         {"event", to_string(event.kind)},
                         {"message", message_of(event)},
                         {"seq", static_cast<int64_t>(event.seq)}}));
  }
  return json::make_object({{"job_id", video_job_id(log.session)},
                            {"logs", std::move(lines)},
                            {"total_count", total},
                            {"limit", limit},
                            {"offset", offset}});
}

} // namespace troupe
