#include "protocol/defaults.hpp"
#include "protocol/film_files.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/stage_plan_parts.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::plan {

namespace {

using std::chrono::microseconds;

/// Decoding and keeping a frame against painting and encoding one, for
/// progress only.
constexpr double clip_cost_per_frame = 1;
/// Design units of 1080 to a short side that show below a scene which rises as
/// it leaves.
constexpr double below_frame = 20;

uint32_t even_up(double x) {
  auto whole = static_cast<uint32_t>(std::ceil(x));
  return whole + whole % 2;
}

/// The longest that a scene shows, in whole seconds: a sentence that takes a
/// little longer leaves the clip as it is. A second more holds what the scene
/// lends to the transition after it.
uint32_t frames_for(const scene_slot& slot, uint32_t fps) {
  auto seconds = std::min((slot.frames + fps - 1) / fps + 1,
                          defaults::clip_seconds_limit);
  return seconds * fps;
}

clip_spec spec_of(const film_inputs& inputs, const json& scene,
                  const composition& picture, const scene_slot& slot) {
  auto& format = inputs.format;
  auto k = std::min(format.width, format.height) / 1080.0;
  clip_spec out;
  out.upload = picture.clip->key;
  out.width = format.width;
  out.height = even_up(format.height + below_frame * k);
  out.fps = format.fps;
  out.frames = frames_for(slot, format.fps);
  auto start = std::clamp(scene.at("clip").number("start"), 0.0, 3'600.0);
  out.start = microseconds{std::llround(start * 1e6)};
  out.focus_x = picture.clip->focus_x;
  out.focus_y = picture.clip->focus_y;
  // A name stands upon its clip, never beside it.
  out.fills = picture.layout == layout_kind::lower_third;
  return out;
}

} // namespace

bool names_clip(const film_inputs& inputs, std::string_view id) {
  auto& files = inputs.all.at("files").as_array();
  return std::ranges::any_of(files, [&](auto& x) {
    return x.text("role") == to_string(film_file_role::clip)
           && x.text("id") == id;
  });
}

piece_list use_clips(const film_inputs& inputs,
                     std::vector<composition>& scenes,
                     const std::vector<scene_slot>& slots) {
  piece_list out;
  for (size_t i = 0; i < scenes.size() && i < slots.size(); ++i) {
    if (!scenes[i].clip)
      continue;
    auto spec = spec_of(inputs, inputs.scenes.at(i), scenes[i], slots[i]);
    piece_list one;
    add(one, piece_kind::clip, "/scenes/" + std::to_string(i) + "/clip/file",
        to_json(spec), spec.frames * clip_cost_per_frame);
    scenes[i].clip->key = one.front().key.str();
    if (std::ranges::find(out, one.front().key, &piece::key) == out.end())
      out.push_back(std::move(one.front()));
  }
  return out;
}

} // namespace troupe::plan
