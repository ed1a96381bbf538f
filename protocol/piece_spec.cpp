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

json times_to_json(const std::vector<microseconds>& times) {
  auto list = json::make_array();
  for (auto time : times)
    list.push_back(time.count());
  return list;
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
  return json::make_object({{"text", x.text}, {"voice", to_json(x.voice)}});
}

json to_json(const segment_spec& x) {
  return json::make_object({{"picture", to_json(x.picture)},
                            {"frames", x.frames},
                            {"words", to_json(x.words)}});
}

json to_json(const soundtrack_spec& x) {
  auto voices = json::make_array();
  for (auto& voice : x.voices)
    voices.push_back(to_json(voice));
  return json::make_object({{"voices", voices},
                            {"frames", x.frames},
                            {"fps", x.fps},
                            {"mix", to_json(x.mix)},
                            // As text: a JSON number holds 63 bits.
                            {"seed", std::to_string(x.seed)},
                            {"scene_starts", times_to_json(x.scene_starts)}});
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
                            {"poster", to_json(x.poster)}});
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
  return narration_spec{x.text("text"), voice_style_from(x.at("voice"))};
}

result<segment_spec> segment_spec_from(const json& x) {
  auto picture = composition_from(x.at("picture"));
  if (!picture)
    return picture.error();
  auto frames = frames_from(x.at("frames"));
  if (!frames)
    return frames.error();
  return segment_spec{std::move(*picture), *frames,
                      spoken_words_from(x.at("words"))};
}

result<soundtrack_spec> soundtrack_spec_from(const json& x) {
  auto frames = frames_from(x.at("frames"));
  if (!frames)
    return frames.error();
  soundtrack_spec spec;
  spec.frames = *frames;
  spec.fps = static_cast<uint32_t>(
    std::clamp<int64_t>(x.integer("fps", defaults::fps), 1, 60));
  spec.mix = mix_style_from(x.at("mix"));
  spec.seed = std::strtoull(x.text("seed").c_str(), nullptr, 10);
  for (auto& item : x.at("voices").as_array()) {
    auto voice = placed_voice_from(item);
    if (!voice)
      return voice.error();
    spec.voices.push_back(std::move(*voice));
  }
  for (auto& item : x.at("scene_starts").as_array())
    spec.scene_starts.push_back(microseconds{item.as_integer()});
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
