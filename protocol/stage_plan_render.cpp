#include "protocol/stage_plan_parts.hpp"

#include "protocol/piece_spec.hpp"

#include <algorithm>

namespace troupe::plan {

namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;

/// Work per frame against one sample block of sound, for progress only.
constexpr double sound_cost_per_frame = 0.08;
constexpr double film_cost_per_frame = 0.05;

/// What render decides: the mix, and looks that were turned at the last
/// moment ("captions off").
struct finish {
  mix_style mix;
  look_styles looks;
  notes_list notes;
};

bool is_look(const directive& x) {
  auto at = stage_of(x);
  return at == stage::visuals || at == stage::animations;
}

finish finish_of(const film_inputs& inputs) {
  finish out;
  out.mix = default_mix(inputs.type);
  auto& moving = inputs.upstream.at("animations");
  auto& source = moving.has("style") ? moving : inputs.upstream.at("visuals");
  out.looks = looks_from(source);
  if (!inputs.has_previous())
    return out;
  out.mix = mix_style_from(inputs.previous.at("mix"));
  if (auto own = inputs.previous.find("looks"))
    out.looks = looks_from(*own);
  auto request = inputs.wishes();
  auto asked = request.plan;
  std::vector<bool> done;
  for (auto& x : asked.directives)
    done.push_back(is_look(x) || stage_of(x) == stage::render);
  note_the_rest(asked, done, stage::render, out.notes);
  request.plan.rest.clear();
  std::erase_if(request.plan.directives,
                [](auto& x) { return !is_look(x); });
  if (!request.plan.directives.empty())
    restyle(out.looks, request,
            [&](const feedback_plan& plan, look_style& look) {
              apply_to_look(plan, inputs.scenes, look, out.notes);
            });
  feedback_plan sound;
  for (auto& x : asked.directives)
    if (stage_of(x) == stage::render)
      sound.directives.push_back(x);
  if (!sound.directives.empty() || inputs.all.text("feedback").empty())
    apply_to_mix(sound, out.mix, out.notes);
  return out;
}

/// The entry of a scene in the tts stage's data, or null for a silent one.
const json& voice_of(const film_inputs& inputs, int64_t scene_id) {
  for (auto& entry : inputs.upstream.at("tts").at("scenes").as_array())
    if (entry.integer("scene_id") == scene_id)
      return entry;
  static const json silent;
  return silent;
}

size_t words_in(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (char c : text) {
    auto blank = c == ' ' || c == '\n' || c == '\t';
    words += !blank && !inside ? 1U : 0U;
    inside = !blank;
  }
  return words;
}

/// Product and logo cards have their length by rule; everything else stays
/// until it can be read: 3 words a second after the entrance.
microseconds shortest(const json& scene, const composition& picture) {
  auto type = scene.text("type");
  if (type == "product")
    return 7s;
  if (type == "logo")
    return 6s;
  auto words = words_in(picture.title) + words_in(picture.legal);
  for (auto& point : picture.points)
    words += words_in(point.text);
  return std::max<microseconds>(
    3s, 1s + microseconds{static_cast<int64_t>(words) * 1'000'000 / 3});
}

std::vector<scene_slot> slots_of(const film_inputs& inputs,
                                 const std::vector<composition>& pictures) {
  std::vector<scene_voice> voices;
  for (uint32_t i = 0; i < inputs.scenes.size(); ++i) {
    auto& scene = inputs.scenes.at(i);
    auto id = scene.integer("scene_id");
    auto& voice = voice_of(inputs, id);
    voices.push_back({static_cast<int32_t>(id),
                      microseconds{voice.integer("duration_us")},
                      spoken_words_from(voice.at("words")),
                      shortest(scene, pictures[i])});
  }
  return plan_timeline(voices, inputs.format.fps);
}

soundtrack_spec sound_of(const film_inputs& inputs, const mix_style& mix,
                         const std::vector<scene_slot>& slots) {
  soundtrack_spec spec;
  spec.frames = frame_count(slots);
  spec.fps = inputs.format.fps;
  spec.mix = mix;
  spec.seed = inputs.seed;
  for (auto& slot : slots) {
    auto begin = time_of(slot.first_frame, spec.fps);
    spec.scene_starts.push_back(begin);
    auto& voice = voice_of(inputs, slot.scene_id);
    if (auto key = voice.text("narration"); is_content_key(key))
      spec.voices.push_back({content_key{key}, begin + slot.voice_start,
                             spoken_words_from(voice.at("words"))});
  }
  return spec;
}

film_spec film_of(const film_inputs& inputs,
                  const std::vector<composition>& pictures,
                  const std::vector<scene_slot>& slots) {
  film_spec spec;
  spec.format = inputs.format;
  spec.title = inputs.scenes_data.text("title");
  spec.language = inputs.scenes_data.text("language", "en");
  spec.type = inputs.type;
  spec.slots = slots;
  spec.poster = pictures.front();
  for (auto& picture : pictures)
    spec.chapters.push_back(picture.title.empty() ? picture.kicker
                                                  : picture.title);
  return spec;
}

/// The plan, and what the data needs to know of it.
struct render_plan {
  finish style;
  std::vector<scene_slot> slots;
  piece_list pieces;
};

render_plan plan_of(const film_inputs& inputs) {
  render_plan out;
  out.style = finish_of(inputs);
  std::vector<composition> pictures;
  for (uint32_t i = 0; i < inputs.scenes.size(); ++i) {
    auto id = static_cast<int32_t>(inputs.scenes.at(i).integer("scene_id"));
    pictures.push_back(picture_of(inputs, out.style.looks.of(id), i));
  }
  out.slots = slots_of(inputs, pictures);
  auto frames = static_cast<double>(frame_count(out.slots));
  std::vector<std::string> needs;
  for (size_t i = 0; i < out.slots.size(); ++i) {
    auto& slot = out.slots[i];
    auto name = "scene_" + std::to_string(slot.scene_id);
    add(out.pieces, piece_kind::segment, name,
        to_json(segment_spec{pictures[i], slot.frames, slot.words}),
        slot.frames);
    needs.push_back(std::move(name));
  }
  add(out.pieces, piece_kind::soundtrack, "soundtrack",
      to_json(sound_of(inputs, out.style.mix, out.slots)),
      frames * sound_cost_per_frame);
  needs.push_back("soundtrack");
  add(out.pieces, piece_kind::film, "film",
      to_json(film_of(inputs, pictures, out.slots)),
      frames * film_cost_per_frame, needs);
  return out;
}

/// looks as looks_from() reads them.
json looks_json(const look_styles& looks) {
  auto scenes = json::make_array();
  for (auto& [id, style] : looks.own)
    scenes.push_back(
      json::make_object({{"scene_id", id}, {"style", to_json(style)}}));
  return json::make_object({{"style", to_json(looks.all)}, {"scenes", scenes}});
}

} // namespace

