// Real scenes for the checker: their times, and the ground under their texts.

#include "media/painter_captions.hpp"
#include "media/painter_check.hpp"

#include <algorithm>
#include <new>

namespace troupe::media {

namespace {

/// Grounds behind a text: the mean, and the tenth that comes nearest to the
/// text's own luminance.
std::vector<color> sample(const surface& frame, const placed_text& x) {
  constexpr int across = 24;
  constexpr int down = 12;
  auto data = cairo_image_surface_get_data(frame.get());
  auto stride = cairo_image_surface_get_stride(frame.get());
  auto width = cairo_image_surface_get_width(frame.get());
  auto height = cairo_image_surface_get_height(frame.get());
  std::vector<std::pair<double, color>> seen;
  color sum;
  for (int i = 0; i < across; ++i)
    for (int j = 0; j < down; ++j) {
      auto px = static_cast<int>(x.ink.x + x.ink.w * (i + 0.5) / across);
      auto py = static_cast<int>(x.ink.y + x.ink.h * (j + 0.5) / down);
      if (px < 0 || py < 0 || px >= width || py >= height)
        continue;
      auto p = data + py * stride + px * 4;
      color c{p[2] / 255.0, p[1] / 255.0, p[0] / 255.0};
      seen.emplace_back(contrast(x.shown, c), c);
      sum = {sum.r + c.r, sum.g + c.g, sum.b + c.b};
    }
  if (seen.empty())
    return {};
  auto n = static_cast<double>(seen.size());
  auto worst = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 10);
  std::nth_element(seen.begin(), worst, seen.end(),
                   [](auto& a, auto& b) { return a.first < b.first; });
  return {{sum.r / n, sum.g / n, sum.b / n}, worst->second};
}

/// The scene at rest, without its texts.
surface bare_frame(const scene_builder& of, const scene_plan& plan,
                   const background& ground) {
  auto width = static_cast<int>(of.scene.format.width);
  auto height = static_cast<int>(of.scene.format.height);
  auto frame = make_surface(CAIRO_FORMAT_ARGB32, width, height);
  ground.copy(frame.get(), ground.offset_at(0.5), {0, 0, width, height});
  auto cr = draw_on(frame);
  moment now;
  now.t = now.idle = 20;
  now.life = of.life;
  now.at_rest = true;
  for (auto& item : plan.items) {
    if (item.is_text)
      continue;
    cairo_save(cr.get());
    item.paint(cr.get(), now);
    cairo_restore(cr.get());
  }
  cairo_surface_flush(frame.get());
  return frame;
}

check_frame frame_of(const scene_builder& of) {
  check_frame out;
  out.width = of.scene.format.width;
  out.height = of.scene.format.height;
  out.margin = of.u(20);
  out.captions = captions::area(of);
  return out;
}

std::string heard_in(const scene_builder& of) {
  std::string out;
  for (auto& word : of.words)
    for (char c : word.text + ' ')
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

result<std::vector<finding>> check(const composition& scene,
                                   const scene_timing& timing,
                                   check_times times,
                                   const picture_shelf& shelf) {
  if (auto ok = check_limits(scene, timing); !ok)
    return ok.error();
  try {
    text_setter setter;
    auto made = lay_out(scene, timing, setter, shelf);
    background ground{*made.builder};
    return check_scene(made, ground, times);
  } catch (const std::bad_alloc&) {
    return make_error(ec::media_failed, "painter: out of memory");
  }
}

} // namespace

bool is_tidy(const scene_builder& of, const scene_plan& plan) {
  auto found = check_plan(plan, frame_of(of));
  return std::none_of(found.begin(), found.end(), [](auto& x) {
    return x.what == finding::kind::clipped
           || x.what == finding::kind::left_out
           || x.what == finding::kind::overlap
           || x.what == finding::kind::crossed
           || x.what == finding::kind::in_captions;
  });
}

std::vector<finding> check_scene(const laid_out& made,
                                 const background& ground, check_times times) {
  auto& of = *made.builder;
  auto frame = bare_frame(of, made.plan, ground);
  auto in = frame_of(of);
  in.smallest = of.u(26);
  in.large = of.u(36);
  in.grounds = [&](const placed_text& x) { return sample(frame, x); };
  if (times == check_times::yes) {
    auto stays = of.scene.index + 1 >= of.scene.count;
    in.end = of.life - (stays ? 0 : of.speed.leave);
    in.heard = heard_in(of);
  }
  auto out = check_plan(made.plan, in);
  if (made.is_shortened)
    out.push_back({finding::kind::left_out,
                   "scene: more words than fit, some were left out"});
  return out;
}

result<std::vector<finding>> check_layout(const composition& scene,
                                          const picture_shelf& shelf) {
  scene_timing timing;
  timing.frames = scene.format.fps * 8;
  return check(scene, timing, check_times::no, shelf);
}

result<std::vector<finding>> check_layout(const composition& scene,
                                          const scene_timing& timing,
                                          const picture_shelf& shelf) {
  return check(scene, timing, check_times::yes, shelf);
}

} // namespace troupe::media
