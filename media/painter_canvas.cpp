#include "media/painter_canvas.hpp"

#include "media/painter_brush.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <numbers>

namespace troupe::media {

namespace {

/// One pass of a box blur over bytes that lie `step` apart.
void blur_line(uint8_t* data, int count, size_t step, int radius,
               std::vector<uint8_t>& scratch) {
  scratch.resize(static_cast<size_t>(count));
  auto at = [&](int i) -> int {
    return i < 0 || i >= count ? 0 : data[static_cast<size_t>(i) * step];
  };
  int sum = 0;
  auto width = 2 * radius + 1;
  for (int i = -radius; i <= radius; ++i)
    sum += at(i);
  for (int i = 0; i < count; ++i) {
    scratch[static_cast<size_t>(i)]
      = static_cast<uint8_t>((sum + width / 2) / width);
    sum += at(i + radius + 1) - at(i - radius);
  }
  for (int i = 0; i < count; ++i)
    data[static_cast<size_t>(i) * step] = scratch[static_cast<size_t>(i)];
}

/// Three box passes come close to a Gaussian.
void blur(const surface& x, int radius) {
  if (radius < 1)
    return;
  cairo_surface_flush(x.get());
  auto data = cairo_image_surface_get_data(x.get());
  auto stride = static_cast<size_t>(cairo_image_surface_get_stride(x.get()));
  auto width = cairo_image_surface_get_width(x.get());
  auto height = cairo_image_surface_get_height(x.get());
  std::vector<uint8_t> scratch;
  for (int pass = 0; pass < 3; ++pass) {
    for (int y = 0; y < height; ++y)
      blur_line(data + static_cast<size_t>(y) * stride, width, 1, radius,
                scratch);
    for (int column = 0; column < width; ++column)
      blur_line(data + column, height, stride, radius, scratch);
  }
  cairo_surface_mark_dirty(x.get());
}

struct pixel_box {
  double x, y;
  int w, h;
};

pixel_box box_of(double scale, const rect& bounds) {
  auto x = std::floor(bounds.x * scale) - 1;
  auto y = std::floor(bounds.y * scale) - 1;
  auto right = std::ceil(bounds.right() * scale) + 1;
  auto bottom = std::ceil(bounds.bottom() * scale) + 1;
  return {x, y, std::max(1, static_cast<int>(right - x)),
          std::max(1, static_cast<int>(bottom - y))};
}

} // namespace

surface make_surface(cairo_format_t format, int width, int height) {
  surface out{cairo_image_surface_create(format, width, height),
              cairo_surface_destroy};
  if (cairo_surface_status(out.get()) != CAIRO_STATUS_SUCCESS)
    throw std::bad_alloc{}; // painter::make turns it into an error
  return out;
}

context_ptr draw_on(const surface& target) {
  return context_ptr{cairo_create(target.get())};
}

sprite make_sprite(double scale, const rect& bounds, const drawing& draw) {
  auto box = box_of(scale, bounds);
  sprite out{make_surface(CAIRO_FORMAT_ARGB32, box.w, box.h), box.x, box.y};
  auto cr = draw_on(out.pixels);
  cairo_translate(cr.get(), -box.x, -box.y);
  cairo_scale(cr.get(), scale, scale);
  draw(cr.get());
  return out;
}

sprite make_soft(double scale, const rect& bounds, double radius, color tint,
                 const drawing& draw) {
  auto box = box_of(scale, bounds.inset(-radius * 2));
  auto shape = make_surface(CAIRO_FORMAT_A8, box.w, box.h);
  {
    auto cr = draw_on(shape);
    cairo_translate(cr.get(), -box.x, -box.y);
    cairo_scale(cr.get(), scale, scale);
    draw(cr.get());
  }
  blur(shape, static_cast<int>(radius * scale * 0.55 + 0.5));
  sprite out{make_surface(CAIRO_FORMAT_ARGB32, box.w, box.h), box.x, box.y};
  auto cr = draw_on(out.pixels);
  set_color(cr.get(), tint);
  cairo_mask_surface(cr.get(), shape.get(), 0, 0);
  return out;
}

bool is_mirrored(cairo_t* cr) {
  cairo_matrix_t space;
  cairo_get_matrix(cr, &space);
  return space.xx * space.yy - space.xy * space.yx < 0;
}

void enter_pixels(cairo_t* cr, point at) {
  auto mirrored = is_mirrored(cr);
  cairo_user_to_device(cr, &at.x, &at.y);
  cairo_identity_matrix(cr);
  cairo_translate(cr, at.x, at.y);
  if (mirrored)
    cairo_scale(cr, -1, 1);
}

void paint(cairo_t* cr, const sprite& x, point at, double alpha) {
  if (!x)
    return;
  cairo_save(cr);
  enter_pixels(cr, at);
  paint_pixels(cr, x.pixels.get(), x.x, x.y, alpha <= 0.003 ? 0 : alpha);
  cairo_restore(cr);
}

void paint_turned(cairo_t* cr, const sprite& x, point at, double angle,
                  double scale, double alpha) {
  if (!x || scale <= 0.001)
    return;
  cairo_save(cr);
  enter_pixels(cr, at);
  cairo_rotate(cr, angle);
  cairo_scale(cr, scale, scale);
  paint_smooth(cr, x.pixels.get(), x.x, x.y, alpha <= 0.003 ? 0 : alpha);
  cairo_restore(cr);
}

void set_color(cairo_t* cr, color x, double alpha) {
  cairo_set_source_rgba(cr, x.r, x.g, x.b, alpha);
}

void add_stop(cairo_pattern_t* to, double at, color x, double alpha) {
  cairo_pattern_add_color_stop_rgba(to, at, x.r, x.g, x.b, alpha);
}

void rounded(cairo_t* cr, const rect& x, double radius) {
  constexpr auto quarter = std::numbers::pi / 2;
  auto r = std::min({radius, x.w / 2, x.h / 2});
  cairo_new_sub_path(cr);
  cairo_arc(cr, x.right() - r, x.y + r, r, -quarter, 0);
  cairo_arc(cr, x.right() - r, x.bottom() - r, r, 0, quarter);
  cairo_arc(cr, x.x + r, x.bottom() - r, r, quarter, 2 * quarter);
  cairo_arc(cr, x.x + r, x.y + r, r, 2 * quarter, 3 * quarter);
  cairo_close_path(cr);
}

void circle(cairo_t* cr, point at, double radius) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, at.x, at.y, radius, 0, 2 * std::numbers::pi);
  cairo_close_path(cr);
}

