#include "protocol/film_document.hpp"

#include "protocol/composition.hpp"
#include "protocol/defaults.hpp"
#include "protocol/direction.hpp"
#include "protocol/film_files.hpp"
#include "protocol/payload.hpp"
#include "protocol/payload_options.hpp"
#include "protocol/payload_pictures.hpp"
#include "protocol/stage_plan_parts.hpp"

#include <algorithm>
#include <set>

namespace troupe {

namespace {

/// Members of scenes_data that scenes read names and words from.
constexpr std::string_view film_names[] = {"title", "language", "brand_name",
                                           "drug_name", "topic"};
/// Members of a scene that are stage data of their own.
constexpr std::string_view own_members[]
  = {"script", "rate", "pause_after_sec", "duration_sec", "look", "voice"};
/// What a line of the script says of how it is spoken.
constexpr std::string_view spoken_members[] = {"rate", "pause_after_sec"};

/// `changes` over `base`, member by member.
json merged(json base, const json& changes) {
  for (auto& [key, value] : changes.as_object())
    base[key] = value;
  return base;
}

video_type type_of(const json& document) {
  auto type = parse_video_type(document.text("video_type", "product_ad"));
  return type ? *type : video_type::product_ad;
}

/// What a payload would have said.
json payload_of(const json& document) {
  auto payload = document.at("format");
  payload.members();
  for (auto key : {"language", "tone", "persona"})
    if (auto value = document.find(key))
      payload[key] = *value;
  for (auto key : logo_fields)
    if (auto value = document.find(key))
      payload[key] = *value;
  return payload;
}

int64_t id_of(const json& scene, size_t index) {
  return scene.integer("scene_id", static_cast<int64_t>(index) + 1);
}

/// The scene as the scenes stage would have it.
json scene_of(const json& written, size_t index, const json& document) {
  auto scene = json::make_object({{"scene_id", id_of(written, index)}});
  for (auto& [key, value] : written.as_object())
    if (std::ranges::find(own_members, key) == std::end(own_members))
      scene[key] = value;
  if (auto seconds = written.find("duration_sec"))
    scene["at_least_sec"] = *seconds;
  if (auto usual = document.find("transition"); usual && !scene.has("transition"))
    scene["transition"] = *usual;
  return scene;
}

/// {all, scenes: [{scene_id, all}]} of looks and voices.
json styles_of(const json& document, const char* member, const char* name,
               const json& all) {
  auto scenes = json::make_array();
  auto& written = document.at("scenes");
  for (size_t i = 0; i < written.size(); ++i)
    if (auto own = written.at(i).find(member))
      scenes.push_back(json::make_object({{"scene_id", id_of(written.at(i), i)},
                                          {name, merged(all, *own)}}));
  return json::make_object({{name, all}, {"scenes", scenes}});
}

/// Members of `style` that differ from `usual`.
json difference(const json& style, const json& usual) {
  auto out = json::make_object();
  for (auto& [key, value] : style.as_object())
    if (usual.at(key) != value)
      out[key] = value;
  return out;
}

const json& entry_of(const json& list, int64_t id) {
  static const json nothing;
  for (auto& x : list.as_array())
    if (x.integer("scene_id") == id)
      return x;
  return nothing;
}

/// A picture that the payload brought, by its id; what it was asked for by is
/// past.
void name_picture(json& scene, const json& payload) {
  auto picture = scene.find("picture");
  if (!picture)
    return;
  picture->erase("of");
  auto all = pictures_in(payload);
  if (std::ranges::find(all, picture->text("key"), &named_picture::id)
      == all.end())
    scene.erase("picture");
}

json written_scene(const json& scene, const json& payload, const json& looks,
                   const json& upstream) {
  auto id = scene.integer("scene_id");
  auto out = scene;
  name_picture(out, payload);
  // No payload brings clips.
  out.erase("clip");
  // How long it takes follows from the words; the writer's guess is past.
  out.erase("duration_sec");
  if (auto seconds = scene.find("at_least_sec")) {
    out["duration_sec"] = *seconds;
    out.erase("at_least_sec");
  }
  auto& line = entry_of(upstream.at("script").at("script"), id);
  if (auto words = line.text("script"); !words.empty())
    out["script"] = words;
  for (auto name : spoken_members)
    if (auto value = line.find(name))
      out[name] = *value;
  auto& look = entry_of(looks.at("scenes"), id).at("style");
  if (look.is_object())
    out["look"] = difference(look, looks.at("style"));
  auto& voice = entry_of(upstream.at("tts").at("scenes"), id).at("voice_style");
  if (voice.is_object())
    out["voice"] = difference(voice, upstream.at("tts").at("voice_style"));
  return out;
}

/// Ids are for sessions; a film that was written down names files.
void add_file_complaints(const json& document,
                         std::vector<schema_complaint>& wrong) {
  size_t pictures = 0;
  size_t clips = 0;
  auto copy = document;
  each_film_file(copy, [&](const std::string& at, film_file_role role,
                           json& entry) {
    ++(role == film_file_role::clip ? clips : pictures);
    for (auto name : {"key", "of"})
      if (entry.has(name))
        wrong.push_back({at + '/' + name,
                         "means nothing in a written film; name a file"});
    if (!entry.has("file"))
      wrong.push_back({at, "needs the member file"});
    else if (auto why = complaint_about_path(entry.text("file")); !why.empty())
      wrong.push_back({at + "/file", why});
  });
  auto limit = [&](size_t count, size_t most, const char* what) {
    if (count > most)
      wrong.push_back({"/scenes", "has " + std::to_string(count) + ' ' + what
                                    + "; at most " + std::to_string(most)
                                    + " are possible"});
  };
  limit(pictures, defaults::film_picture_limit, "pictures");
  limit(clips, defaults::film_clip_limit, "clips");
}

} // namespace

std::vector<schema_complaint> check_film_document(const json& document) {
  auto wrong = film_schema().check(document);
  if (!wrong.empty())
    return wrong;
  std::set<int64_t> seen;
  auto& scenes = document.at("scenes");
  for (size_t i = 0; i < scenes.size(); ++i)
    if (auto id = id_of(scenes.at(i), i); !seen.insert(id).second)
      wrong.push_back({"/scenes/" + std::to_string(i) + "/scene_id",
                       "is " + std::to_string(id)
                         + " again; every scene has a number of its own"});
  add_file_complaints(document, wrong);
  return wrong;
}

json inputs_of_document(const json& document) {
  auto type = type_of(document);
  auto payload = payload_of(document);
  auto seed = static_cast<uint64_t>(
    document.integer("seed", static_cast<int64_t>(seed_of(document))));
  auto data = json::make_object({{"video_type", to_string(type)}});
  for (auto name : film_names)
    if (auto value = document.find(name))
      data[name] = *value;
  auto scenes = json::make_array();
  auto script = json::make_array();
  auto& written = document.at("scenes");
  for (size_t i = 0; i < written.size(); ++i) {
    scenes.push_back(scene_of(written.at(i), i, document));
    auto line = json::make_object({{"scene_id", id_of(written.at(i), i)},
                                   {"script", written.at(i).text("script")}});
    for (auto name : spoken_members)
      if (auto value = written.at(i).find(name))
        line[name] = *value;
    script.push_back(std::move(line));
  }
  data["scenes"] = scenes;
  auto look = merged(to_json(default_look(type, payload, seed)),
                     document.at("look"));
  auto voice = merged(to_json(default_voice(payload)), document.at("voice"));
  auto mix = merged(to_json(default_mix(type, payload)), document.at("mix"));
  auto upstream = json::make_object(
    {{"scenes", json::make_object({{"scenes_data", data}})},
     {"script", json::make_object({{"script", script}})},
     {"visuals", styles_of(document, "look", "style", look)}});
  return json::make_object(
    {{"video_type", to_string(type)},
     {"payload", payload},
     {"seed", static_cast<int64_t>(seed)},
     {"version", 1},
     {"feedback", ""},
     {"scenes", json::make_array()},
     {"previous", json{}},
     {"voices", styles_of(document, "voice", "voice_style", voice)},
     {"mix", mix},
     {"files", named_files(document)},
     {"upstream", upstream}});
}

bool is_spoken(const json& inputs) {
  auto& script = inputs.at("upstream").at("script").at("script").as_array();
  return std::ranges::any_of(script, [](auto& line) {
    return line.text("script").find_first_not_of(" \t\r\n")
           != std::string::npos;
  });
}

json document_of_film(video_type type, const json& payload, uint64_t seed,
                      const json& upstream) {
  auto& data = upstream.at("scenes").at("scenes_data");
  auto& render = upstream.at("render");
  auto& looks = render.at("looks");
  auto out = json::make_object({{"video_type", to_string(type)}});
  for (auto name : film_names)
    if (auto value = data.find(name); value && value->is_string())
      out[name] = *value;
  auto format = json::make_object();
  for (auto key : {"aspect_ratio", "quality"})
    if (auto value = payload.find(key))
      format[key] = *value;
  format["fps"] = render.at("format").integer("fps");
  out["format"] = format;
  out["seed"] = static_cast<int64_t>(seed);
  out["look"] = looks.at("style");
  out["voice"] = upstream.at("tts").at("voice_style");
  out["mix"] = render.at("mix");
  // Scenes as they were cast: a document gives no pictures away by itself.
  auto inputs = json::make_object({{"video_type", to_string(type)},
                                   {"payload", payload},
                                   {"upstream", upstream}});
  plan::film_inputs film{inputs};
  if (auto logo = plan::logo_of(film))
    out["logo"] = json::make_object({{"key", logo->key}});
  for (auto key : logo_fields)
    if (auto value = payload.find(key))
      out[key] = *value;
  auto scenes = json::make_array();
  for (uint32_t i = 0; i < data.at("scenes").size(); ++i)
    scenes.push_back(written_scene(plan::cast_scene(film, i), payload, looks,
                                   upstream));
  out["scenes"] = scenes;
  return out;
}

} // namespace troupe
