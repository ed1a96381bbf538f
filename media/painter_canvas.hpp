/// Small tools that all drawing shares: owned surfaces, sprites, shapes, soft
/// shadows. Values; a surface belongs to the painter that made it and to its
/// thread.
#pragma once

#include "media/theme.hpp"

#include <cairo.h>

#include <functional>
#include <memory>
#include <vector>

namespace troupe::media {

struct point {
  double x = 0;
  double y = 0;
};

struct rect {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;
  double right() const { return x + w; }
  double bottom() const { return y + h; }
  point center() const { return {x + w / 2, y + h / 2}; }
  rect inset(double d) const { return {x + d, y + d, w - 2 * d, h - 2 * d}; }
  bool operator==(const rect&) const = default;
};

struct context_deleter {
  void operator()(cairo_t* x) const { cairo_destroy(x); }
};
using context_ptr = std::unique_ptr<cairo_t, context_deleter>;
/// Shared, because the items of a scene are copyable functions.
using surface = std::shared_ptr<cairo_surface_t>;

surface make_surface(cairo_format_t format, int width, int height);
context_ptr draw_on(const surface& target);

/// Something rasterised once, in units of the space it was drawn in.
struct sprite {
  surface pixels;
  /// Top left corner relative to the sprite's origin, in pixels.
  double x = 0;
  double y = 0;
  explicit operator bool() const { return pixels != nullptr; }
};

using drawing = std::function<void(cairo_t*)>;

/// Rasterises what `draw` paints within `bounds` (in units) at `scale` pixels
/// a unit.
sprite make_sprite(double scale, const rect& bounds, const drawing& draw);
/// The same as a soft shape of one colour: `draw` gives its alpha.
sprite make_soft(double scale, const rect& bounds, double blur, color tint,
                 const drawing& draw);

/// Paints with the origin at a point of the current user space. The pixels
/// are not scaled, whatever the space's scale is.
void paint(cairo_t* cr, const sprite& x, point at, double alpha = 1);
/// Turned and scaled around its origin. On a mirrored canvas both show the
/// mirror image.
void paint_turned(cairo_t* cr, const sprite& x, point at, double angle,
                  double scale, double alpha = 1);

/// Left and right are exchanged, as in scenes of right-to-left scripts.
bool is_mirrored(cairo_t* cr);
/// Makes the point the origin of the screen's own pixels; the mirror image of
/// them on a mirrored canvas.
void enter_pixels(cairo_t* cr, point at);

void set_color(cairo_t* cr, color x, double alpha = 1);
void add_stop(cairo_pattern_t* to, double at, color x, double alpha = 1);
void rounded(cairo_t* cr, const rect& x, double radius);
void circle(cairo_t* cr, point at, double radius);
void fill(cairo_t* cr, color x, double alpha = 1);
void stroke(cairo_t* cr, color x, double width, double alpha = 1);
/// Fills the path with a gradient and lets it go.
void fill_pattern(cairo_t* cr, cairo_pattern_t* owned);
/// A closed smooth curve through points (Catmull-Rom).
void smooth_path(cairo_t* cr, const std::vector<point>& through);
/// A shaded ball, lit from the top left.
void ball(cairo_t* cr, point at, double radius, color base);
/// Part of a polyline, 0..1 of its length.
void partial_line(cairo_t* cr, const std::vector<point>& through, double part);

/// Numbers that look random and are the same everywhere.
class dice {
 public:
  explicit dice(uint64_t seed) : state_(seed * 2 + 1) {}
  /// 0..1
  double next();
  double between(double low, double high) {
    return low + (high - low) * next();
  }

 private:
  uint64_t state_;
};

uint64_t hash_of(std::string_view text);

} // namespace troupe::media
