#include "media/painter_pictures.hpp"

#include "media/painter_brush.hpp"
#include "media/painter_clips.hpp"
#include "media/picture_scale.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace troupe::media {

namespace {

/// A little above WCAG AA: the checker looks at mean and tail.
constexpr double wanted_ratio = 4.6;

surface as_surface(const raw_picture& from, const picture_part& part,
                   int width, int height) {
  auto out = make_surface(from.has_alpha ? CAIRO_FORMAT_ARGB32
                                         : CAIRO_FORMAT_RGB24,
                          width, height);
  cairo_surface_flush(out.get());
  scale_picture(from.view(), part, static_cast<uint32_t>(width),
                static_cast<uint32_t>(height),
                cairo_image_surface_get_data(out.get()),
                static_cast<size_t>(cairo_image_surface_get_stride(out.get())));
  cairo_surface_mark_dirty(out.get());
  return out;
}

/// Where a window of `size` begins so that the focus is in its middle, as far
/// as the picture goes.
double window(double length, double size, double focus) {
  // A picture of the room's own shape may be too short by a rounding error.
  return std::clamp(length * focus - size / 2, 0.0,
                    std::max(0.0, length - size));
}

int whole(double x) {
  return std::max(1, static_cast<int>(std::ceil(x)));
}

} // namespace

const picture_desk::entry* picture_desk::load(const std::string& key) {
  auto known = pictures_.find(key);
  if (known == pictures_.end()) {
    entry made;
    if (auto found = shelf_.find(key)) {
      made.pixels = *found;
      made.stats = stats_of(made.pixels->view());
    }
    known = pictures_.emplace(key, std::move(made)).first;
  }
  return known->second.pixels ? &known->second : nullptr;
}

void picture_desk::clear() {
  pictures_.clear();
  fitted_.clear();
}

std::shared_ptr<moving_picture>
picture_desk::clip(const std::optional<composed_picture>& x) {
  if (!x)
    return nullptr;
  auto known = clips_.find(x->key);
  if (known == clips_.end()) {
    auto file = shelf_.open_clip(x->key);
    known = clips_
              .emplace(x->key, file ? std::make_shared<moving_picture>(
                                 std::move(*file))
                                    : nullptr)
              .first;
  }
  return known->second;
}

error picture_desk::failure() const {
  for (auto& [key, clip] : clips_)
    if (clip && clip->failure())
      return clip->failure();
  return {};
}

const raw_picture*
picture_desk::find(const std::optional<composed_picture>& x) {
  auto found = x ? load(x->key) : nullptr;
  return found ? found->pixels.get() : nullptr;
}

const picture_stats& picture_desk::stats(const composed_picture& x) {
  static const picture_stats none;
  auto found = load(x.key);
  return found ? found->stats : none;
}

fitted_picture picture_desk::cover(const composed_picture& x, double width,
                                   double height, double reach) {
  auto found = load(x.key);
  if (!found || width < 1 || height < 1)
    return {};
  fit_key key{x.key,      x.focus_x, x.focus_y, whole(width), whole(height),
              reach, true};
  if (auto known = fitted_.find(key); known != fitted_.end())
    return known->second;
  auto& from = *found->pixels;
  auto across = static_cast<double>(from.width);
  auto down = static_cast<double>(from.height);
  auto scale = std::max(width / across, height / down);
  picture_part part;
  part.w = width / scale;
  part.h = height / scale;
  part.x = window(across, part.w, x.focus_x);
  part.y = window(down, part.h, x.focus_y);
  fitted_picture out;
  out.density = reach;
  out.pixels = as_surface(from, part, whole(width * reach),
                          whole(height * reach));
  out.focus = {(across * x.focus_x - part.x) * scale,
               (down * x.focus_y - part.y) * scale};
  out.has_alpha = from.has_alpha;
  fitted_.emplace(key, out);
  return out;
}

fitted_picture picture_desk::contain(const composed_picture& x, double width,
                                     double height) {
  auto found = load(x.key);
  if (!found || width < 1 || height < 1)
    return {};
  fit_key key{x.key, 0, 0, whole(width), whole(height), 1, false};
  if (auto known = fitted_.find(key); known != fitted_.end())
    return known->second;
  auto& from = *found->pixels;
  auto across = static_cast<double>(from.width);
  auto down = static_cast<double>(from.height);
  auto scale = std::min(width / across, height / down);
  fitted_picture out;
  out.pixels = as_surface(from, {0, 0, across, down},
                          std::max(1, static_cast<int>(across * scale)),
                          std::max(1, static_cast<int>(down * scale)));
  out.has_alpha = from.has_alpha;
  fitted_.emplace(key, out);
  return out;
}

