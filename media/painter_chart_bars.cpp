// Bars, upright or lying.

#include "media/painter_chart.hpp"
#include "media/painter_counting.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double count_length = 1.1;

enum class toward : uint8_t { top, bottom, right, left };

/// A bar from its base, rounded at its end.
void bar_path(cairo_t* cr, const rect& x, double radius, toward end) {
  constexpr auto quarter = std::numbers::pi / 2;
  auto r = std::min({radius, x.w / 2, x.h / 2});
  cairo_save(cr);
  auto center = x.center();
  cairo_translate(cr, center.x, center.y);
  auto lying = end == toward::right || end == toward::left;
  cairo_rotate(cr, end == toward::top     ? 0
                   : end == toward::right ? quarter
                   : end == toward::left  ? -quarter
                                          : 2 * quarter);
  auto w = (lying ? x.h : x.w) / 2;
  auto h = (lying ? x.w : x.h) / 2;
  cairo_new_path(cr);
  cairo_move_to(cr, -w, h);
  cairo_arc(cr, -w + r, -h + r, r, 2 * quarter, 3 * quarter);
  cairo_arc(cr, w - r, -h + r, r, 3 * quarter, 4 * quarter);
  cairo_line_to(cr, w, h);
  cairo_close_path(cr);
  cairo_restore(cr);
}

struct bar {
  rect box;
  toward end = toward::top;
  color tint;
  double start = 0;
};

/// The part of a bar that has grown.
rect grown(const bar& x, double part) {
  auto out = x.box;
  switch (x.end) {
    case toward::top:
      out.h *= part;
      out.y = x.box.bottom() - out.h;
      break;
    case toward::bottom: out.h *= part; break;
    case toward::right: out.w *= part; break;
    case toward::left:
      out.w *= part;
      out.x = x.box.right() - out.w;
      break;
  }
  return out;
}

void place_bar(scene_builder& to, const bar& x) {
  auto radius = to.u(std::min(14.0, to.look.radius * 0.5));
  to.add([=, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, x.start, p.enter * 1.4);
    if (part <= 0)
      return;
    bar_path(cr, grown(x, p.bounces ? std::min(1.04, out_back(part))
                                    : out_quint(part)),
             radius, x.end);
    fill(cr, x.tint);
  });
}

void place_rule(scene_builder& to, const rect& x) {
  to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.35, p.enter));
    auto lying = x.w > x.h;
    cairo_rectangle(cr, x.x, x.y, lying ? x.w * part : x.w,
                    lying ? x.h : x.h * part);
    fill(cr, look.line, std::max(0.45, look.line_alpha));
  });
}

text_style value_style(const scene_builder& to, double design) {
  auto out = to.style(text_role::h2);
  out.size = std::min(out.size, to.u(design) * to.scene.text_scale);
  // The faces of headlines are too fine for small numbers.
  if (out.size < to.u(50))
    out.face = typeface::text;
  out.leading = 1.2;
  out.tabular = true;
  return out;
}

/// Thickness of a bar that is almost nothing.
double least(const scene_builder& to, double value) {
  return value == 0 ? 0 : to.u(3);
}

} // namespace

bool place_columns(scene_builder& to, const chart_data& of, const rect& area) {
  auto n = static_cast<double>(of.size());
  auto most = to.grid.shape == frame_shape::wide ? 8U : 5U;
  if (of.size() > most)
    return false;
  auto slot = std::min(area.w / n, to.u(to.grid.upright() ? 300 : 420));
  auto label = to.style(text_role::label);
  label.to = align::center;
  auto labels = set_alike(to, of.labels, label,
                          {slot - to.u(28), 2, to.smallest(text_role::label)});
  auto with = value_style(to, to.grid.upright() ? 64 : 58);
  auto values = set_alike(to, of.values, with,
                          {slot - to.u(16), 1, to.u(30)});
  if (any_cut(labels) || any_cut(values))
    return false;
  with.size = values.front().size;
  auto value_h = tallest(values) + to.u(10);
  auto below = of.low < 0 ? value_h : 0.0;
  auto top = area.y + (of.high > 0 ? value_h : 0.0);
  auto bottom = area.bottom() - tallest(labels) - to.u(22) - below;
  if (bottom - top < to.u(150))
    return false;
  auto span = of.high - of.low;
  auto scale = span > 0 ? (bottom - top) / span : 0.0;
  auto zero = std::round(span > 0 ? bottom + of.low * scale : bottom);
  auto left = area.x + (area.w - slot * n) / 2;
  auto width = std::round(std::min(slot * 0.56, to.u(170)));
  auto thick = std::max(2.0, std::round(to.u(3)));
  running_digits digits{to, with};
  for (size_t i = 0; i < of.size(); ++i) {
    auto center = std::round(left + slot * (static_cast<double>(i) + 0.5));
    auto value = of.numbers[i];
    auto height = std::max(std::abs(value) * scale, least(to, value));
    auto up = value >= 0;
    place_bar(to, {{center - width / 2, up ? zero - height : zero, width,
                    height},
                   up ? toward::top : toward::bottom, of.colors[i],
                   of.starts[i]});
    auto text_y = up ? zero - height - value_h
                     : zero + height + to.u(10);
    place_counting(to, values[i], digits,
                   {{center - values[i].width / 2, text_y}, to.look.ink,
                    of.starts[i], count_length, "value"});
    to.place(labels[i],
             {{center - labels[i].width / 2,
               area.bottom() - tallest(labels)},
              to.look.secondary, std::max(0.4, of.starts[i] - 0.1), "label"});
  }
  place_rule(to, {left, zero - thick / 2, slot * n, thick});
  return true;
}