void fill(cairo_t* cr, color x, double alpha) {
  set_color(cr, x, alpha);
  fill(cr);
}

void stroke(cairo_t* cr, color x, double width, double alpha) {
  set_color(cr, x, alpha);
  cairo_set_line_width(cr, width);
  stroke(cr);
}

void fill_pattern(cairo_t* cr, cairo_pattern_t* owned) {
  cairo_set_source(cr, owned);
  fill(cr);
  cairo_pattern_destroy(owned);
}

void smooth_path(cairo_t* cr, const std::vector<point>& through) {
  auto n = through.size();
  if (n < 3)
    return;
  cairo_move_to(cr, through[0].x, through[0].y);
  for (size_t i = 0; i < n; ++i) {
    auto before = through[(i + n - 1) % n];
    auto from = through[i];
    auto to = through[(i + 1) % n];
    auto after = through[(i + 2) % n];
    cairo_curve_to(cr, from.x + (to.x - before.x) / 6,
                   from.y + (to.y - before.y) / 6,
                   to.x - (after.x - from.x) / 6,
                   to.y - (after.y - from.y) / 6, to.x, to.y);
  }
  cairo_close_path(cr);
}

void ball(cairo_t* cr, point at, double radius, color base) {
  auto shade = cairo_pattern_create_radial(
    at.x - radius * 0.35, at.y - radius * 0.38, radius * 0.05, at.x, at.y,
    radius);
  add_stop(shade, 0, mix(base, rgb(0xFFFFFF), 0.62));
  add_stop(shade, 0.35, mix(base, rgb(0xFFFFFF), 0.12));
  add_stop(shade, 0.8, mix(base, rgb(0x000010), 0.22));
  add_stop(shade, 1, mix(base, rgb(0x000010), 0.42));
  circle(cr, at, radius);
  fill_pattern(cr, shade);
}

void partial_line(cairo_t* cr, const std::vector<point>& through,
                  double part) {
  if (through.size() < 2 || part <= 0)
    return;
  double whole = 0;
  for (size_t i = 1; i < through.size(); ++i)
    whole += std::hypot(through[i].x - through[i - 1].x,
                        through[i].y - through[i - 1].y);
  auto left = whole * std::min(part, 1.0);
  cairo_move_to(cr, through[0].x, through[0].y);
  for (size_t i = 1; i < through.size() && left > 0; ++i) {
    auto a = through[i - 1];
    auto b = through[i];
    auto length = std::hypot(b.x - a.x, b.y - a.y);
    auto share = length > 0 ? std::min(1.0, left / length) : 1.0;
    cairo_line_to(cr, a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share);
    left -= length;
  }
}

double dice::next() {
  // splitmix64: no library's generator, so no library's differences.
  state_ += 0x9E3779B97F4A7C15ULL;
  auto z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) / 9007199254740992.0;
}

uint64_t hash_of(std::string_view text) {
  uint64_t out = 1469598103934665603ULL;
  for (unsigned char c : text)
    out = (out ^ c) * 1099511628211ULL;
  return out;
}

} // namespace troupe::media
