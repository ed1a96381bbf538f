#include "protocol/stage_plan_parts.hpp"

#include "protocol/film_document.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/stage_plan.hpp"

#include <algorithm>

namespace troupe::plan {

namespace {

using std::chrono::microseconds;

/// Work per frame against one sample block of sound, for progress only.
constexpr double music_cost_per_frame = 0.04;
constexpr double sound_cost_per_frame = 0.04;
constexpr double film_cost_per_frame = 0.05;
constexpr double live_cost = 1;
/// The same for a container: pictures are encoded again for WebM only.
double delivery_cost_per_frame(film_container x) {
  return x == film_container::webm ? 2 : 0.05;
}

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
  out.mix = default_mix(inputs.type, inputs.payload);
  auto& moving = inputs.upstream.at("animations");
  auto& source = moving.has("style") ? moving : inputs.upstream.at("visuals");
  out.looks = looks_from(source);
  if (auto given = inputs.all.find("mix"))
    out.mix = mix_style_from(*given);
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
                      shortest(inputs.type, scene, pictures[i]),
                      microseconds{voice.integer("pause_after_us")},
                      breath_of(scene)});
  }
  return plan_timeline(voices, inputs.format.fps);
}

music_spec music_of(const film_inputs& inputs, const mix_style& mix,
                    const std::vector<scene_slot>& slots,
                    const std::vector<music_section>& sections) {
  return {mix.music, inputs.seed, frame_count(slots), inputs.format.fps,
          sections};
}

soundtrack_spec sound_of(const film_inputs& inputs, const mix_style& mix,
                         const std::vector<scene_slot>& slots,
                         const std::vector<music_section>& sections) {
  soundtrack_spec spec;
  spec.frames = frame_count(slots);
  spec.fps = inputs.format.fps;
  spec.mix = mix;
  if (mix.effects)
    spec.effects = effect_cues(sections, mix.music);
  for (auto& slot : slots) {
    auto begin = time_of(slot.first_frame, spec.fps);
    auto& voice = voice_of(inputs, slot.scene_id);
    if (auto key = voice.text("narration"); is_content_key(key))
      spec.voices.push_back({content_key{key}, begin + slot.voice_start,
                             spoken_words_from(voice.at("words"))});
  }
  return spec;
}

/// The bed and the mix: a changed narration or gain leaves the bed alone.
void add_sound(piece_list& pieces, const film_inputs& inputs,
               const mix_style& mix, const std::vector<scene_slot>& slots,
               const std::vector<music_section>& sections) {
  auto frames = static_cast<double>(frame_count(slots));
  std::vector<std::string> needs;
  if (mix.music != "none") {
    add(pieces, piece_kind::music, "music",
        to_json(music_of(inputs, mix, slots, sections)),
        frames * music_cost_per_frame);
    needs.emplace_back("music");
  }
  add(pieces, piece_kind::soundtrack, "soundtrack",
      to_json(sound_of(inputs, mix, slots, sections)),
      frames * sound_cost_per_frame, needs);
}

void add_once(json& list, json x) {
  auto& items = list.items();
  if (std::ranges::find(items, x) == items.end())
    list.push_back(std::move(x));
}

/// What people ask of a finished film: who speaks, what plays, whose pictures
/// these are, where numbers come from.
json about_film(const film_inputs& inputs, const mix_style& mix,
                const std::vector<composition>& pictures) {
  auto voices = json::make_array();
  for (auto& entry : inputs.upstream.at("tts").at("scenes").as_array())
    add_once(voices, entry.at("voice"));
  auto credits = json::make_array();
  auto sources = json::make_array();
  for (auto& scene : pictures) {
    for (auto shown : {&scene.picture, &scene.clip, &scene.logo})
      if (*shown)
        add_once(credits, json::make_object({{"key", (*shown)->key},
                                             {"credit", (*shown)->credit},
                                             {"alt", (*shown)->alt}}));
    if (scene.chart && !scene.chart->source.empty())
      add_once(sources, scene.chart->source);
  }
  return json::make_object({{"voices", voices},
                            {"music", mix.music},
                            {"music_seed", static_cast<int64_t>(inputs.seed)},
                            {"theme", pictures.front().theme},
                            {"loudness_target_lufs", mix.loudness_lufs},
                            {"pictures", credits},
                            {"sources", sources}});
}

film_spec film_of(const film_inputs& inputs, const mix_style& mix,
                  const std::vector<composition>& pictures,
                  const std::vector<scene_slot>& slots) {
  film_spec spec;
  spec.format = inputs.format;
  spec.title = inputs.scenes_data.text("title");
  spec.language = inputs.scenes_data.text("language", "en");
  spec.type = inputs.type;
  spec.slots = slots;
  spec.poster = poster_of(pictures.front(), spec.title);
  spec.about = about_film(inputs, mix, pictures);
  auto wanted = delivery_of(inputs.payload);
  spec.has_captions = wanted.has_captions;
  spec.has_thumbnails = wanted.has_thumbnails;
  for (auto& picture : pictures)
    spec.chapters.push_back(picture.title.empty() ? picture.kicker
                                                  : picture.title);
  return spec;
}