namespace {

/// Where the parts of lying bars stand.
struct row_plan {
  double height = 0;
  double label_w = 0;
  /// Labels stand above their bars instead of beside them.
  bool stacked = false;
  std::vector<text_block> labels;
  std::vector<text_block> values;
};

/// Bar of a row whose label stands above it, with the air between them.
double row_bar(const scene_builder& to, double height) {
  return std::min(to.u(46), height * 0.26) + to.u(10);
}

row_plan plan_rows(scene_builder& to, const chart_data& of, const rect& area) {
  row_plan out;
  auto n = static_cast<double>(of.size());
  out.stacked = to.grid.upright() && area.h / n >= to.u(112);
  out.height = std::min(area.h / n, to.u(out.stacked ? 190 : 150));
  auto with = value_style(to, out.stacked ? 48 : of.size() < 4 ? 64 : 44);
  with.size = std::min(with.size, out.height * (out.stacked ? 0.42 : 0.62));
  with.size = std::max(with.size, to.u(26));
  out.values = set_alike(to, of.values, with, {area.w * 0.4, 1, to.u(26)});
  auto label = to.style(of.size() < 4 ? text_role::body : text_role::label);
  label.leading = 1.2;
  label.to = out.stacked ? align::left : align::right;
  auto wide = to.grid.shape == frame_shape::wide;
  out.label_w = out.stacked ? area.w - widest(out.values) - to.u(30)
                            : area.w * (wide ? 0.36 : 0.46);
  // The bar and its air take the rest of a row.
  auto room = out.stacked ? out.height * 0.92 - row_bar(to, out.height)
                          : out.height - to.u(4);
  auto lines = room > to.u(56) ? 2 : 1;
  if (lines == 2)
    label.leading = 1.08;
  label.size = std::clamp(room / lines / label.leading, to.u(26), label.size);
  out.labels = set_alike(to, of.labels, label,
                         {out.label_w, lines, to.u(26)});
  if (!out.stacked)
    out.label_w = widest(out.labels);
  return out;
}

} // namespace

void place_rows(scene_builder& to, const chart_data& of, const rect& area) {
  auto set = plan_rows(to, of, area);
  auto n = static_cast<double>(of.size());
  auto y = area.y + std::max(0.0, (area.h - set.height * n) * 0.4);
  auto value_w = widest(set.values) + to.u(18);
  auto left = set.stacked ? area.x : area.x + set.label_w + to.u(32);
  auto right = set.stacked ? area.right() : area.right() - value_w;
  if (!set.stacked && of.low < 0)
    left += value_w;
  auto span = of.high - of.low;
  auto scale = span > 0 ? (right - left) / span : 0.0;
  auto zero = std::round(span > 0 ? left - of.low * scale : left);
  auto with = value_style(to, 64);
  with.size = set.values.front().size;
  running_digits digits{to, with};
  auto label_h = tallest(set.labels);
  for (size_t i = 0; i < of.size(); ++i) {
    auto top = std::round(y + set.height * static_cast<double>(i));
    auto value = of.numbers[i];
    auto length = std::max(std::abs(value) * scale, least(to, value));
    auto thick = std::round(set.stacked
                              ? row_bar(to, set.height) - to.u(10)
                              : std::min(to.u(84), set.height * 0.56));
    auto head = std::max(label_h, tallest(set.values));
    auto bar_y = set.stacked ? top + (set.height - head - thick - to.u(10)) / 2
                                 + head + to.u(10)
                             : top + (set.height - thick) / 2;
    auto on = value >= 0;
    rect box{on ? zero : zero - length, std::round(bar_y), length, thick};
    place_bar(to, {box, on ? toward::right : toward::left, of.colors[i],
                   of.starts[i]});
    auto rule = std::max(2.0, std::round(to.u(3)));
    if (set.stacked && of.low < 0)
      place_rule(to, {zero - rule / 2, box.y, rule, box.h});
    auto& label = set.labels[i];
    auto& text = set.values[i];
    auto head_y = set.stacked ? bar_y - to.u(10) : 0.0;
    point label_at{area.x + set.label_w - label.width,
                   top + (set.height - label.height) / 2};
    point value_at{on ? box.right() + to.u(18)
                      : box.x - to.u(18) - text.width,
                   top + (set.height - text.height) / 2};
    if (set.stacked) {
      label_at = {area.x, head_y - label.height};
      value_at = {area.right() - text.width, head_y - text.height};
    }
    to.place(label, {label_at, to.look.secondary,
                     std::max(0.4, of.starts[i] - 0.1), "label"});
    place_counting(to, text, digits,
                   {value_at, to.look.ink, of.starts[i], count_length,
                    "value"});
  }
  auto thick = std::max(2.0, std::round(to.u(3)));
  if (!set.stacked)
    place_rule(to, {zero - thick / 2, std::round(y), thick,
                    std::round(set.height * n)});
}

} // namespace troupe::media
