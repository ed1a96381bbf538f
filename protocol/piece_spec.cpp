#include "protocol/piece_spec.hpp"

#include "protocol/defaults.hpp"

#include <algorithm>

namespace troupe {

namespace {

using std::chrono::microseconds;

error bad(std::string_view field) {
  return make_error(ec::invalid_argument,
                    "Invalid piece: " + std::string{field});
}

/// A count of frames: an hour at 60 a second is the most.
result<uint32_t> frames_from(const json& x) {
  auto frames = x.as_integer(0);
  if (frames < 1 || frames > 60 * 60 * 60)
    return bad("frames");
  return static_cast<uint32_t>(frames);
}

result<uint32_t> fps_from(const json& x) {
  auto fps = x.integer("fps", defaults::fps);
  if (fps < 1 || fps > 60)
    return bad("fps");
  return static_cast<uint32_t>(fps);
}

/// A time of a film of an hour at most.
result<microseconds> time_from(const json& x, std::string_view key) {
  auto time = microseconds{x.integer(key)};
  if (time < microseconds::zero() || time > std::chrono::hours{1})
    return bad(key);
  return time;
}

json to_json(const scene_slot& x) {
  return json::make_object({{"scene_id", x.scene_id},
                            {"first_frame", x.first_frame},
                            {"frames", x.frames},
                            {"voice_start_us", x.voice_start.count()},
                            {"words", to_json(x.words)}});
}

json to_json(const placed_voice& x) {
  return json::make_object({{"narration", x.narration.str()},
                            {"start_us", x.start.count()},
                            {"words", to_json(x.words)}});
}

result<placed_voice> placed_voice_from(const json& x) {
  auto key = x.text("narration");
  if (!is_content_key(key))
    return bad("narration");
  return placed_voice{content_key{key}, microseconds{x.integer("start_us")},
                      spoken_words_from(x.at("words"))};
}

result<scene_slot> scene_slot_from(const json& x) {
  auto frames = frames_from(x.at("frames"));
  if (!frames)
    return frames.error();
  scene_slot slot;
  slot.scene_id = static_cast<int32_t>(x.integer("scene_id"));
  slot.first_frame = static_cast<uint32_t>(x.integer("first_frame"));
  slot.frames = *frames;
  slot.voice_start = microseconds{x.integer("voice_start_us")};
  slot.words = spoken_words_from(x.at("words"));
  return slot;
}

} // namespace

bool is_content_key(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

json to_json(const preview_spec& x) {
  return json::make_object({{"picture", to_json(x.picture)}});
}

json to_json(const narration_spec& x) {
  auto spec =
    json::make_object({{"text", x.text}, {"voice", to_json(x.voice)}});
  if (!x.lexicon.empty()) {
    auto lines = json::make_array();
    for (auto& line : x.lexicon)
      lines.push_back(line);
    spec["lexicon"] = lines;
  }
  return spec;
}

json to_json(const segment_spec& x) {
  auto out = json::make_object({{"picture", to_json(x.picture)},
                                {"frames", x.frames},
                                {"words", to_json(x.words)},
                                {"first", x.first},
                                {"count", x.count}});
  if (!x.loudness.empty())
    out["loudness"] = x.loudness;
  return out;
}

json to_json(const music_spec& x) {
  auto sections = json::make_array();
  for (auto& section : x.sections)
    sections.push_back(json::make_object({{"start_us", section.start.count()},
                                          {"part", to_string(section.part)}}));
  return json::make_object({{"mood", x.mood},
                            // As text: a JSON number holds 63 bits.
                            {"seed", std::to_string(x.seed)},
                            {"frames", x.frames},
                            {"fps", x.fps},
                            {"sections", sections}});
}

json to_json(const soundtrack_spec& x) {
  auto voices = json::make_array();
  for (auto& voice : x.voices)
    voices.push_back(to_json(voice));
  auto effects = json::make_array();
  for (auto& effect : x.effects)
    effects.push_back(json::make_object(
      {{"at_us", effect.at.count()}, {"kind", to_string(effect.kind)}}));
  return json::make_object({{"voices", voices},
                            {"frames", x.frames},
                            {"fps", x.fps},
                            {"mix", to_json(x.mix)},
                            {"effects", effects}});
}

json to_json(const film_spec& x) {
  auto chapters = json::make_array();
  for (auto& chapter : x.chapters)
    chapters.push_back(chapter);
  auto slots = json::make_array();
  for (auto& slot : x.slots)
    slots.push_back(to_json(slot));
  return json::make_object({{"format", to_json(x.format)},
                            {"title", x.title},
                            {"language", x.language},
                            {"video_type", to_string(x.type)},
                            {"chapters", chapters},
                            {"slots", slots},
                            {"poster", to_json(x.poster)},
                            {"about", x.about},
                            {"captions", x.has_captions},
                            {"thumbnails", x.has_thumbnails}});
}

result<preview_spec> preview_spec_from(const json& x) {
  auto picture = composition_from(x.at("picture"));
  if (!picture)
    return picture.error();
  return preview_spec{std::move(*picture)};
}

result<narration_spec> narration_spec_from(const json& x) {
  if (!x.at("text").is_string())
    return bad("text");
  narration_spec spec{x.text("text"), voice_style_from(x.at("voice")), {}};
  for (auto& line : x.at("lexicon").as_array())
    spec.lexicon.push_back(line.as_string());
  return spec;
}

result<segment_spec> segment_spec_from(const json& x) {
  auto picture = composition_from(x.at("picture"));
  if (!picture)
    return picture.error();
  auto frames = frames_from(x.at("frames"));
  if (!frames)
    return frames.error();
  auto first = x.integer("first");
  auto count = x.integer("count");
  if (first < 0 || first >= *frames || count < 0 || first + count > *frames)
    return bad("first, count");
  return segment_spec{std::move(*picture), *frames,
                      spoken_words_from(x.at("words")),
                      x.text("loudness"),
                      static_cast<uint32_t>(first),
                      static_cast<uint32_t>(count)};
}

result<music_spec> music_spec_from(const json& x) {
  auto frames = frames_from(x.at("frames"));
  auto fps = fps_from(x);
  if (!frames || !fps)
    return frames ? fps.error() : frames.error();
  music_spec spec;
  spec.mood = x.text("mood");
  if (!is_music(spec.mood) || spec.mood == "none")
    return bad("mood");
  spec.seed = std::strtoull(x.text("seed").c_str(), nullptr, 10);
  spec.frames = *frames;
  spec.fps = *fps;
  for (auto& item : x.at("sections").as_array()) {
    auto start = time_from(item, "start_us");
    auto part = parse_music_part(item.text("part"));
    if (!start || !part)
      return start ? part.error() : start.error();
    spec.sections.push_back({*start, *part});
  }
  return spec;
}

result<soundtrack_spec> soundtrack_spec_from(const json& x) {
  auto frames = frames_from(x.at("frames"));
  auto fps = fps_from(x);
  if (!frames || !fps)
    return frames ? fps.error() : frames.error();
  soundtrack_spec spec;
  spec.frames = *frames;
  spec.fps = *fps;
  spec.mix = mix_style_from(x.at("mix"));
  for (auto& item : x.at("voices").as_array()) {
    auto voice = placed_voice_from(item);
    if (!voice)
      return voice.error();
    spec.voices.push_back(std::move(*voice));
  }
  for (auto& item : x.at("effects").as_array()) {
    auto at = time_from(item, "at_us");
    auto kind = parse_effect_kind(item.text("kind"));
    if (!at || !kind)
      return at ? kind.error() : at.error();
    spec.effects.push_back({*at, *kind});
  }
  return spec;
}

result<film_spec> film_spec_from(const json& x) {
  auto poster = composition_from(x.at("poster"));
  if (!poster)
    return poster.error();
  auto type = parse_video_type(x.text("video_type"));
  if (!type)
    return type.error();
  film_spec spec;
  spec.format = film_format_from(x.at("format"));
  spec.title = x.text("title");
  spec.language = x.text("language", "en");
  spec.type = *type;
  spec.poster = std::move(*poster);
  spec.about = x.at("about");
  spec.has_captions = x.flag("captions", true);
  spec.has_thumbnails = x.flag("thumbnails", true);
  for (auto& item : x.at("chapters").as_array())
    spec.chapters.push_back(item.as_string());
  for (auto& item : x.at("slots").as_array()) {
    auto slot = scene_slot_from(item);
    if (!slot)
      return slot.error();
    spec.slots.push_back(std::move(*slot));
  }
  if (spec.slots.empty() || spec.slots.size() > defaults::scene_limit)
    return bad("slots");
  return spec;
}

} // namespace troupe
