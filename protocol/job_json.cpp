#include "protocol/job_json.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

json facts_of(const session_summary& line) {
  auto facts = json::parse(line.facts);
  return facts && facts->is_object() ? std::move(*facts) : json::make_object();
}

json about_of(const session_summary& line) {
  auto about = json::parse(line.about);
  return about && about->is_object() ? std::move(*about) : json::make_object();
}

json or_null(const std::string& text) {
  return text.empty() ? json{} : json{text};
}

json member_or_null(const json& x, std::string_view name) {
  auto found = x.find(name);
  return found ? *found : json{};
}

std::string job_url(const session_summary& line, std::string_view rest) {
  return "/api/v1/videos/jobs/" + video_job_id(line.session)
         + std::string{rest};
}

json list_of(const std::vector<std::string>& names) {
  auto out = json::make_array();
  for (auto& x : names)
    out.push_back(x);
  return out;
}

json estimate(const job_progress& x, int64_t now_ms) {
  if (x.seconds_left < 0)
    return json{};
  return utc_time(now_ms + static_cast<int64_t>(x.seconds_left * 1000));
}

json progress_json(const job_progress& x, int64_t now_ms) {
  return json::make_object(
    {{"percentage", std::round(x.percentage * 10) / 10},
     {"current_stage", x.stage},
     {"stages_completed", list_of(x.completed)},
     {"estimated_completion", estimate(x, now_ms)}});
}

double seconds_between(int64_t from_ms, int64_t to_ms) {
  return std::round(static_cast<double>(std::max<int64_t>(0, to_ms - from_ms))
                    / 100)
         / 10;
}

bool is_over(const session_summary& line) {
  return ends_session(line.last_event);
}

/// Percent and words of an ad, as in its stream.
std::pair<int64_t, std::string> ad_step(const session_summary& line,
                                        std::string_view status,
                                        const session_progress& now) {
  if (status == "pending")
    return {0, "Job queued..."};
  if (status == "analyzing_script")
    return {10, "Analyzing script..."};
  if (status == "generating_prompts")
    return {15, "Generating video prompts..."};
  if (status == "generating_videos") {
    auto clips = work_of(now, piece_kind::segment);
    if (now.at != stage::render || clips.total == 0)
      return {30, "Generating clips..."};
    auto next = std::min(clips.made + 1, clips.total);
    return {30 + 20 * clips.made / clips.total,
            "Generating clip " + std::to_string(next) + "/"
              + std::to_string(clips.total)};
  }
  if (status == "merging_videos")
    return {60, "Merging video clips..."};
  if (status == "enhancing_voice")
    return {80, "Enhancing voice..."};
  if (status == "finalizing")
    return {95, "Finalizing..."};
  if (status == "completed")
    return {100, "Completed"};
  return {0, status == "cancelled" ? "Cancelled" : "Failed: " + line.failure};
}

} // namespace

std::string film_file_of(const session_summary& line) {
  auto url = film_url(line);
  // Behind /outputs/videos/<session>/.
  return url.substr(url.find(line.session.str()) + line.session.str().size()
                    + 1);
}

session_summary line_of(const session_id& id, const session_request& request,
                        int64_t now_ms) {
  session_summary line;
  line.session = id;
  line.owner = request.owner;
  line.type = request.type;
  line.policy = request.policy;
  line.door = request.door;
  line.rank = request.rank;
  line.about = request.about;
  line.group = request.group;
  line.created_ms = line.updated_ms = now_ms;
  return line;
}

json new_job_json(const session_summary& line, const session_progress& now,
                  int64_t now_ms) {
  auto progress = progress_of(line, now);
  return json::make_object(
    {{"job_id", video_job_id(line.session)},
     {"status", job_status(line.state)},
     {"priority", to_string(line.rank)},
     {"progress", progress_json(progress, now_ms)},
     {"created_at", utc_time(line.created_ms)},
     {"estimated_completion", estimate(progress, now_ms)},
     {"batch_id", or_null(line.group)}});
}

json job_status_json(const session_summary& line, const session_progress& now,
                     int64_t now_ms) {
  auto progress = progress_json(progress_of(line, now), now_ms);
  progress["processing_time_seconds"] = seconds_between(
    line.created_ms, is_over(line) ? line.updated_ms : now_ms);
  auto facts = facts_of(line);
  auto is_complete = line.state == film_state::complete;
  auto out = json::make_object(
    {{"job_id", video_job_id(line.session)},
     {"status", job_status(line.state)},
     {"progress", std::move(progress)},
     {"created_at", utc_time(line.created_ms)},
     {"updated_at", utc_time(line.updated_ms)},
     {"completed_at", is_over(line) ? json{utc_time(line.updated_ms)} : json{}},
     {"user_id", line.owner.str()},
     {"priority", to_string(line.rank)},
     {"topic", line.title},
     {"quality", facts.text("quality", "medium")},
     {"error", or_null(line.failure)},
     {"video_id", is_complete ? json{line.session.str()} : json{}},
     {"download_url",
      is_complete ? json{job_url(line, "/download")} : json{}},
     {"batch_id", or_null(line.group)}});
  if (!now.message.empty() && !is_over(line))
    out["message"] = now.message;
  if (!now.live_url.empty() && !is_over(line))
    out["live_url"] = now.live_url;
  return out;
}

json job_video_json(const session_summary& line, uint64_t file_size) {
  auto facts = facts_of(line);
  return json::make_object(
    {{"job_id", video_job_id(line.session)},
     {"status", "completed"},
     {"video_url", job_url(line, "/stream")},
     {"download_url", job_url(line, "/download")},
     {"thumbnail_url", job_url(line, "/thumbnail")},
     {"metadata",
      json::make_object(
        {{"duration", member_or_null(facts, "duration")},
         {"quality", facts.text("quality", "medium")},
         {"format", facts.text("output_format", "mp4")},
         {"file_size", file_size},
         {"created_at", utc_time(line.updated_ms)},
         {"width", member_or_null(facts.at("format"), "width")},
         {"height", member_or_null(facts.at("format"), "height")}})}});
}

json job_line_json(const session_summary& line, int64_t now_ms) {
  auto progress = progress_of(line, {});
  return json::make_object(
    {{"id", video_job_id(line.session)},
     {"job_id", video_job_id(line.session)},
     {"job_type", to_string(line.type)},
     {"status", job_status(line.state)},
     {"priority", to_string(line.rank)},
     {"topic", line.title},
     {"progress", progress_json(progress, now_ms)},
     {"created_at", utc_time(line.created_ms)},
     {"updated_at", utc_time(line.updated_ms)},
     {"error", or_null(line.failure)},
     {"batch_id", or_null(line.group)}});
}

json ad_job_json(const session_summary& line, const session_progress& now) {
  auto status = ad_status(line, now);
  auto [percent, step] = ad_step(line, status, now);
  auto out = json::make_object(
    {{"job_id", ad_job_id(line.session)},
     {"status", status},
     {"progress", percent},
     {"current_step", step},
     {"final_video_url",
      line.state == film_state::complete ? json{film_url(line)} : json{}},
     {"error_message", or_null(line.failure)},
     {"created_at", utc_time(line.created_ms)},
     {"updated_at", utc_time(line.updated_ms)}});
  if (auto campaign = about_of(line).find("campaign_id"))
    out["campaign_id"] = *campaign;
  return out;
}

} // namespace troupe
