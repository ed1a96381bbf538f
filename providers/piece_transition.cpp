#include "media/encoder.hpp"
#include "media/painter.hpp"
#include "media/transition.hpp"
#include "protocol/piece_spec.hpp"
#include "providers/piece_works.hpp"

namespace troupe {

result<json> make_transition(const json& spec, const workbench& bench) {
  auto between = transition_spec_from(spec);
  if (!between)
    return between.error();
  auto painter_of = [&](const segment_spec& scene) {
    return media::painter::make(scene.picture, {scene.frames, scene.words,
                                               scene.loudness},
                                media::picture_shelf{bench.pieces});
  };
  auto from = painter_of(between->from);
  if (!from)
    return from.error();
  auto to = painter_of(between->to);
  if (!to)
    return to.error();
  auto& format = between->from.picture.format;
  auto last = between->from.frames - between->frames;
  auto frames = transition_source(
    {between->kind, format, between->frames},
    [&](uint32_t number) { return (*from)->draw_planes(last + number); },
    [&](uint32_t number) { return (*to)->draw_planes(number); });
  if (!frames)
    return frames.error();
  auto info = encode_segment({format, between->frames}, *frames,
                             bench.folder / "scene.mp4", bench.stop,
                             bench.progress);
  if (!info)
    return info.error();
  return json::make_object({{"frames", info->frames}, {"bytes", info->bytes}});
}

} // namespace troupe
