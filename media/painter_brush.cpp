#include "media/painter_brush.hpp"

#include "media/painter_marks.hpp"
#include "media/painter_sampler.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Tells fills, strokes, ... with equal paths apart.
enum class touch : uint64_t {
  fill = 1,
  stroke,
  flood,
  mask,
  pixels,
  smooth,
  changing,
};

struct box_d {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

pixel_box pixels_of(const box_d& x, double pad) {
  // A runaway coordinate must not overflow an int.
  auto whole = [](double v) {
    return static_cast<int>(std::clamp(v, -1e6, 1e6));
  };
  return {whole(std::floor(x.x1 - pad)), whole(std::floor(x.y1 - pad)),
          whole(std::ceil(x.x2 + pad)), whole(std::ceil(x.y2 + pad))};
}

box_d on_device(cairo_t* cr, const box_d& x) {
  box_d out{1e9, 1e9, -1e9, -1e9};
  for (auto [px, py] : {point{x.x1, x.y1}, point{x.x2, x.y1},
                        point{x.x1, x.y2}, point{x.x2, x.y2}}) {
    cairo_user_to_device(cr, &px, &py);
    out = {std::min(out.x1, px), std::min(out.y1, py), std::max(out.x2, px),
           std::max(out.y2, py)};
  }
  return out;
}

uint64_t mixed_matrix(uint64_t state, const cairo_matrix_t& x) {
  for (auto v : {x.xx, x.yx, x.xy, x.yy, x.x0, x.y0})
    state = mixed(state, v);
  return state;
}

uint64_t space_of(cairo_t* cr, uint64_t state) {
  cairo_matrix_t space;
  cairo_get_matrix(cr, &space);
  return mixed_matrix(state, space);
}

uint64_t stops_of(cairo_pattern_t* x, uint64_t state) {
  int count = 0;
  cairo_pattern_get_color_stop_count(x, &count);
  for (int i = 0; i < count; ++i) {
    double at = 0, r = 0, g = 0, b = 0, a = 0;
    cairo_pattern_get_color_stop_rgba(x, i, &at, &r, &g, &b, &a);
    for (auto v : {at, r, g, b, a})
      state = mixed(state, v);
  }
  return state;
}

uint64_t pattern_state(cairo_pattern_t* x, uint64_t state) {
  double a = 0, b = 0, c = 0, d = 0, e = 0, f = 0;
  if (cairo_pattern_get_rgba(x, &a, &b, &c, &d) == CAIRO_STATUS_SUCCESS) {
    for (auto v : {a, b, c, d})
      state = mixed(state, v);
    return state;
  }
  cairo_matrix_t space;
  cairo_pattern_get_matrix(x, &space);
  state = mixed_matrix(state, space);
  cairo_surface_t* surface = nullptr;
  if (cairo_pattern_get_surface(x, &surface) == CAIRO_STATUS_SUCCESS)
    return mixed(state, reinterpret_cast<uintptr_t>(surface));
  if (cairo_pattern_get_linear_points(x, &a, &b, &c, &d)
      == CAIRO_STATUS_SUCCESS)
    e = f = -1;
  else
    cairo_pattern_get_radial_circles(x, &a, &b, &e, &c, &d, &f);
  for (auto v : {a, b, c, d, e, f})
    state = mixed(state, v);
  return stops_of(x, state);
}

uint64_t source_state(cairo_t* cr, uint64_t state) {
  auto source = cairo_get_source(cr);
  if (cairo_pattern_get_type(source) != CAIRO_PATTERN_TYPE_SOLID)
    state = space_of(cr, state);
  return pattern_state(source, state);
}

/// The path in pixels: its state, and its bounds.
uint64_t path_state(cairo_t* cr, uint64_t state, box_d& bounds) {
  cairo_matrix_t space;
  cairo_get_matrix(cr, &space);
  cairo_identity_matrix(cr);
  cairo_path_extents(cr, &bounds.x1, &bounds.y1, &bounds.x2, &bounds.y2);
  auto path = cairo_copy_path(cr);
  for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
    auto header = path->data[i].header;
    state = mixed(state, static_cast<uint64_t>(header.type));
    for (int k = 1; k < header.length; ++k)
      state = mixed(mixed(state, path->data[i + k].point.x),
                    path->data[i + k].point.y);
  }
  cairo_path_destroy(path);
  cairo_set_matrix(cr, &space);
  return mixed(state, static_cast<uint64_t>(cairo_get_fill_rule(cr)) << 8
                        | static_cast<uint64_t>(cairo_get_antialias(cr)));
}

