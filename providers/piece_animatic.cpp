#include "media/encoder.hpp"
#include "media/muxer.hpp"
#include "media/painter.hpp"
#include "media/sound_file.hpp"
#include "media/soundtrack.hpp"
#include "media/yuv.hpp"
#include "protocol/piece_spec.hpp"
#include "providers/piece_works.hpp"

#include <map>
#include <system_error>

namespace troupe {

namespace {

namespace fs = std::filesystem;

/// Narrations by scene, from the records of the pieces that made them.
std::map<int32_t, const piece_record*>
narrations_of(const animatic_spec& spec, const piece_job& job) {
  std::map<int32_t, const piece_record*> out;
  for (auto& scene : spec.scenes)
    for (auto& need : job.needs)
      if (scene.is_spoken && need.name == "scene_" + std::to_string(scene.id))
        out.emplace(scene.id, &need);
  return out;
}

/// The same time line as render's, but for the frame rate.
std::vector<scene_slot>
slots_of(const animatic_spec& spec,
         const std::map<int32_t, const piece_record*>& narrations) {
  std::vector<scene_voice> voices;
  for (auto& scene : spec.scenes) {
    scene_voice voice{scene.id,          {},
                      {},                scene.at_least,
                      scene.pause_after, scene.breath};
    if (auto found = narrations.find(scene.id); found != narrations.end())
      if (auto meta = json::parse(found->second->meta,
                                  {16 * 1024 * 1024, 32, 200'000, 1'000})) {
        voice.narration
          = std::chrono::microseconds{meta->integer("duration_us")};
        voice.words = spoken_words_from(meta->at("words"));
      }
    voices.push_back(std::move(voice));
  }
  return plan_timeline(voices, spec.format.fps);
}

/// One picture for as long as the scene lasts.
result<void> encode_still(const composition& picture, uint32_t frames,
                          const fs::path& out, const workbench& bench) {
  auto painter = media::painter::make(picture, {},
                                      media::picture_shelf{bench.pieces});
  if (!painter)
    return painter.error();
  auto drawn = (*painter)->draw_poster();
  if (!drawn)
    return drawn.error();
  auto width = picture.format.width;
  auto height = picture.format.height;
  std::vector<uint8_t> planes(size_t{width} * height * 3 / 2);
  auto luma = planes.data();
  auto u = luma + size_t{width} * height;
  auto v = u + size_t{width / 2} * (height / 2);
  media::to_i420(*drawn, {luma, u, v, width, width / 2, width / 2});
  i420_view view{luma, u, v, width, width / 2, width / 2};
  auto made = encode_segment(
    {picture.format, frames},
    [&](uint32_t) -> result<i420_view> { return view; }, out, bench.stop);
  if (!made)
    return made.error();
  return caf::unit;
}

result<void> mix_voices(const animatic_spec& spec,
                        const std::vector<scene_slot>& slots,
                        const std::map<int32_t, const piece_record*>& voices,
                        const fs::path& out, const workbench& bench) {
  soundtrack_request request;
  request.frames = frame_count(slots);
  request.fps = spec.format.fps;
  request.mix.music = "none";
  for (auto& slot : slots)
    if (auto found = voices.find(slot.scene_id); found != voices.end())
      request.clips.push_back(
        {bench.pieces / found->second->key.str() / "voice.wav",
         time_of(slot.first_frame, spec.format.fps) + slot.voice_start,
         slot.words});
  auto wav = bench.folder / "voices.wav";
  if (auto mixed = mix_soundtrack(request, wav, bench.stop); !mixed)
    return mixed.error();
  return encode_sound(wav, out, bench.stop);
}

} // namespace

result<json> make_animatic(const piece_job& job, const json& spec,
                           const workbench& bench) {
  auto sketch = animatic_spec_from(spec);
  if (!sketch)
    return sketch.error();
  auto voices = narrations_of(*sketch, job);
  auto slots = slots_of(*sketch, voices);
  // Everything but the film is on its way only.
  auto aside = bench.folder / "parts";
  std::error_code failed;
  fs::create_directory(aside, failed);
  film_request film;
  film.format = sketch->format;
  film.title = sketch->title;
  film.language = sketch->language;
  film.soundtrack = aside / "voices.m4a";
  for (size_t i = 0; i < slots.size(); ++i) {
    film.segments.push_back(aside / (std::to_string(i) + ".mp4"));
    auto made = encode_still(sketch->scenes[i].picture, slots[i].frames,
                             film.segments.back(), bench);
    if (!made)
      return made.error();
    bench.progress(static_cast<double>(i + 1)
                   / static_cast<double>(slots.size() + 1));
  }
  if (auto mixed = mix_voices(*sketch, slots, voices, film.soundtrack, bench);
      !mixed)
    return mixed.error();
  film.captions = film_cues(slots, sketch->format);
  auto info = mux_film(film, aside, bench.stop);
  if (!info)
    return info.error();
  fs::rename(aside / film_file, bench.folder / "animatic.mp4", failed);
  fs::remove(bench.folder / "voices.wav", failed);
  fs::remove_all(aside, failed);
  return json::make_object({{"frames", info->frames},
                            {"duration_us", info->duration.count()},
                            {"bytes", info->bytes}});
}

} // namespace troupe
