#include "providers/piece_works.hpp"

#include "media/brand.hpp"
#include "media/encoder.hpp"
#include "media/painter.hpp"
#include "media/picture_file.hpp"
#include "media/thumbnail.hpp"
#include "media/whole_file.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>

namespace troupe {

namespace {

namespace fs = std::filesystem;

/// Seconds of a moving preview: an entrance and some of what follows.
constexpr uint32_t motion_seconds = 3;

/// What is encoded of a scene, and the thumbnails that are taken on the way.
struct window {
  media::scene_timing timing;
  uint32_t first = 0;
  uint32_t count = 0;
  std::vector<uint8_t>* thumbnails = nullptr;
  json* findings = nullptr;
  json* fonts = nullptr;
};

/// Seconds from one thumbnail of a scene to the next.
constexpr uint32_t thumbnail_seconds = 2;

/// In the middle of the time it stands for: at its beginning a scene is still
/// empty.
bool is_thumbnail(uint32_t index, uint32_t count, uint32_t fps) {
  auto every = thumbnail_seconds * fps;
  return index % every == std::min(every, count) / 2;
}

/// Which fonts a film is set in is told in its manifest.
json fonts_of(const media::painter& scene) {
  auto list = json::make_array();
  for (auto& family : scene.families())
    list.push_back(family);
  return list;
}

/// What a strict reader would say of the scene: for notes and the manifest.
json findings_of(const media::painter& scene) {
  auto list = json::make_array();
  if (auto found = scene.findings())
    for (auto& x : *found)
      list.push_back(std::string{to_string(x.what)} + ": " + x.detail);
  return list;
}

result<segment_info> encode_scene(const composition& picture, const window& of,
                                  const fs::path& out,
                                  const workbench& bench) {
  auto painter = media::painter::make(picture, of.timing,
                                     media::picture_shelf{bench.pieces});
  if (!painter)
    return painter.error();
  if (of.findings)
    *of.findings = findings_of(**painter);
  if (of.fonts)
    *of.fonts = fonts_of(**painter);
  auto& format = picture.format;
  auto source = [&](uint32_t index) {
    auto frame = (*painter)->draw_planes(of.first + index);
    if (frame && of.thumbnails
        && is_thumbnail(index, of.count, format.fps)) {
      auto small = media::shrink(*frame, format);
      of.thumbnails->insert(of.thumbnails->end(), small.begin(), small.end());
    }
    return frame;
  };
  return encode_segment({format, of.count}, source, out, bench.stop,
                        bench.progress);
}

/// Which colours lead, and which had to give way.
void tell_colors(const composition& picture,
                 const media::picture_shelf& shelf, json& meta) {
  auto shown = media::with_brand(picture, shelf);
  if (shown.accent != picture.accent)
    meta["logo_color"] = shown.accent;
  for (auto& x : media::moved_colors(shown))
    meta["moved_colors"].push_back(json::make_object(
      {{"what", x.what}, {"asked", x.asked}, {"shown", x.shown}}));
}

} // namespace

result<json> make_still(const json& spec, const workbench& bench) {
  auto still = preview_spec_from(spec);
  if (!still)
    return still.error();
  media::picture_shelf shelf{bench.pieces};
  auto painter = media::painter::make(still->picture, {}, shelf);
  if (!painter)
    return painter.error();
  auto picture = (*painter)->draw_poster();
  if (!picture)
    return picture.error();
  auto written = media::write_jpeg(bench.folder / "preview.jpg", *picture);
  if (!written)
    return written.error();
  auto meta = json::make_object({{"width", still->picture.format.width},
                                 {"height", still->picture.format.height},
                                 {"findings", findings_of(**painter)}});
  tell_colors(still->picture, shelf, meta);
  return meta;
}

result<json> make_motion(const json& spec, const workbench& bench) {
  auto motion = preview_spec_from(spec);
  if (!motion)
    return motion.error();
  auto frames = motion_seconds * motion->picture.format.fps;
  auto info = encode_scene(motion->picture, {{frames, {}}, 0, frames},
                           bench.folder / "preview.mp4", bench);
  if (!info)
    return info.error();
  return json::make_object({{"frames", info->frames}});
}

result<json> make_segment(const json& spec, const workbench& bench) {
  auto scene = segment_spec_from(spec);
  if (!scene)
    return scene.error();
  media::scene_timing timing{scene->frames, scene->words,
                             scene->loudness};
  std::vector<uint8_t> thumbnails;
  json findings;
  json fonts;
  auto info = encode_scene(scene->picture,
                           {timing, scene->first, scene->encoded(),
                            &thumbnails, &findings, &fonts},
                           bench.folder / "scene.mp4", bench);
  if (!info)
    return info.error();
  auto kept = write_whole_file(
    bench.folder / "thumbnails.bgra",
    {reinterpret_cast<const char*>(thumbnails.data()), thumbnails.size()});
  if (!kept)
    return kept.error();
  return json::make_object(
    {{"frames", info->frames},
     {"bytes", info->bytes},
     {"thumbnail_every", thumbnail_seconds * scene->picture.format.fps},
     {"fonts", std::move(fonts)},
     {"findings", std::move(findings)}});
}

} // namespace troupe
