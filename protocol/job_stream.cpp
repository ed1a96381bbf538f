#include "protocol/job_stream.hpp"

#include "protocol/job.hpp"
#include "protocol/json.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

std::string_view name_of(event_kind x) {
  switch (x) {
    case event_kind::session_started: return "queued";
    case event_kind::stage_running: return "stage";
    case event_kind::stage_completed:
    case event_kind::version_selected: return "stage_completed";
    case event_kind::stage_failed: return "stage_failed";
    case event_kind::auto_enabled: return "auto";
    case event_kind::pipeline_complete: return "completed";
    case event_kind::stopped: return "cancelled";
    case event_kind::pipeline_failed: return "failed";
  }
  return "unknown";
}

} // namespace

stream_event job_stream::event_of(std::string name) const {
  auto how_far = progress_of(line_, now_);
  auto completed = json::make_array();
  for (auto& x : how_far.completed)
    completed.push_back(x);
  auto data = json::make_object(
    {{"job_id", video_job_id(line_.session)},
     {"status", job_status(line_.state)},
     {"progress",
      json::make_object({{"percentage", percentage_},
                         {"current_stage", how_far.stage},
                         {"stages_completed", std::move(completed)}})},
     {"stage", to_string(line_.at)}});
  if (!now_.message.empty())
    data["message"] = now_.message;
  if (how_far.seconds_left >= 0)
    data["eta_seconds"] = std::round(how_far.seconds_left * 10) / 10;
  if (!now_.live_url.empty())
    data["live_url"] = now_.live_url;
  if (!line_.failure.empty())
    data["error"] = line_.failure;
  if (line_.state == film_state::complete) {
    data["video_url"] = film_url(line_);
    data["download_url"] = "/api/v1/videos/jobs/" + video_job_id(line_.session)
                           + "/download";
  }
  return {{}, std::move(name), data.dump(), false};
}

std::vector<stream_event> job_stream::take(const session_event& x) {
  std::vector<stream_event> out;
  if (ended_)
    return out;
  if (x.kind == event_kind::session_started)
    if (auto line = line_of(x))
      line_ = *line;
  fold_line(line_, x);
  if (x.kind == event_kind::stage_running)
    now_ = {};
  percentage_ = std::max(percentage_, progress_of(line_, now_).percentage);
  ended_ = ends_session(x.kind);
  if (x.seq <= after_)
    return out;
  auto event = event_of(std::string{name_of(x.kind)});
  event.id = std::to_string(x.seq);
  out.push_back(std::move(event));
  return out;
}

std::vector<stream_event> job_stream::take(const session_progress& x) {
  if (ended_ || x.at != line_.at)
    return {};
  now_ = x;
  auto exact = std::max(percentage_, progress_of(line_, now_).percentage);
  percentage_ = std::round(exact * 10) / 10;
  auto event = event_of("progress");
  event.is_progress = true;
  return {std::move(event)};
}

} // namespace troupe
