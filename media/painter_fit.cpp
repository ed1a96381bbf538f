#include "media/brand.hpp"
#include "media/painter_check.hpp"

#include <algorithm>

namespace troupe::media {

namespace {

constexpr uint32_t smallest_side = 64;
constexpr uint32_t largest_side = 4096;
/// An hour at 60 frames a second.
constexpr uint32_t most_frames = 216'000;
constexpr size_t most_words = 5'000;
/// Steps of getting tighter before words are left out.
constexpr int tight_steps = 6;
constexpr int short_steps = 4;

/// The scene with less to say; the first steps cost the least.
composition shortened(composition x, int step) {
  constexpr size_t legal_length[] = {200, 150, 110, 80};
  constexpr size_t point_length[] = {84, 60, 48, 36};
  constexpr size_t most_points[] = {5, 4, 3, 2};
  auto i = static_cast<size_t>(step);
  x.legal = screen_text(x.legal, legal_length[i]);
  if (x.points.size() > most_points[i])
    x.points.resize(most_points[i]);
  for (auto& point : x.points)
    point.text = screen_text(point.text, point_length[i]);
  for (auto& moment : x.timeline)
    moment.text = screen_text(moment.text, point_length[i]);
  if (x.place)
    x.place->address = screen_text(x.place->address, legal_length[i] / 2);
  for (auto column : {&x.left, &x.right}) {
    if (!*column)
      continue;
    auto& points = (*column)->points;
    if (points.size() > most_points[i])
      points.resize(most_points[i]);
    for (auto& point : points)
      point = screen_text(point, point_length[i]);
  }
  return x;
}

} // namespace

result<void> check_limits(const composition& scene, const scene_timing& timing) {
  auto& format = scene.format;
  auto bad = [](uint32_t side) {
    return side < smallest_side || side > largest_side || side % 2 != 0;
  };
  if (bad(format.width) || bad(format.height))
    return make_error(ec::invalid_argument,
                      "format: width and height must be even, "
                        + std::to_string(smallest_side) + " to "
                        + std::to_string(largest_side));
  if (format.fps < 1 || format.fps > 60)
    return make_error(ec::invalid_argument, "format: fps must be 1 to 60");
  if (timing.frames < 1 || timing.frames > most_frames)
    return make_error(ec::invalid_argument,
                      "timing: frames must be 1 to "
                        + std::to_string(most_frames));
  if (timing.words.size() > most_words)
    return make_error(ec::limit_exceeded, "timing: too many words");
  return {};
}

laid_out lay_out(const composition& given, const scene_timing& timing,
                 text_setter& setter, const picture_shelf& shelf) {
  laid_out out;
  out.pictures = std::make_unique<picture_desk>(shelf);
  auto scene = with_brand(given, shelf);
  for (int step = 0; step < tight_steps + short_steps; ++step) {
    auto fewer = step - tight_steps;
    out.is_shortened = fewer >= 0;
    out.scene = std::make_unique<const composition>(
      fewer < 0 ? scene : shortened(scene, fewer));
    auto tightness = std::min(1.0, step / (tight_steps - 1.0));
    out.builder = std::make_unique<scene_builder>(
      *out.scene, timing, setter, *out.pictures, tightness);
    out.plan = out.builder->build();
    if (is_tidy(*out.builder, out.plan))
      break;
  }
  out.pictures->clear();
  return out;
}

} // namespace troupe::media
