#include "providers/embedded_writer.hpp"

#include "protocol/feedback.hpp"
#include "providers/embedded_writer_facts.hpp"
#include "providers/embedded_writer_presenter.hpp"
#include "providers/embedded_writer_revision.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_script.hpp"
#include "providers/embedded_writer_structure.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>

namespace troupe {

namespace {

using namespace writing;

error check(const json& inputs) {
  if (!parse_video_type(inputs.text("video_type")))
    return make_error(ec::invalid_argument,
                      "Field video_type is not one of the known types");
  if (!inputs.at("payload").is_object())
    return make_error(ec::invalid_argument, "Field payload must be an object");
  return {};
}

void note_language(film_facts& facts) {
  if (!facts.language.empty() && !facts.language.starts_with("en"))
    facts.notes.push_back("The embedded writer and voice speak English; the "
                          "film is not in \"" + facts.language
                          + "\". Names are kept as they are.");
}

bool limited(const json& inputs) {
  return inputs.at("scenes").size() > 0;
}

bool is_named(const json& inputs, int64_t id) {
  auto& list = inputs.at("scenes").as_array();
  return list.empty() || std::ranges::any_of(list, [&](auto& x) {
    return x.as_integer() == id;
  });
}

json fresh_scenes(film_facts& facts, const json& inputs) {
  if (facts.type == video_type::presenter_ad)
    return presenter_scenes(facts, inputs);
  line_source lines{facts, facts.version};
  auto drafts = plan_scenes(facts, lines);
  auto list = json::make_array();
  int32_t id = 0;
  for (auto& draft : drafts)
    list.push_back(scene_json(draft, facts, lines, ++id));
  return list;
}

/// The scene of the new version that stands for an old one: the same kind,
/// and the same one of its kind.
const json* counterpart(const json& old_scenes, const json& scene,
                        const json& fresh) {
  size_t place = 0;
  for (auto& x : old_scenes.as_array()) {
    if (x.integer("scene_id") == scene.integer("scene_id"))
      break;
    place += x.text("type") == scene.text("type") ? 1 : 0;
  }
  const json* last = nullptr;
  for (auto& x : fresh.as_array())
    if (x.text("type") == scene.text("type")) {
      last = &x;
      if (place-- == 0)
        break;
    }
  return last;
}

/// The new scenes, those that are not named taken from the version before.
json merged_scenes(const json& inputs, const json& before, const json& fresh) {
  if (!limited(inputs) || before.size() == 0)
    return fresh;
  auto list = json::make_array();
  for (auto& scene : before.as_array()) {
    auto id = scene.integer("scene_id");
    auto other = is_named(inputs, id) ? counterpart(before, scene, fresh)
                                      : nullptr;
    auto next = other ? *other : scene;
    next["scene_id"] = id;
    list.push_back(std::move(next));
  }
  return list;
}

/// Versions tried until one differs from what was there before.
constexpr uint32_t attempts = 6;

result<json> fresh_scenes_data(const json& inputs) {
  auto& before = inputs.at("previous").at("scenes_data");
  auto& old = before.at("scenes");
  film_facts facts;
  json list;
  for (uint32_t i = 0; i < attempts; ++i) {
    facts = read_facts(inputs);
    facts.version += i;
    note_language(facts);
    list = merged_scenes(inputs, old, fresh_scenes(facts, inputs));
    if (list != old)
      break;
  }
  auto title = limited(inputs) && old.size() > 0 ? before.text("title")
                                                 : film_title(facts);
  if (title.empty() && list.size() > 0)
    title = list.at(size_t{0}).text("title");
  return scenes_stage_data(facts, inputs, list, title);
}

json fresh_script(const json& inputs, const json& scenes,
                  const film_facts& facts) {
  line_source lines{facts, facts.version};
  // What is a key point is not said a second time by a leading line.
  for (auto& scene : scenes.as_array())
    for (auto& point : scene.at("narration_key_points").as_array())
      lines.mark_used(point.as_string());
  auto& before = inputs.at("previous").at("script");
  auto is_given = facts.type == video_type::presenter_ad;
  auto list = json::make_array();
  for (auto& scene : scenes.as_array()) {
    auto id = scene.integer("scene_id");
    auto entry = json::make_object(
      {{"scene_id", id},
       {"script", is_given ? given_words(scene)
                           : script_of(scene, facts, lines)}});
    for (auto& old : before.as_array()) {
      if (old.integer("scene_id") != id)
        continue;
      if (limited(inputs) && !is_named(inputs, id))
        entry = old;
      // Other words are spoken as these were.
      for (auto name : {"rate", "pause_after_sec"})
        if (auto value = old.find(name))
          entry[name] = *value;
    }
    list.push_back(std::move(entry));
  }
  return list;
}

result<json> fresh_script_data(const json& inputs) {
  auto& scenes_data = inputs.at("upstream").at("scenes").at("scenes_data");
  auto& scenes = scenes_data.at("scenes");
  auto facts = read_facts(inputs, scenes_data.text("tone"));
  facts.notes.clear();
  note_language(facts);
  json list;
  for (uint32_t i = 0; i < attempts; ++i) {
    list = fresh_script(inputs, scenes, facts);
    if (list != inputs.at("previous").at("script"))
      break;
    ++facts.version;
  }
  if (facts.type == video_type::presenter_ad
      && inputs.at("previous").at("script").size() > 0)
    facts.notes.emplace_back("The script is spoken as it was given; say what "
                             "to change in it, or edit it.");
  return script_data(list, scenes, facts, facts.notes);
}

} // namespace

result<json> write_scenes(const json& inputs) {
  if (auto err = check(inputs))
    return err;
  auto feedback = inputs.text("feedback");
  auto has_previous
    = inputs.at("previous").at("scenes_data").at("scenes").size() > 0;
  if (has_previous && word_count(feedback) > 0)
    return revise_scenes(inputs, fresh_scenes_data);
  return fresh_scenes_data(inputs);
}

result<json> write_script(const json& inputs) {
  if (auto err = check(inputs))
    return err;
  if (inputs.at("upstream").at("scenes").at("scenes_data").at("scenes").size()
      == 0)
    return make_error(ec::invalid_state,
                      "There are no scenes to write a script for");
  auto feedback = inputs.text("feedback");
  auto has_previous = inputs.at("previous").at("script").size() > 0;
  if (has_previous && word_count(feedback) > 0)
    return revise_script(inputs, fresh_script_data);
  return fresh_script_data(inputs);
}

} // namespace troupe