/// How far a pen of this width and these joins reaches, in pixels.
double reach_of(cairo_t* cr) {
  cairo_matrix_t m;
  cairo_get_matrix(cr, &m);
  auto scale = std::sqrt(m.xx * m.xx + m.xy * m.xy + m.yx * m.yx
                         + m.yy * m.yy);
  auto join = cairo_get_line_join(cr) == CAIRO_LINE_JOIN_MITER
                ? cairo_get_miter_limit(cr)
                : 1.5;
  return cairo_get_line_width(cr) / 2 * scale * join;
}

uint64_t pen_state(cairo_t* cr, uint64_t state) {
  state = mixed(space_of(cr, state), cairo_get_line_width(cr));
  state = mixed(state, static_cast<uint64_t>(cairo_get_line_cap(cr)) << 8
                         | static_cast<uint64_t>(cairo_get_line_join(cr)));
  double dashes[8] = {};
  double offset = 0;
  auto count = cairo_get_dash_count(cr);
  if (count < 1)
    return state;
  if (count <= 8)
    cairo_get_dash(cr, dashes, &offset);
  state = mixed(mixed(state, static_cast<uint64_t>(count)), offset);
  for (auto x : dashes)
    state = mixed(state, x);
  return state;
}

pixel_box clip_of(cairo_t* cr) {
  cairo_matrix_t space;
  cairo_get_matrix(cr, &space);
  cairo_identity_matrix(cr);
  box_d x;
  cairo_clip_extents(cr, &x.x1, &x.y1, &x.x2, &x.y2);
  cairo_set_matrix(cr, &space);
  return pixels_of(x, 0);
}

bool source_is_seen(cairo_t* cr) {
  double r = 0, g = 0, b = 0, alpha = 1;
  auto source = cairo_get_source(cr);
  return cairo_pattern_get_rgba(source, &r, &g, &b, &alpha)
           != CAIRO_STATUS_SUCCESS
         || alpha > 0;
}

void list(cairo_t* cr, brush_watch& watch, uint64_t state, pixel_box box) {
  box = box.cut_to(watch.frame);
  if (watch.context != 0) {
    box = box.cut_to(clip_of(cr));
    state = mixed(state, watch.context);
  }
  if (box.empty())
    box = {};
  watch.into->marks.push_back({state, box});
}

/// Whether pixels are wanted. When marks are, `describe` gives them.
template <class Describe>
bool wanted(cairo_t* cr, bool is_seen, const Describe& describe) {
  auto watch = watch_over(cr);
  if (!watch)
    return true;
  if (!watch->into)
    return (watch->next++)->box.meets(watch->within);
  if (is_seen)
    describe(*watch);
  else
    watch->into->marks.push_back({});
  return false;
}

void list_pixels(cairo_t* cr, brush_watch& watch, touch how,
                 cairo_surface_t* pixels, double x, double y, double alpha) {
  box_d bounds{x, y, x + cairo_image_surface_get_width(pixels),
               y + cairo_image_surface_get_height(pixels)};
  auto state = mixed(static_cast<uint64_t>(how),
                     reinterpret_cast<uintptr_t>(pixels));
  state = mixed(mixed(mixed(space_of(cr, state), x), y), alpha);
  list(cr, watch, state, pixels_of(on_device(cr, bounds), 1));
}

