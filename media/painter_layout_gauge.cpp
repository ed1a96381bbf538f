// One figure on a scale: an open ring that fills up to the value.

#include "media/painter_counting.hpp"
#include "media/painter_data.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double degree = std::numbers::pi / 180;
/// The ring is open at the bottom.
constexpr double first_angle = 150 * degree;
constexpr double whole_angle = 240 * degree;
constexpr double start = 0.45;
constexpr double length = 1.6;

struct scale {
  double low = 0;
  double high = 100;
  double share = 0;
};

scale scale_of(const composed_figure& x) {
  scale out;
  if (x.low < x.high) {
    out.low = x.low;
    out.high = x.high;
  }
  auto number = parse_number(x.value);
  auto value = number.before.ends_with('-')
                   || number.before.ends_with("\u2212")
                 ? -number.value
                 : number.value;
  out.share = std::clamp((value - out.low) / (out.high - out.low), 0.0, 1.0);
  return out;
}

void place_dial(scene_builder& to, point center, double radius, double share) {
  auto width = radius * 0.16;
  auto tint = shape_color(to.look, to.look.accent);
  to.add([=, look = to.look, k = to.grid.k, p = to.speed](cairo_t* cr,
                                                          const moment& now) {
    auto there = now.at_rest ? 1.0 : ramp(now.t, 0.2, 0.5);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_new_path(cr);
    cairo_arc(cr, center.x, center.y, radius, first_angle,
              first_angle + whole_angle);
    stroke(cr, look.line, width, look.line_alpha * 0.6 * there);
    // Tenths of the scale, inside the ring.
    for (int i = 0; i <= 10; ++i) {
      auto a = first_angle + whole_angle * i / 10;
      auto from = radius - width * 0.9;
      auto until = from - (i % 5 == 0 ? 16 : 9) * k;
      cairo_move_to(cr, center.x + from * std::cos(a),
                    center.y + from * std::sin(a));
      cairo_line_to(cr, center.x + until * std::cos(a),
                    center.y + until * std::sin(a));
      stroke(cr, look.line, 2.4 * k, std::max(0.35, look.line_alpha) * there);
    }
    auto part = now.at_rest ? 1.0 : out_cubic(ramp(now.t, start, length));
    if (part * share <= 0)
      return;
    auto end = first_angle + whole_angle * share * part;
    cairo_new_path(cr);
    cairo_arc(cr, center.x, center.y, radius, first_angle, end);
    stroke(cr, tint, width);
    circle(cr, {center.x + radius * std::cos(end),
                center.y + radius * std::sin(end)},
           width * (0.27 + 0.02 * std::sin(now.idle * 2) * p.drift));
    fill(cr, look.on_accent);
  });
}

/// Value and unit in the middle, ends of the scale below the ring's ends.
void place_numbers(scene_builder& to, point center, double radius,
                   const scale& on) {
  auto& figure = *to.scene.figure;
  auto is_percent = figure.unit == "%";
  auto inner = radius * 1.36;
  auto with = to.style(text_role::display);
  with.size = std::min(radius * 0.56, to.u(200));
  with.leading = 1.0;
  with.tabular = true;
  with.tracking = -0.02;
  auto value = figure.value + (is_percent ? figure.unit : std::string{});
  auto number = to.fit(with, value, {inner, 1e9, 1, to.u(48)});
  with.size = number.size;
  auto unit = to.fit(text_role::small, is_percent ? "" : figure.unit,
                     inner * 0.8, 2, 1e9, align::center);
  auto whole = number.height + unit.height;
  auto y = center.y - whole / 2;
  place_counting(to, number, running_digits{to, with},
                 {{center.x - number.width / 2, y}, to.look.ink, start, length,
                  "number", std::max(0.0, on.low)});
  to.place(unit, {{center.x - unit.width / 2, y + number.height},
                  to.look.secondary, start + 0.3, "unit"});
  auto tick = to.style(text_role::small);
  tick.tabular = true;
  auto sign = is_percent || figure.value.ends_with('%') ? "%" : "";
  auto ends = set_alike(to,
                        {shown_value({"", on.low, ""}, sign),
                         shown_value({"", on.high, ""}, sign)},
                        tick, {radius * 0.8, 1, to.u(26)});
  // Half of a number would be a wrong one.
  if (any_cut(ends))
    return;
  auto ends_y = center.y - std::sin(first_angle) * -radius + radius * 0.13;
  for (size_t i = 0; i < 2; ++i) {
    auto x = center.x + (i == 0 ? 1 : -1) * std::cos(first_angle) * radius;
    to.place(ends[i], {{x - ends[i].width / 2, ends_y}, to.look.dim, 0.5,
                       "end"});
  }
}

} // namespace

void lay_out_gauge(scene_builder& to) {
  auto& figure = *to.scene.figure;
  auto area = above_legal(to, to.content(to.place_header()));
  auto beside = !to.grid.upright();
  auto text_w = beside ? area.w * 0.46 : area.w;
  auto side = beside ? align::left : align::center;
  auto label = to.fit(text_role::h2, figure.label, text_w, 4, 1e9, side);
  auto note = to.scene.points.empty()
                ? text_block{}
                : to.fit(text_role::small, to.scene.points[0].text, text_w, 3,
                         1e9, side);
  auto gap = label.height > 0 && note.height > 0 ? to.u(24) : 0.0;
  auto words = label.height + gap + note.height;
  // Ring and ends of the scale, in radii.
  constexpr double above = 1.08;
  constexpr double below = 0.80;
  auto dial_w = beside ? (words > 0 ? area.w * 0.44 : area.w) : area.w;
  auto dial_h = beside ? area.h
                       : area.h - words - to.u(words > 0 ? 56 : 0);
  auto radius = std::min({dial_w / 2 / 1.1, dial_h / (above + below),
                          to.u(beside ? 300 : 360)});
  auto high = radius * (above + below);
  auto whole = beside ? high : high + (words > 0 ? to.u(56) + words : 0);
  auto top = area.y + std::max(0.0, (area.h - whole) * 0.45);
  auto center_x = beside && words > 0
                    ? (to.mirrored() ? area.x + dial_w / 2
                                     : area.right() - dial_w / 2)
                    : area.x + area.w / 2;
  point center{std::round(center_x), std::round(top + radius * above)};
  auto on = scale_of(figure);
  place_dial(to, center, radius, on.share);
  place_numbers(to, center, radius, on);
  auto y = beside ? area.y + std::max(0.0, (area.h - words) * 0.45)
                  : top + high + to.u(56);
  auto x = beside && to.mirrored() ? area.right() - text_w : area.x;
  auto place = [&](const text_block& block, color ink, double at,
                   std::string_view what) {
    auto left = beside ? x : area.x + (area.w - block.width) / 2;
    to.place(block, {{left, y}, ink, at, what});
    y += block.height + gap;
  };
  place(label, to.look.ink, 0.8, "label");
  place(note, to.look.secondary, 1.2, "note");
}

} // namespace troupe::media