fitted_picture opaque(const fitted_picture& x, color ground) {
  if (!x || !x.has_alpha)
    return x;
  auto out = x;
  auto width = cairo_image_surface_get_width(x.pixels.get());
  auto height = cairo_image_surface_get_height(x.pixels.get());
  out.pixels = make_surface(CAIRO_FORMAT_RGB24, width, height);
  auto cr = draw_on(out.pixels);
  cairo_rectangle(cr.get(), 0, 0, width, height);
  fill(cr.get(), ground);
  paint_pixels(cr.get(), x.pixels.get(), 0, 0);
  cairo_surface_flush(out.pixels.get());
  out.has_alpha = false;
  return out;
}

double camera_reach(const pace& with) {
  return with.drift <= 0 ? 1.0 : with.drift > 1 ? 1.13 : 1.08;
}

void paint_covering(cairo_t* cr, const fitted_picture& x, const rect& room,
                    const moment& now, double reach, bool comes_nearer) {
  if (!x)
    return;
  auto way = now.at_rest ? 0.5 : std::clamp(now.idle / now.life, 0.0, 1.0);
  auto near = comes_nearer ? way : 1 - way;
  auto zoom = 1 + (reach - 1) * near;
  auto focus = point{room.x + x.focus.x, room.y + x.focus.y};
  // Zooming about the focus could show what lies beside the picture only if
  // it were less than 1; so the corner never comes into the room.
  cairo_save(cr);
  cairo_rectangle(cr, room.x, room.y, room.w, room.h);
  clip(cr);
  cairo_translate(cr, focus.x, focus.y);
  cairo_scale(cr, zoom / x.density, zoom / x.density);
  paint_smooth(cr, x.pixels.get(), -x.focus.x * x.density,
               -x.focus.y * x.density);
  cairo_restore(cr);
}

picture_inks inks_on_picture(const theme& look) {
  picture_inks out;
  auto ground = ground_of(look);
  // Photographs carry light words on a dark shade, whatever the theme: its own
  // hue makes the shade belong to the film.
  out.shade = look.dark ? mix(ground, rgb(0), 0.45) : mix(look.ink, rgb(0), 0.3);
  out.ink = rgb(0xFFFFFF);
  out.secondary = mix(rgb(0xFFFFFF), out.shade, 0.1);
  // Light enough that the shade need not be darker for it than for the words.
  out.accent = readable(look.accent, out.shade, 10.0);
  return out;
}

double shade_needed(const fitted_picture& x, const rect& room,
                    const rect& part, const picture_inks& inks) {
  if (!x)
    return 0;
  auto data = cairo_image_surface_get_data(x.pixels.get());
  auto stride = cairo_image_surface_get_stride(x.pixels.get());
  auto width = cairo_image_surface_get_width(x.pixels.get());
  auto height = cairo_image_surface_get_height(x.pixels.get());
  auto at = [&](double from, double size, double share, double density,
                int limit) {
    return std::clamp(static_cast<int>((from + size * share) * density), 0,
                      limit - 1);
  };
  constexpr int steps = 40;
  std::vector<color> seen;
  for (int i = 0; i < steps; ++i)
    for (int j = 0; j < steps; ++j) {
      auto px = at(part.x - room.x, part.w, (i + 0.5) / steps, x.density,
                   width);
      auto py = at(part.y - room.y, part.h, (j + 0.5) / steps, x.density,
                   height);
      auto pixel = data + py * stride + px * 4;
      seen.push_back({pixel[2] / 255.0, pixel[1] / 255.0, pixel[0] / 255.0});
    }
  // The brightest twentieth may be sparkle; the rest must carry the words.
  auto bright = seen.end() - static_cast<std::ptrdiff_t>(seen.size() / 20);
  std::nth_element(seen.begin(), bright, seen.end(), [](auto& a, auto& b) {
    return luminance(a) < luminance(b);
  });
  auto worst = *bright;
  auto holds = [&](double opacity) {
    auto ground = mix(worst, inks.shade, opacity);
    return contrast(inks.ink, ground) >= wanted_ratio
           && contrast(inks.secondary, ground) >= wanted_ratio
           && contrast(inks.accent, ground) >= wanted_ratio;
  };
  for (double opacity = 0.3; opacity < 0.95; opacity += 0.05)
    if (holds(opacity))
      return opacity;
  return 0.95;
}

} // namespace troupe::media