/// The film once more, if it is asked for in another container.
void add_delivery(piece_list& pieces, const film_inputs& inputs,
                  const film_spec& film) {
  auto container = delivery_of(inputs.payload).container;
  if (container == film_container::mp4)
    return;
  auto frames = frame_count(film.slots);
  add(pieces, piece_kind::delivery, "delivery",
      to_json(delivery_spec{container, film.format, frames, film.title,
                            film.language}),
      frames * delivery_cost_per_frame(container), {"film"});
}

live_spec live_of(const film_inputs& inputs, const film_pictures& shown) {
  live_spec spec{inputs.format, {}};
  for (size_t i = 0; i < shown.pieces.size(); ++i)
    spec.parts.push_back({shown.pieces[i].key, shown.frames[i]});
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
  auto clips = use_clips(inputs, pictures, out.slots);
  auto frames = static_cast<double>(frame_count(out.slots));
  auto shown = pictures_of(inputs, out.style.looks, pictures, out.slots);
  // Sound first: with it the film can be heard and seen from the first scene
  // on.
  add_sound(out.pieces, inputs, out.style.mix, out.slots,
            music_sections(out.slots, pictures, inputs.format.fps));
  add(out.pieces, piece_kind::live, "live", to_json(live_of(inputs, shown)),
      live_cost, {"soundtrack"});
  std::vector<std::string> needs;
  for (auto& part : shown.pieces) {
    needs.push_back(part.name);
    out.pieces.push_back(std::move(part));
  }
  needs.push_back("soundtrack");
  auto film = film_of(inputs, out.style.mix, pictures, out.slots);
  add(out.pieces, piece_kind::film, "film", to_json(film),
      frames * film_cost_per_frame, needs);
  add_delivery(out.pieces, inputs, film);
  for (auto& clip : clips)
    need(out.pieces, clip);
  out.pieces.insert(out.pieces.begin(), clips.begin(), clips.end());
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

const piece_record* find(const std::vector<piece_record>& records,
                         piece_kind kind) {
  auto found = std::ranges::find(records, kind, &piece_record::kind);
  return found == records.end() ? nullptr : &*found;
}

std::string live_url(const place& at,
                     const std::vector<piece_record>& records) {
  auto live = find(records, piece_kind::live);
  return live ? live_list_url(at.session, live->key) : std::string{};
}

/// Where the film is to be had in the container that was asked for, and how
/// much of what belongs to it was made.
void add_delivered(json& data, const film_delivery& wanted, const place& at,
                   const piece_record& film, const piece_record* delivery) {
  auto& holder = delivery ? *delivery : film;
  auto file = file_in(wanted.container, "film");
  data["output_format"] = to_string(wanted.container);
  data["download_path"] = at.path(holder, file);
  data["download_url"] = at.url(holder, file);
  data["manifest_url"] = at.url(holder, "manifest.json");
  if (delivery)
    data["delivery_key"] = delivery->key.str();
  if (!wanted.has_thumbnails)
    return;
  data["poster_url"] = at.url(film, "poster.jpg");
  data["sprites_url"] = at.url(film, "sprites.vtt");
  auto thumbnails = json::make_object();
  for (auto size : {"small", "medium", "large"})
    thumbnails[size]
      = at.url(film, std::string{"thumb_"} + size + ".jpg");
  data["thumbnails"] = thumbnails;
}

} // namespace

result<piece_list> render(const film_inputs& inputs) {
  // Only who wrote the film down may have meant it to be silent.
  auto may_be_silent = inputs.all.has("voices") && !is_spoken(inputs.all);
  if (inputs.upstream.at("tts").at("scenes").size() == 0 && !may_be_silent)
    return make_error(ec::invalid_state,
                      "There is no narration; regenerate the tts stage");
  return plan_of(inputs).pieces;
}

json render_data(const film_inputs& inputs, const place& at,
                 const std::vector<piece_record>& records) {
  auto plan = plan_of(inputs);
  auto film = find(records, piece_kind::film);
  if (!film)
    return json::make_object();
  auto duration = time_of(frame_count(plan.slots), inputs.format.fps);
  auto data = json::make_object(
    {{"status", "complete"},
     {"message", "Video rendered successfully"},
     {"video_path", at.path(*film, "film.mp4")},
     {"video_id", at.session.str()},
     {"video_url", at.url(*film, "film.mp4")},
     {"captions_url", at.url(*film, "captions.vtt")},
     {"subtitles_url", at.url(*film, "captions.srt")},
     {"live_url", live_url(at, records)},
     {"duration", static_cast<double>(duration.count() / 1'000) / 1'000},
     {"format", to_json(inputs.format)},
     {"mix", to_json(plan.style.mix)},
     {"looks", looks_json(plan.style.looks)},
     {"film_key", film->key.str()},
     {"notes", notes_json(plan.style.notes)}});
  add_delivered(data, delivery_of(inputs.payload), at, *film,
                find(records, piece_kind::delivery));
  return data;
}

} // namespace troupe::plan
