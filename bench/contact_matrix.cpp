#include "bench/contact_sheet.hpp"

#include "protocol/direction.hpp"
#include "protocol/payload.hpp"
#include "providers/embedded_writer.hpp"
#include "providers/reference_gatherer.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace troupe {

namespace {

json inputs_of(video_type type, const json& payload) {
  return json::make_object({{"video_type", to_string(type)},
                            {"payload", payload},
                            {"seed", static_cast<int64_t>(seed_of(payload))},
                            {"version", int64_t{1}},
                            {"feedback", ""},
                            {"scenes", json::make_array()},
                            {"previous", nullptr},
                            {"upstream", json::make_object()}});
}

/// Scenes with what is said in them, as the writer gives them.
result<json> written(video_type type, const json& payload) {
  auto gathered = with_passages(inputs_of(type, payload), {});
  if (!gathered)
    return gathered.error();
  auto inputs = std::move(*gathered);
  auto scenes = write_scenes(inputs);
  if (!scenes)
    return scenes.error();
  inputs["upstream"]["scenes"] = *scenes;
  auto script = write_script(inputs);
  if (!script)
    return script.error();
  auto data = scenes->at("scenes_data");
  auto with_script = json::make_array();
  for (auto& scene : data.at("scenes").as_array()) {
    auto next = scene;
    for (auto& said : script->at("script").as_array())
      if (said.integer("scene_id") == scene.integer("scene_id"))
        next["script"] = said.text("script");
    with_script.push_back(std::move(next));
  }
  data["scenes"] = std::move(with_script);
  return data;
}

std::string file_name(std::string text) {
  std::replace(text.begin(), text.end(), ':', 'x');
  return text;
}

} // namespace

int draw_matrix(const std::string& payloads, const std::string& folder,
                const options& with) {
  std::ifstream in{payloads};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto all = json::parse(text);
  if (!all) {
    std::fprintf(stderr, "%s: %s\n", payloads.c_str(),
                 text_of(all.error()).c_str());
    return -1;
  }
  // Fifteen films: every theme comes twice, every shape of frame often.
  constexpr std::array shapes = {"16:9", "9:16", "1:1", "4:5"};
  size_t turn = 0;
  auto findings = 0;
  for (auto type : all_video_types())
    for (auto& [which, given] : all->at(to_string(type)).as_object()) {
      auto theme = theme_names()[turn % theme_names().size()];
      auto shape = std::string{shapes[turn % shapes.size()]};
      auto variation = std::to_string(turn % 2);
      ++turn;
      auto name = std::string{to_string(type)} + "_" + which;
      if (option(with, "only", name) != name)
        continue;
      auto wanted = given;
      wanted["aspect_ratio"] = option(with, "aspect", shape);
      wanted["quality"] = option(with, "quality", "medium");
      auto payload = check_payload(type, wanted);
      auto data = payload ? written(type, *payload) : result<json>{
                                                        payload.error()};
      if (!data) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(),
                     text_of(data.error()).c_str());
        return -1;
      }
      options chosen = with;
      chosen.emplace("theme", theme);
      chosen.emplace("variation", variation);
      auto upright = payload->text("aspect_ratio") != "16:9";
      chosen.emplace("columns", upright ? "6" : "3");
      auto look = look_of(chosen, type);
      look.motion = default_look(type, *payload, seed_of(*payload)).motion;
      std::printf("%s: %s %s\n", name.c_str(), look.theme.c_str(),
                  payload->text("aspect_ratio").c_str());
      auto found = draw_sheet(film_of(*data, type, format_of(type, *payload),
                                      look),
                              folder + "/" + name + "_" + look.theme + "_"
                                + file_name(payload->text("aspect_ratio"))
                                + ".png",
                              chosen);
      if (found < 0)
        return -1;
      findings += found;
    }
  std::printf("%d findings\n", findings);
  return findings;
}

} // namespace troupe