/// From pixels of the frame to those of a surface that stands at (x, y).
cairo_matrix_t space_to(cairo_t* cr, double x, double y) {
  cairo_matrix_t m;
  cairo_get_matrix(cr, &m);
  cairo_matrix_translate(&m, x, y);
  if (cairo_matrix_invert(&m) != CAIRO_STATUS_SUCCESS)
    cairo_matrix_init_identity(&m);
  return m;
}

/// Without Cairo, where nothing lies between the pixels and the frame.
bool paint_directly(cairo_t* cr, cairo_surface_t* pixels, double x, double y,
                    double alpha) {
  auto watch = watch_over(cr);
  if (!watch || watch->is_indirect
      || cairo_image_surface_get_format(pixels) != CAIRO_FORMAT_ARGB32)
    return false;
  auto m = space_to(cr, x, y);
  // Cairo is faster at what is only moved.
  if (m.xx == 1 && m.yy == 1 && m.xy == 0 && m.yx == 0)
    return false;
  auto& mark = watch->next[-1];
  blend_sampled(cairo_get_target(cr), watch->within.cut_to(mark.box), pixels, m,
                alpha);
  return true;
}

/// The surface as source, its matrix in steps that Pixman's fixed point can
/// hold: Cairo else corrects the rest depending on how much of the frame is
/// painted, and repainting a part would give other pixels.
void set_smooth_source(cairo_t* cr, cairo_surface_t* pixels, double x,
                       double y, cairo_extend_t beyond = CAIRO_EXTEND_NONE) {
  constexpr double steps = 32768;
  auto m = space_to(cr, x, y);
  for (auto v : {&m.xx, &m.yx, &m.xy, &m.yy, &m.x0, &m.y0})
    *v = std::round(*v * steps) / steps;
  auto source = cairo_pattern_create_for_surface(pixels);
  cairo_pattern_set_matrix(source, &m);
  cairo_pattern_set_filter(source, CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend(source, beyond);
  cairo_identity_matrix(cr);
  cairo_set_source(cr, source);
  cairo_pattern_destroy(source);
}

/// Keeps pixels within the box that is being touched up. Paths are not cut at
/// its sides: where Cairo cuts a polygon it rounds, and the edge would show.
void cut_to_box(cairo_t* cr) {
  auto watch = watch_over(cr);
  if (!watch)
    return;
  auto& box = watch->within;
  cairo_matrix_t space;
  cairo_get_matrix(cr, &space);
  cairo_identity_matrix(cr);
  cairo_new_path(cr);
  cairo_rectangle(cr, box.left, box.top, box.right - box.left,
                  box.bottom - box.top);
  cairo_clip(cr);
  cairo_set_matrix(cr, &space);
}

void paint_source(cairo_t* cr, double alpha) {
  if (alpha >= 0.997)
    cairo_paint(cr);
  else
    cairo_paint_with_alpha(cr, alpha);
}

} // namespace

void fill(cairo_t* cr) {
  auto is_wanted = wanted(cr, source_is_seen(cr), [&](brush_watch& watch) {
    box_d bounds;
    auto state = path_state(cr, static_cast<uint64_t>(touch::fill), bounds);
    list(cr, watch, source_state(cr, state), pixels_of(bounds, 1));
  });
  if (is_wanted)
    cairo_fill(cr);
  else
    cairo_new_path(cr);
}

void stroke(cairo_t* cr) {
  auto is_wanted = wanted(cr, source_is_seen(cr), [&](brush_watch& watch) {
    box_d bounds;
    auto state = path_state(cr, static_cast<uint64_t>(touch::stroke), bounds);
    state = source_state(cr, pen_state(cr, state));
    list(cr, watch, state, pixels_of(bounds, reach_of(cr) + 1));
  });
  if (is_wanted)
    cairo_stroke(cr);
  else
    cairo_new_path(cr);
}

void flood(cairo_t* cr) {
  auto is_wanted = wanted(cr, source_is_seen(cr), [&](brush_watch& watch) {
    list(cr, watch, source_state(cr, static_cast<uint64_t>(touch::flood)),
         clip_of(cr));
  });
  if (is_wanted)
    cairo_paint(cr);
}