result<piece_list> render(const film_inputs& inputs) {
  if (inputs.upstream.at("tts").at("scenes").size() == 0)
    return make_error(ec::invalid_state,
                      "There is no narration; regenerate the tts stage");
  return plan_of(inputs).pieces;
}

json render_data(const film_inputs& inputs, const place& at,
                 const std::vector<piece_record>& records) {
  auto plan = plan_of(inputs);
  auto& film = records.back();
  auto duration = time_of(frame_count(plan.slots), inputs.format.fps);
  return json::make_object(
    {{"status", "complete"},
     {"message", "Video rendered successfully"},
     {"video_path", at.path(film, "film.mp4")},
     {"video_id", at.session.str()},
     {"video_url", at.url(film, "film.mp4")},
     {"captions_url", at.url(film, "captions.vtt")},
     {"subtitles_url", at.url(film, "captions.srt")},
     {"poster_url", at.url(film, "poster.jpg")},
     {"manifest_url", at.url(film, "manifest.json")},
     {"duration", static_cast<double>(duration.count() / 1'000) / 1'000},
     {"format", to_json(inputs.format)},
     {"mix", to_json(plan.style.mix)},
     {"looks", looks_json(plan.style.looks)},
     {"film_key", film.key.str()},
     {"notes", notes_json(plan.style.notes)}});
}

} // namespace troupe::plan
