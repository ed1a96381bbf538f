#include "protocol/ad_stream.hpp"

#include "protocol/job.hpp"
#include "protocol/json.hpp"
#include "protocol/session_history.hpp"

#include <algorithm>

namespace troupe {

namespace {

stream_event step(uint64_t id, std::string name, json data) {
  return {std::to_string(id), std::move(name), data.dump(), false};
}

json step_data(int64_t number, std::string_view message, int64_t progress) {
  return json::make_object(
    {{"step", number}, {"message", message}, {"progress", progress}});
}

std::string failure(std::string_view why) {
  return json::make_object(
           {{"message", "Failed to generate video: " + std::string{why}}})
    .dump();
}

} // namespace

std::vector<stream_event> ad_stream::take(const session_event& x) {
  std::vector<stream_event> out;
  if (ended_)
    return out;
  auto parsed = json::parse(x.body, log_limits);
  auto body = parsed ? std::move(*parsed) : json{};
  if (x.kind == event_kind::session_started) {
    if (auto line = line_of(x))
      line_ = *line;
  }
  fold_line(line_, x);
  switch (x.kind) {
    case event_kind::session_started: reach(out, 1); break;
    case event_kind::stage_completed:
    case event_kind::version_selected:
      if (line_.at == stage::scenes)
        clips_ = static_cast<uint64_t>(
          std::max<int64_t>(1, body.at("data").integer("scene_count")));
      else if (line_.at == stage::script)
        // The first clip is what is worked on from here.
        reach(out, clips_begin());
      else if (line_.at == stage::tts)
        voice_engine_ = body.at("data").text("engine", voice_engine_);
      else if (line_.at == stage::render)
        reach(out, merge_place() + 2);
      break;
    case event_kind::pipeline_complete:
      reach(out, merge_place() + 2);
      end(out, "complete",
          json::make_object({{"status", "completed"},
                             {"final_video_url", film_url(line_)},
                             {"job_id", ad_job_id(x.session)}})
            .dump());
      break;
    case event_kind::stopped: end(out, "error", failure("Job was cancelled"));
      break;
    case event_kind::pipeline_failed:
      end(out, "error", failure(body.text("error")));
      break;
    case event_kind::stage_running:
    case event_kind::stage_failed:
    case event_kind::auto_enabled: break;
  }
  return out;
}

std::vector<stream_event> ad_stream::take(const session_progress& x) {
  std::vector<stream_event> out;
  if (ended_ || x.at != stage::render || clips_ == 0 || x.work.empty())
    return out;
  auto clips = work_of(x, piece_kind::segment);
  if (clips.made < clips.total) {
    // Made side by side, told in order: n are done, the next is under way.
    reach(out, clips_begin() + std::min<uint64_t>(clips.made, clips_ - 1));
    return out;
  }
  auto transitions = work_of(x, piece_kind::transition);
  auto sound = work_of(x, piece_kind::soundtrack);
  if (transitions.made < transitions.total)
    reach(out, merge_place());
  else
    reach(out, merge_place() + (sound.made < sound.total ? 1 : 2));
  return out;
}

void ad_stream::reach(std::vector<stream_event>& out, uint64_t place) {
  while (place_ < place)
    if (++place_ > after_)
      out.push_back(at(place_));
}

void ad_stream::end(std::vector<stream_event>& out, std::string name,
                    std::string data) {
  ended_ = true;
  if (after_ < last_stream_id)
    out.push_back({std::to_string(last_stream_id), std::move(name),
                   std::move(data), false});
}

stream_event ad_stream::at(uint64_t place) const {
  if (place == 1)
    return step(place, "step1", step_data(1, "Generating video prompts...", 10));
  if (place == 2) {
    auto data = step_data(
      1, "Generated " + std::to_string(clips_) + " video prompts", 20);
    data.members().insert(data.members().begin() + 2, {"total_clips", clips_});
    return step(place, "step1_complete", std::move(data));
  }
  if (place < merge_place()) {
    auto i = place - clips_begin();
    return step(place, "step2_clip",
                json::make_object(
                  {{"step", 2},
                   {"message", "Generating clip " + std::to_string(i + 1) + "/"
                                 + std::to_string(clips_)},
                   {"current_clip", i + 1},
                   {"total_clips", clips_},
                   {"progress", 30 + i * 20 / clips_}}));
  }
  if (place == merge_place())
    return step(place, "step3", step_data(3, "Merging video clips...", 60));
  if (place == merge_place() + 1)
    return step(
      place, "step4",
      step_data(4, "Enhancing voice with " + voice_engine_ + "...", 80));
  return step(place, "step5", step_data(5, "Finalizing...", 95));
}

} // namespace troupe
