#include "providers/piece_works.hpp"

#include "media/encoder.hpp"
#include "media/narrator.hpp"
#include "media/painter.hpp"
#include "media/picture_file.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"
#include "media/yuv.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>

namespace troupe {

namespace {

namespace fs = std::filesystem;

/// Seconds of a moving preview: an entrance and some of what follows.
constexpr uint32_t motion_seconds = 3;

/// A painter's frames as the encoder takes them. Owns the planes, so it must
/// outlive the encoding.
class painted_frames {
 public:
  painted_frames(media::painter& painter, film_format format)
    : painter_(painter),
      width_(format.width),
      height_(format.height),
      planes_(size_t{width_} * height_ * 3 / 2) {}

  result<i420_view> operator()(uint32_t index) {
    auto picture = painter_.draw(index);
    if (!picture)
      return picture.error();
    auto luma = planes_.data();
    auto u = luma + size_t{width_} * height_;
    auto v = u + size_t{width_ / 2} * (height_ / 2);
    auto half = width_ / 2;
    media::to_i420(*picture, {luma, u, v, width_, half, half});
    return i420_view{luma, u, v, width_, half, half};
  }

 private:
  media::painter& painter_;
  uint32_t width_;
  uint32_t height_;
  std::vector<uint8_t> planes_;
};

result<segment_info> encode_scene(const composition& picture,
                                  const media::scene_timing& timing,
                                  const fs::path& out,
                                  const workbench& bench) {
  auto painter = media::painter::make(picture, timing);
  if (!painter)
    return painter.error();
  painted_frames frames{**painter, picture.format};
  return encode_segment({picture.format, timing.frames}, std::ref(frames), out,
                        bench.stop, bench.progress);
}

} // namespace

result<json> make_still(const json& spec, const workbench& bench) {
  auto still = preview_spec_from(spec);
  if (!still)
    return still.error();
  auto painter = media::painter::make(still->picture, {});
  if (!painter)
    return painter.error();
  auto picture = (*painter)->draw_poster();
  if (!picture)
    return picture.error();
  auto written = media::write_jpeg(bench.folder / "preview.jpg", *picture);
  if (!written)
    return written.error();
  return json::make_object({{"width", still->picture.format.width},
                            {"height", still->picture.format.height}});
}

result<json> make_motion(const json& spec, const workbench& bench) {
  auto motion = preview_spec_from(spec);
  if (!motion)
    return motion.error();
  auto frames = motion_seconds * motion->picture.format.fps;
  auto info = encode_scene(motion->picture, {frames, {}},
                           bench.folder / "preview.mp4", bench);
  if (!info)
    return info.error();
  return json::make_object({{"frames", info->frames}});
}

result<json> make_narration(const json& spec, const workbench& bench) {
  auto wanted = narration_spec_from(spec);
  if (!wanted)
    return wanted.error();
  auto speech = narrate({wanted->text, wanted->voice}, bench.stop,
                        bench.progress);
  if (!speech)
    return speech.error();
  auto written = write_wav(bench.folder / "voice.wav",
                           {speech->sample_rate, 1}, speech->samples);
  if (!written)
    return written.error();
  return json::make_object({{"duration_us", speech->duration().count()},
                            {"words", to_json(speech->words)}});
}

result<json> make_segment(const json& spec, const workbench& bench) {
  auto scene = segment_spec_from(spec);
  if (!scene)
    return scene.error();
  auto info = encode_scene(scene->picture, {scene->frames, scene->words},
                           bench.folder / "scene.mp4", bench);
  if (!info)
    return info.error();
  return json::make_object({{"frames", info->frames}, {"bytes", info->bytes}});
}

result<json> make_soundtrack(const json& spec, const workbench& bench) {
  auto wanted = soundtrack_spec_from(spec);
  if (!wanted)
    return wanted.error();
  soundtrack_request request;
  for (auto& voice : wanted->voices)
    request.clips.push_back({bench.pieces / voice.narration.str() / "voice.wav",
                             voice.start, voice.words});
  request.frames = wanted->frames;
  request.fps = wanted->fps;
  request.mix = wanted->mix;
  request.seed = wanted->seed;
  request.scene_starts = wanted->scene_starts;
  auto info = mix_soundtrack(request, bench.folder / "soundtrack.wav",
                             bench.stop, bench.progress);
  if (!info)
    return info.error();
  return json::make_object({{"samples", info->samples},
                            {"loudness_lufs", info->loudness_lufs},
                            {"true_peak_db", info->true_peak_db}});
}

} // namespace troupe