void mask(cairo_t* cr, cairo_surface_t* shape, double x, double y) {
  auto is_wanted = wanted(cr, source_is_seen(cr), [&](brush_watch& watch) {
    list_pixels(cr, watch, touch::mask, shape, x, y, 1);
    auto& made = watch.into->marks.back();
    made.state = source_state(cr, made.state);
  });
  if (!is_wanted)
    return;
  cairo_save(cr);
  cut_to_box(cr);
  cairo_mask_surface(cr, shape, x, y);
  cairo_restore(cr);
}

void paint_pixels(cairo_t* cr, cairo_surface_t* pixels, double x, double y,
                  double alpha) {
  auto is_wanted = wanted(cr, alpha > 0, [&](brush_watch& watch) {
    list_pixels(cr, watch, touch::pixels, pixels, x, y, alpha);
  });
  if (!is_wanted)
    return;
  cairo_save(cr);
  cut_to_box(cr);
  cairo_set_source_surface(cr, pixels, x, y);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BILINEAR);
  paint_source(cr, alpha);
  cairo_restore(cr);
}

void paint_smooth(cairo_t* cr, cairo_surface_t* pixels, double x, double y,
                  double alpha) {
  auto is_wanted = wanted(cr, alpha > 0, [&](brush_watch& watch) {
    list_pixels(cr, watch, touch::smooth, pixels, x, y, alpha);
  });
  if (!is_wanted || paint_directly(cr, pixels, x, y, alpha))
    return;
  cairo_save(cr);
  cut_to_box(cr);
  set_smooth_source(cr, pixels, x, y);
  paint_source(cr, alpha);
  cairo_restore(cr);
}

void paint_changing(cairo_t* cr, const changing_pixels& x, double left,
                    double top) {
  auto is_wanted = wanted(cr, true, [&](brush_watch& watch) {
    box_d bounds{left, top, left + x.width, top + x.height};
    auto state = mixed(static_cast<uint64_t>(touch::changing), x.version);
    state = mixed(mixed(space_of(cr, state), left), top);
    list(cr, watch, state, pixels_of(on_device(cr, bounds), 1));
  });
  auto pixels = is_wanted ? x.now() : nullptr;
  if (!pixels)
    return;
  cairo_save(cr);
  cut_to_box(cr);
  // Nothing of it shows beyond the clip that its room is.
  set_smooth_source(cr, pixels, left, top, CAIRO_EXTEND_PAD);
  cairo_paint(cr);
  cairo_restore(cr);
}

void clip(cairo_t* cr) {
  auto watch = watch_over(cr);
  if (watch && watch->into) {
    box_d bounds;
    watch->context = path_state(cr, mixed(watch->context, uint64_t{7}), bounds);
  }
  if (watch)
    watch->is_indirect = true;
  cairo_clip(cr);
}

void faded(cairo_t* cr, double alpha, const drawing& draw) {
  auto watch = watch_over(cr);
  if (watch && watch->into)
    watch->context = mixed(mixed(watch->context, uint64_t{8}), alpha);
  if (alpha >= 1 || (watch && watch->into)) {
    draw(cr);
    return;
  }
  if (watch)
    watch->is_indirect = true;
  cairo_push_group(cr);
  draw(cr);
  cairo_pop_group_to_source(cr);
  cairo_paint_with_alpha(cr, alpha);
}

void through(cairo_t* cr, cairo_pattern_t* owned, const drawing& draw) {
  auto watch = watch_over(cr);
  if (watch && watch->into) {
    watch->context = pattern_state(owned, mixed(watch->context, uint64_t{9}));
    watch->context = space_of(cr, watch->context);
    draw(cr);
  } else {
    if (watch)
      watch->is_indirect = true;
    cairo_push_group(cr);
    draw(cr);
    cairo_pop_group_to_source(cr);
    cairo_mask(cr, owned);
  }
  cairo_pattern_destroy(owned);
}

} // namespace troupe::media
