// Numbered steps on a thread, and safety information.

#include "media/painter_icons.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct step {
  point center;
  double radius;
  text_block number;
  text_block text;
  point text_at;
  double start;
  double until;
};

void place_step(scene_builder& to, const step& x) {
  point number_at{std::round(x.center.x - x.number.width / 2),
                  std::round(x.center.y - x.number.height / 2)};
  to.note(x.text, x.text_at, to.look.secondary, "step", x.start);
  to.note(x.number, number_at, to.look.on_accent, "step number", x.start);
  auto state = [=, p = to.speed](const moment& now) {
    return now.at_rest ? list_state{1, 1} : state_of(x.start, x.until, now, p);
  };
  to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    auto is = state(now);
    if (is.there <= 0)
      return;
    auto grown = is.there >= 1 ? 1 : out_back(is.there);
    circle(cr, x.center, x.radius * (1.28 + 0.06 * std::sin(now.idle * 2)
                                              * p.drift * is.lit));
    fill(cr, look.accent, 0.20 * is.lit * is.there);
    circle(cr, x.center, x.radius * grown);
    fill(cr, look.accent, std::min(1.0, is.there * 2));
  });
  to.add_text([=, look = to.look, p = to.speed](cairo_t* cr,
                                                const moment& now) {
    auto is = state(now);
    draw_text(cr, x.number, number_at, look.on_accent,
              std::min(1.0, is.there * 2));
    draw_text_entering(cr, x.text, x.text_at,
                       mix(look.secondary, look.ink, is.lit), now,
                       x.start + 0.1, p);
  });
}

/// The line that grows from step to step.
void place_thread(scene_builder& to, const std::vector<step>& steps) {
  if (steps.size() < 2)
    return;
  to.add([=, look = to.look, p = to.speed, k = to.grid.k](cairo_t* cr,
                                                          const moment& now) {
    for (size_t i = 0; i + 1 < steps.size(); ++i) {
      auto a = steps[i].center;
      auto b = steps[i + 1].center;
      auto length = std::hypot(b.x - a.x, b.y - a.y);
      auto off = steps[i].radius * 1.45 / length;
      point from{a.x + (b.x - a.x) * off, a.y + (b.y - a.y) * off};
      point to_point{b.x - (b.x - a.x) * off, b.y - (b.y - a.y) * off};
      auto base = now.at_rest ? 1.0 : ramp(now.t, 0.4, p.enter);
      partial_line(cr, {from, to_point}, base);
      cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
      stroke(cr, look.line, 4 * k, look.line_alpha);
      auto part = now.at_rest
                    ? 1.0
                    : in_out_cubic(ramp(now.t, steps[i + 1].start - 0.45,
                                        0.6));
      partial_line(cr, {from, to_point}, part);
      stroke(cr, look.accent, 4 * k);
    }
  });
}

} // namespace

void lay_out_steps(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  auto n = to.scene.points.size();
  auto across = to.grid.shape == frame_shape::wide;
  auto radius = std::round(to.u(to.grid.upright() ? 58 : 54));
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  auto cell = across ? area.w / static_cast<double>(n)
                     : area.h / static_cast<double>(n);
  if (!across)
    cell = std::min(cell, to.u(to.grid.shape == frame_shape::portrait ? 290
                                                                       : 220));
  auto indent = radius * 2.56 + to.u(36);
  auto width = across ? std::min(cell - to.u(44), to.u(560)) : area.w - indent;
  auto texts = set_rows(to, width,
                        across ? 1e9 : cell * static_cast<double>(n),
                        to.u(24), across ? 5 : 3);
  auto used = across ? radius * 2.56 + to.u(40) + tallest(texts)
                     : cell * static_cast<double>(n);
  auto top = area.y + std::max(0.0, (area.h - used) * 0.4);
  std::vector<step> steps;
  for (size_t i = 0; i < n; ++i) {
    step x;
    x.radius = radius;
    x.text = texts[i];
    x.start = starts[i];
    x.until = i + 1 < n ? starts[i + 1] : 1e9;
    auto at = static_cast<double>(i) * cell;
    if (across) {
      x.center = {std::round(area.x + at + radius * 1.28),
                  std::round(top + radius * 1.28)};
      x.text_at = {std::round(area.x + at),
                   std::round(top + radius * 2.56 + to.u(40))};
    } else {
      x.center = {std::round(area.x + radius * 1.28),
                  std::round(top + at + cell / 2)};
      x.text_at = {std::round(area.x + indent),
                   std::round(x.center.y - x.text.height / 2)};
    }
    auto with = to.style(text_role::h2);
    with.size = radius * 0.92;
    with.leading = 1;
    x.number = to.fit(with, std::to_string(i + 1),
                      {radius * 2, 1e9, 1, radius * 0.4});
    steps.push_back(std::move(x));
  }
  place_thread(to, steps);
  for (auto& x : steps)
    place_step(to, x);
}

void lay_out_safety(scene_builder& to) {
  auto top = to.place_header();
  auto area = to.content(top);
  auto pad = to.u(52);
  rect panel = area;
  auto inner_x = area.x + pad + to.u(86);
  auto inner_w = area.w - 2 * pad - to.u(86);
  auto legal = to.fit(to.scene.points.empty() ? text_role::body
                                               : text_role::footnote,
                      to.scene.legal, inner_w, 7);
  auto legal_gap = legal.height > 0 && !to.scene.points.empty() ? to.u(30) : 0;
  auto n = static_cast<double>(to.scene.points.size());
  auto gap = to.u(24);
  auto room = area.h - 2 * pad - legal.height - legal_gap
              - gap * std::max(0.0, n - 1);
  auto texts = set_rows(to, inner_w, room, 0, 3);
  double used = legal.height + legal_gap + gap * std::max(0.0, n - 1);
  for (auto& x : texts)
    used += x.height;
  if (used <= 0)
    return;
  panel.h = used + 2 * pad;
  panel.y = std::round(area.y + std::max(0.0, (area.h - panel.h) * 0.35));
  to.add([=, look = to.look, p = to.speed, k = to.grid.k](cairo_t* cr,
                                                          const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.35, p.enter));
    rounded(cr, panel, look.radius * k);
    fill(cr, look.panel, look.panel_alpha * part);
    rounded(cr, {panel.x, panel.y, 10 * k, panel.h * part}, 5 * k);
    fill(cr, look.warm, part);
    draw_icon(cr, icon::warning,
              {panel.x + pad + 26 * k, panel.y + pad + 28 * k}, 58 * k,
              look.warm, part);
  });
  auto y = panel.y + pad;
  double start = 0.5;
  for (auto& x : texts) {
    to.place(x, {{inner_x, y}, to.look.ink, start, "safety point"});
    y += x.height + gap;
    start += 0.18;
  }
  if (n > 0)
    y += legal_gap - gap;
  to.place(legal, {{inner_x, y}, to.look.secondary, start, "legal"});
}

} // namespace troupe::media
