#include "protocol/session_body.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/payload.hpp"
#include "protocol/version.hpp"

namespace troupe {

namespace {

/// Providers and libraries can be wordy.
constexpr size_t reason_max_bytes = 2'000;

json names_of(const std::vector<stage>& order) {
  auto list = json::make_array();
  for (auto x : order)
    list.push_back(to_string(x));
  return list;
}

json ids_of(const std::vector<int32_t>& scenes) {
  auto list = json::make_array();
  for (auto id : scenes)
    list.push_back(id);
  return list;
}

/// {stage: version} of all stages before this one.
json made_from(const session_history& x, size_t index,
               const std::vector<uint32_t>& versions) {
  auto out = json::make_object();
  for (size_t i = 0; i < index; ++i)
    out[to_string(x.order[i])] = versions[i];
  return out;
}

json progress_at(const session_history& x, size_t index) {
  return json::make_object({{"current", index + 1}, {"total", x.order.size()}});
}

size_t next_version(const session_history& x, size_t index) {
  return x.versions[index].size() + 1;
}

std::string stage_at(const session_history& x, size_t index) {
  return std::string{to_string(x.order[index])};
}

/// A door's own facts: an object, whatever it sent.
json about_of(const session_request& request) {
  auto about = json::parse(request.about);
  return about && about->is_object() ? std::move(*about) : json::make_object();
}

} // namespace

json started_body(const session_id& id, const session_request& request,
                  const std::vector<stage>& order, json payload) {
  auto seed = static_cast<int64_t>(seed_of(payload));
  return json::make_object({
    {"video_id", id.str()},
    {"video_type", to_string(request.type)},
    {"stage_order", names_of(order)},
    {"current_stage", to_string(order.front())},
    {"payload", std::move(payload)},
    {"owner", request.owner.str()},
    {"policy", to_string(request.policy)},
    {"seed", seed},
    {"engine_version", engine_version},
    {"door", to_string(request.door)},
    {"priority", to_string(request.rank)},
    {"about", about_of(request)},
    {"group", request.group},
  });
}

json running_body(const session_history& x, const new_version& what) {
  return json::make_object({
    {"stage", stage_at(x, what.index)},
    {"version", next_version(x, what.index)},
    {"message", "Executing " + stage_at(x, what.index) + "..."},
    {"feedback", what.feedback},
    {"scenes", ids_of(what.scenes)},
    {"base", what.base},
    {"made_from", made_from(x, what.index, x.selected)},
  });
}

json completed_body(const session_history& x, std::string_view outcome,
                    json data) {
  auto& version = x.current_version();
  return json::make_object({
    {"stage", stage_at(x, x.current)},
    {"version", x.version},
    {"outcome", outcome},
    {"data", std::move(data)},
    {"progress", progress_at(x, x.current)},
    {"edited", false},
    {"base", version.base},
    {"made_from", made_from(x, x.current, version.made_from)},
  });
}

json edited_body(const session_history& x, const new_version& what, json data) {
  return json::make_object({
    {"stage", stage_at(x, what.index)},
    {"version", next_version(x, what.index)},
    {"outcome", "completed"},
    {"data", std::move(data)},
    {"progress", progress_at(x, what.index)},
    {"edited", true},
    {"base", what.base},
    {"made_from", made_from(x, what.index, x.selected)},
  });
}

std::string reason_of(std::string_view why) {
  return std::string{
    clip_text(clean_text(why, text_lines::many), reason_max_bytes)};
}

json failed_body(const session_history& x, std::string_view why,
                 bool publishing) {
  return json::make_object({
    {"stage", stage_at(x, x.current)},
    {"version", x.version},
    {"error", reason_of(why)},
    {"publishing", publishing},
  });
}

json selected_body(const session_history& x, size_t index, uint32_t version,
                   bool reused) {
  auto& chosen = x.versions[index][version - 1];
  auto skipped = chosen.is == stage_version::state::skipped;
  return json::make_object({
    {"stage", stage_at(x, index)},
    {"version", version},
    {"outcome", skipped ? "skipped" : "completed"},
    {"data", x.data(index, version)},
    {"progress", progress_at(x, index)},
    {"reused", reused},
    {"made_from", made_from(x, index, chosen.made_from)},
  });
}

json automatic_body() {
  return json::make_object(
    {{"message", "All stages from here on are accepted automatically"}});
}

json film_body(const session_history& x) {
  auto film = x.data(x.current, x.version);
  auto body = json::make_object({
    {"video_id", x.session.str()},
    {"video_path", film.text("video_path")},
    {"message", "All stages complete! Video is ready."},
    {"version", x.version},
  });
  for (auto name :
       {"video_url", "captions_url", "subtitles_url", "poster_url", "thumbnails",
        "output_format", "download_path", "download_url", "duration", "format"})
    if (auto member = film.find(name))
      body[name] = *member;
  return body;
}

json abandoned_body(const session_history& x) {
  return json::make_object({
    {"stage", stage_at(x, x.current)},
    {"version", x.version},
    {"error", x.current_version().failure},
    {"message", "Stage " + stage_at(x, x.current)
                  + " failed; there will be no film"},
  });
}

json stopped_body() {
  return json::make_object({{"message", "Session terminated by user"}});
}

json run_inputs(const session_history& x) {
  auto& version = x.current_version();
  auto payload = json::parse(x.payload, log_limits);
  auto upstream = json::make_object();
  for (size_t i = 0; i < x.current; ++i)
    upstream[stage_at(x, i)] = x.data(i, version.made_from[i]);
  return json::make_object({
    {"video_type", to_string(x.type)},
    {"payload", payload ? std::move(*payload) : json{}},
    {"seed", static_cast<int64_t>(x.seed)},
    {"version", x.version},
    {"feedback", version.feedback},
    {"scenes", ids_of(version.scenes)},
    {"previous", x.data(x.current, version.base)},
    {"upstream", std::move(upstream)},
    {"session", x.session.str()},
  });
}

} // namespace troupe
