#include "providers/embedded_writer.hpp"

#include "protocol/feedback.hpp"
#include "providers/embedded_writer_facts.hpp"
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
                      "Field video_type is not one of the five types");
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

json fresh_scenes(film_facts& facts) {
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

result<json> fresh_scenes_data(const json& inputs) {
  auto facts = read_facts(inputs);
  note_language(facts);
  auto fresh = fresh_scenes(facts);
  auto& before = inputs.at("previous").at("scenes_data");
  if (!limited(inputs) || before.at("scenes").size() == 0)
    return scenes_stage_data(facts, inputs, fresh, film_title(facts));
  auto list = json::make_array();
  for (auto& scene : before.at("scenes").as_array()) {
    auto id = scene.integer("scene_id");
    auto other = is_named(inputs, id)
                   ? counterpart(before.at("scenes"), scene, fresh)
                   : nullptr;
    auto next = other ? *other : scene;
    next["scene_id"] = id;
    list.push_back(std::move(next));
  }
  return scenes_stage_data(facts, inputs, list, before.text("title"));
}

result<json> fresh_script_data(const json& inputs) {
  auto& scenes_data = inputs.at("upstream").at("scenes").at("scenes_data");
  auto& scenes = scenes_data.at("scenes");
  auto facts = read_facts(inputs, scenes_data.text("tone"));
  facts.notes.clear();
  note_language(facts);
  line_source lines{facts, facts.version};
  // What is on screen is not said a second time by a leading line.
  for (auto& scene : scenes.as_array()) {
    for (auto& point : scene.at("narration_key_points").as_array())
      lines.mark_used(point.as_string());
  }
  auto& before = inputs.at("previous").at("script");
  auto list = json::make_array();
  for (auto& scene : scenes.as_array()) {
    auto id = scene.integer("scene_id");
    auto text = script_of(scene, facts, lines);
    auto entry = json::make_object({{"scene_id", id}, {"script", text}});
    if (limited(inputs) && !is_named(inputs, id))
      for (auto& old : before.as_array())
        if (old.integer("scene_id") == id)
          entry = old;
    list.push_back(std::move(entry));
  }
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
