#include "protocol/stage_edit.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/film_style.hpp"
#include "protocol/scene_schema.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace troupe {

namespace {

/// Seconds of one scene by hand.
constexpr double shortest_scene = 1;
constexpr double longest_scene = 60;

error refuse(const std::string& field, const std::string& must) {
  return make_error(ec::invalid_argument, "Field " + field + " " + must);
}

/// Texts fit for screens, at any depth.
error clean(json& x, const std::string& field) {
  if (x.is_string()) {
    x = clean_text(x.as_string(), text_lines::many);
    if (x.as_string().size() > defaults::payload_field_max_bytes)
      return refuse(field, "holds a text of more than "
                             + std::to_string(defaults::payload_field_max_bytes)
                             + " bytes");
  } else if (x.is_array()) {
    for (auto& item : x.items())
      if (auto err = clean(item, field))
        return err;
  } else if (x.is_object()) {
    for (auto& [name, value] : x.members())
      if (auto err = clean(value, field + "." + name))
        return err;
  }
  return {};
}

const json* with_id(const json& list, int64_t id) {
  for (auto& item : list.as_array())
    if (item.integer("scene_id") == id)
      return &item;
  return nullptr;
}

/// Every item an object with a scene_id of its own, within the limit.
error check_ids(const json& list, const std::string& field) {
  if (!list.is_array() || list.size() < 1
      || list.size() > defaults::scene_limit)
    return refuse(field, "must be a list of 1 to "
                           + std::to_string(defaults::scene_limit) + " scenes");
  std::vector<int64_t> seen;
  for (size_t i = 0; i < list.size(); ++i) {
    auto at = field + "[" + std::to_string(i) + "].scene_id";
    auto& id = list.at(i).at("scene_id");
    if (!id.is_integer() || id.as_integer() < 1 || id.as_integer() > INT32_MAX)
      return refuse(at, "must be a whole number from 1");
    if (std::count(seen.begin(), seen.end(), id.as_integer()))
      return refuse(at, std::to_string(id.as_integer()) + " is there twice");
    seen.push_back(id.as_integer());
  }
  return {};
}

json overlay(json base, const json& edit) {
  for (auto& [name, value] : edit.as_object()) {
    if (value.is_null())
      base.erase(name);
    else
      base[name] = value;
  }
  return base;
}

bool is_list_of_text(const json& x) {
  return x.is_array()
         && std::all_of(x.as_array().begin(), x.as_array().end(),
                        [](auto& item) { return item.is_string(); });
}

/// The members that later stages and old clients rely on.
error complete_scene(json& scene, const std::string& field) {
  for (auto name : {"type", "layout", "title", "concept", "kicker", "cta",
                    "visual_description", "legal"})
    if (scene.has(name) && !scene.at(name).is_string())
      return refuse(field + "." + name, "must be text");
  if (scene.text("title").empty() && scene.text("concept").empty())
    return refuse(field + ".title", "or concept must say what is shown");
  auto fill = [&](std::string_view name, json value) {
    if (!scene.has(name))
      scene[name] = std::move(value);
  };
  fill("type", "statement");
  fill("concept", scene.text("title"));
  fill("visual_description", scene.text("concept"));
  fill("narration_key_points", json::make_array());
  fill("pexels_search_terms", json::make_array());
  fill("duration_sec", 8);
  fill("title", std::string{clip_text(scene.text("concept"), 44)});
  fill("layout", "title");
  for (auto name : {"narration_key_points", "pexels_search_terms"})
    if (!is_list_of_text(scene.at(name)))
      return refuse(field + "." + name, "must be a list of texts");
  auto seconds = scene.number("duration_sec", -1);
  if (!(seconds >= shortest_scene && seconds <= longest_scene))
    return refuse(field + ".duration_sec", "must be a number from 1 to 60");
  return {};
}

result<json> edit_scenes(const json& base, const json& edit) {
  auto& asked = edit.at("scenes_data");
  const std::string field = "data.scenes_data.scenes";
  if (!asked.is_object())
    return refuse("data.scenes_data", "must be an object");
  if (auto err = check_ids(asked.at("scenes"), field))
    return err;
  auto& before = base.at("scenes_data");
  auto plan = overlay(before.is_object() ? before : json::make_object(), asked);
  auto scenes = json::make_array();
  double total = 0;
  for (auto& item : asked.at("scenes").as_array()) {
    auto id = item.integer("scene_id");
    auto old = with_id(before.at("scenes"), id);
    auto scene = overlay(old ? *old : json::make_object(), item);
    auto at = field + "[" + std::to_string(scenes.size()) + "]";
    if (auto err = clean(scene, at))
      return err;
    if (auto err = complete_scene(scene, at))
      return err;
    if (auto err = check_scene_data(item, at))
      return err;
    total += scene.number("duration_sec");
    scenes.push_back(std::move(scene));
  }
  plan["total_duration_sec"] = std::floor(total) == total
                                 ? json{static_cast<int64_t>(total)}
                                 : json{total};
  plan["scenes"] = json{};
  if (auto err = clean(plan, "data.scenes_data"))
    return err;
  auto count = scenes.size();
  plan["scenes"] = std::move(scenes);
  auto data = base.is_object() ? base : json::make_object();
  data["scenes_data"] = std::move(plan);
  data["scene_count"] = count;
  data["notes"] = json::make_array();
  return data;
}

int64_t count_words(const json& script) {
  int64_t words = 0;
  for (auto& item : script.as_array()) {
    bool inside = false;
    for (auto c : item.at("script").as_string()) {
      auto blank = c == ' ' || c == '\n';
      words += !blank && !inside ? 1 : 0;
      inside = !blank;
    }
  }
  return words;
}

/// The base's own pace where it says one, else about 150 words a minute.
json estimated_seconds(const json& base, int64_t words) {
  auto pace = 2.5;
  auto seconds = base.number("estimated_duration_sec");
  if (seconds > 0 && base.integer("word_count") > 0)
    pace = static_cast<double>(base.integer("word_count")) / seconds;
  return json{std::round(static_cast<double>(words) / pace * 10) / 10};
}

/// What may be left out, but not be anything.
error check_number(const json& line, const std::string& field,
                   const char* name, double least, double most) {
  if (!line.has(name))
    return {};
  auto value = line.number(name, std::nan(""));
  if (value >= least && value <= most)
    return {};
  return refuse(field + ", " + name, "must be a number from "
                                       + json{least}.dump() + " to "
                                       + json{most}.dump());
}

/// The words of one scene after the edit, or why not.
result<json> edited_line(const json& base, const json& asked, int32_t id) {
  auto old = with_id(base, id);
  auto edit = with_id(asked, id);
  const auto field = "data.script of scene " + std::to_string(id);
  if (!old && !edit)
    return refuse("data.script", "lacks scene " + std::to_string(id));
  auto line = old ? *old : json::make_object({{"scene_id", id}});
  if (!edit)
    return line;
  if (!edit->at("script").is_string())
    return refuse(field, "must be text");
  line = overlay(std::move(line), *edit);
  if (auto err = clean(line, field))
    return err;
  if (auto err = check_number(line, field, "rate", slowest_rate, fastest_rate))
    return err;
  if (auto err = check_number(line, field, "pause_after_sec", 0,
                              longest_pause_after))
    return err;
  return line;
}

result<json> edit_script(const json& base, const json& edit,
                         const std::vector<int32_t>& scene_ids) {
  auto& asked = edit.at("script");
  if (auto err = check_ids(asked, "data.script"))
    return err;
  auto ids = scene_ids.empty() ? scene_ids_in(base) : scene_ids;
  for (auto id : scene_ids_in(edit))
    if (!ids.empty() && !std::count(ids.begin(), ids.end(), id))
      return refuse("data.script", "names scene " + std::to_string(id)
                                     + ", which does not exist");
  auto script = json::make_array();
  for (auto id : ids.empty() ? scene_ids_in(edit) : ids) {
    auto line = edited_line(base.at("script"), asked, id);
    if (!line)
      return line;
    script.push_back(std::move(*line));
  }
  auto data = base.is_object() ? base : json::make_object();
  auto words = count_words(script);
  data["script_count"] = script.size();
  data["script"] = std::move(script);
  data["estimated_duration_sec"] = estimated_seconds(base, words);
  data["word_count"] = words;
  data["notes"] = json::make_array();
  // What was checked is no longer what is said.
  if (data.has("validation_report"))
    data["validation_report"] = json::make_object(
      {{"status", "not_checked"},
       {"message", "The script was edited after it was checked"}});
  return data;
}

} // namespace

std::vector<int32_t> scene_ids_in(const json& data) {
  auto& planned = data.at("scenes_data").at("scenes");
  std::vector<int32_t> ids;
  for (auto& item :
       (planned.is_array() ? planned : data.at("script")).as_array())
    if (auto id = item.integer("scene_id"); id >= 1 && id <= INT32_MAX)
      ids.push_back(static_cast<int32_t>(id));
  return ids;
}

result<json> edit_stage(stage at, const json& base, const json& edit,
                        const std::vector<int32_t>& scene_ids) {
  if (at != stage::scenes && at != stage::script)
    return make_error(ec::invalid_state,
                      "Stage " + std::string{to_string(at)}
                        + " can't be edited; regenerate it with feedback "
                          "(scenes and script can)");
  if (!edit.is_object())
    return refuse("data", "must be an object");
  auto data = at == stage::scenes ? edit_scenes(base, edit)
                                  : edit_script(base, edit, scene_ids);
  if (data && data->dump().size() > defaults::payload_max_bytes)
    return refuse("data", "must be at most "
                            + std::to_string(defaults::payload_max_bytes)
                            + " bytes as JSON");
  return data;
}

} // namespace troupe
