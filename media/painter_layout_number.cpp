// One figure that counts up to itself, with its label.

#include "media/figure.hpp"
#include "media/painter_counting.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

struct number_set {
  text_block whole;
  text_style style;
};

number_set set_number(scene_builder& to, const std::string& value,
                      double width) {
  number_set out;
  out.style = to.style(text_role::display);
  auto shape = to.grid.shape;
  out.style.size = to.u(shape == frame_shape::portrait ? 300
                        : shape == frame_shape::square ? 190
                                                       : 230)
                   * std::min(1.15, to.scene.text_scale);
  out.style.leading = 1.0;
  out.style.tabular = true;
  out.style.tracking = -0.02;
  out.whole = to.fit(out.style, value, {width, 1e9, 1, to.u(90)});
  out.style.size = out.whole.size;
  return out;
}

/// A ring that shows the share, when the number is one.
painting share_ring(const scene_builder& to, const rect& box, double share) {
  return [=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    constexpr auto turn = 2 * std::numbers::pi;
    auto part = now.at_rest ? 1.0 : out_cubic(ramp(now.t, 0.35, 1.5));
    auto radius = box.w * 0.42;
    auto width = box.w * 0.075;
    auto center = box.center();
    circle(cr, center, radius);
    stroke(cr, look.line, width, look.line_alpha * 0.7);
    auto top = -turn / 4;
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_new_sub_path(cr);
    cairo_arc(cr, center.x, center.y, radius, top,
              top + turn * share * part + 1e-4);
    stroke(cr, look.accent, width);
    auto a = top + turn * share * part;
    circle(cr, {center.x + radius * std::cos(a),
                center.y + radius * std::sin(a)},
           width * (0.3 + 0.03 * std::sin(now.idle * 2) * p.drift));
    fill(cr, look.on_accent);
  };
}

} // namespace

figure_words set_figure(scene_builder& to, double width) {
  auto& figure = *to.scene.figure;
  figure_words out;
  auto set = set_number(to, figure.value,
                        width * (figure.unit.empty() ? 1 : 0.7));
  out.whole = set.whole;
  out.style = set.style;
  auto unit_style = to.style(text_role::display);
  unit_style.size = std::min(set.style.size * 0.5, to.u(120));
  unit_style.leading = 1;
  out.unit = to.fit(unit_style, figure.unit,
                    {std::max(to.u(120), width - set.whole.width - to.u(24)),
                     1e9, 1, to.u(36)});
  out.label = to.fit(text_role::h2, figure.label, width, 3);
  out.gap = to.u(26);
  out.height = out.whole.height + out.gap + out.label.height;
  return out;
}

double place_figure(scene_builder& to, const figure_words& x, double left,
                    double y) {
  auto& figure = *to.scene.figure;
  place_counting(to, x.whole, running_digits{to, x.style},
                 {{left - to.u(6), y}, to.look.accent, 0.35, 1.5, "number"});
  if (x.unit.height > 0) {
    // Both stand on one base line: capitals are centred in their line.
    auto drop = (x.style.size - x.unit.size) * (0.5 + 0.36);
    auto blank = to.u(figure.unit == "%" ? 8 : 24);
    to.place(x.unit, {{left + x.whole.width + blank, y + drop},
                      to.look.accent, 0.7, "unit"});
  }
  y += x.whole.height + x.gap;
  to.place(x.label, {{left, y}, to.look.ink, 0.8, "label"});
  return y + x.label.height;
}

void lay_out_number(scene_builder& to) {
  auto& figure = *to.scene.figure;
  auto area = to.content(to.place_header());
  auto legal_top = to.place_legal(area.x, area.w, area.bottom());
  if (legal_top < area.bottom())
    area.h = legal_top - to.u(28) - area.y;
  auto wide = to.grid.shape == frame_shape::wide;
  auto parsed = parse_number(figure.value);
  auto is_share = figure.unit.starts_with("%") && parsed.counts
                  && parsed.value <= 100;
  auto picture = wide ? std::min(area.h, to.u(500)) : 0.0;
  auto width = wide ? area.w - picture - to.u(120) : area.w;
  auto set = set_figure(to, width);
  auto note = to.scene.points.empty()
                ? text_block{}
                : to.fit(text_role::small, to.scene.points[0].text, width, 3);
  auto words_h = set.height + (note.height > 0 ? set.gap + note.height : 0);
  auto apart = to.u(50);
  if (!wide) {
    picture = std::min(to.u(520), area.h - words_h - apart);
    if (picture < to.u(170))
      picture = 0;
  }
  auto whole = wide || picture <= 0 ? words_h : words_h + picture + apart;
  auto x = area.x;
  auto y = area.y + std::max(0.0, (area.h - whole) / 2);
  rect box{area.right() - picture, area.y + (area.h - picture) / 2, picture,
           picture};
  if (wide && to.mirrored()) {
    box.x = area.x;
    x = area.x + picture + to.u(120);
  }
  if (!wide) {
    box = {area.x + (area.w - picture) / 2, y, picture, picture};
    y += picture > 0 ? picture + apart : 0;
  }
  if (picture > 0)
    to.add(is_share ? share_ring(to, box, parsed.value / 100)
                  : make_emblem(to, box));
  y = place_figure(to, set, x, y) + set.gap;
  to.place(note, {{x, y}, to.look.secondary, 1.2, "note"});
}

} // namespace troupe::media
