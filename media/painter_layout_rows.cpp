// Lists: rows revealed as they are spoken, numbered steps, safety lines.

#include "media/figure.hpp"
#include "media/painter_icons.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace troupe::media {

namespace {

/// How a row is drawn.
enum class row_kind : uint8_t { card, ruled };

struct row {
  rect box;
  text_block text;
  text_block number;
  /// Without an icon, the number stands in its place.
  std::optional<icon> face;
  double start = 0;
  /// When the next one takes the light; the scene's end for the last.
  double until = 0;
};

/// How far a row is there, and how much light it has.
struct row_state {
  double there = 1;
  double lit = 1;
};

row_state state_of(const row& x, const moment& now, const pace& with) {
  if (now.at_rest)
    return {1, 0.5};
  row_state out;
  out.there = ramp(now.t, x.start, with.enter);
  out.lit = out.there > 0 ? 1 - ramp(now.t, x.until, 0.3) : 0;
  return out;
}

void paint_card(cairo_t* cr, const row& x, const row_state& is,
                const theme& look, double k) {
  auto radius = look.radius * k;
  rounded(cr, x.box, radius);
  auto tint = mix(look.panel, look.accent, look.dark ? 0.16 * is.lit : 0);
  fill(cr, tint, (look.panel_alpha * (0.62 + 0.38 * is.lit)) * is.there);
  rounded(cr, x.box.inset(0.75 * k), radius);
  stroke(cr, mix(look.line, look.accent, is.lit), (1.6 + is.lit) * k,
         (look.line_alpha * (1 - is.lit) + 0.85 * is.lit) * is.there);
}

void paint_rule(cairo_t* cr, const row& x, const row_state& is,
                const theme& look, double k) {
  auto y = std::round(x.box.bottom());
  cairo_rectangle(cr, x.box.x, y - std::max(1.0, std::round(1.5 * k)),
                  x.box.w * out_quint(is.there),
                  std::max(1.0, std::round(1.5 * k)));
  fill(cr, look.line, look.line_alpha);
  auto bar = std::max(2.0, std::round(6 * k));
  auto height = x.box.h * 0.56 * out_quint(is.there);
  cairo_rectangle(cr, x.box.x, x.box.center().y - height / 2, bar, height);
  fill(cr, mix(look.line, look.accent, is.lit),
       (0.35 + 0.65 * is.lit) * is.there);
}

void paint_face(cairo_t* cr, const row& x, const row_state& is, point center,
                double size, const theme& look) {
  circle(cr, center, size / 2);
  fill(cr, mix(look.line, look.accent, is.lit),
       (look.dark ? 0.10 + 0.24 * is.lit : 0.12 + 0.10 * is.lit) * is.there);
  if (x.face)
    draw_icon(cr, *x.face, center, size * 0.52,
              mix(look.secondary, look.accent, is.lit), is.there);
}

struct row_metrics {
  double face = 0;
  double pad = 0;
  double text_x = 0;
  double number_w = 0;
};

row_metrics metrics_of(const scene_builder& to, row_kind kind,
                       bool with_icons) {
  auto upright = to.grid.upright();
  row_metrics out;
  out.face = to.u(upright ? 84 : 76);
  out.pad = to.u(kind == row_kind::ruled ? 34 : 34);
  out.text_x = out.pad + out.face + to.u(30);
  out.number_w = upright || !with_icons ? 0 : to.u(86);
  return out;
}

void place_row(scene_builder& to, row x, row_kind kind,
               const row_metrics& size) {
  auto k = to.grid.k;
  point at{std::round(x.box.x + size.text_x),
           std::round(x.box.y + (x.box.h - x.text.height) / 2)};
  auto number_x = x.face ? x.box.right() - size.pad - x.number.width
                         : x.box.x + size.pad
                             + (size.face - x.number.width) / 2;
  point number_at{std::round(number_x),
                  std::round(x.box.y + (x.box.h - x.number.height) / 2)};
  to.note(x.text, at, to.look.secondary, "point");
  to.note(x.number, number_at, to.look.ink, "number");
  to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    auto is = state_of(x, now, p);
    if (is.there <= 0)
      return;
    auto eased = row_state{std::min(1.0, is.there * 1.6), is.lit};
    auto rise = (1 - (p.bounces ? out_back(is.there) : out_quint(is.there)))
                * p.rise * 46 * k;
    cairo_translate(cr, 0, std::round(rise));
    if (kind == row_kind::card)
      paint_card(cr, x, eased, look, k);
    else
      paint_rule(cr, x, eased, look, k);
    paint_face(cr, x, eased,
               {x.box.x + size.pad + size.face / 2, x.box.center().y},
               size.face, look);
  });
  to.add_text([=, look = to.look, p = to.speed](cairo_t* cr,
                                                const moment& now) {
    auto is = state_of(x, now, p);
    auto ink = now.at_rest ? look.ink : mix(look.secondary, look.ink, is.lit);
    draw_text_entering(cr, x.text, at, ink, now, x.start, p);
    draw_text(cr, x.number, number_at, ink,
              std::min(1.0, is.there * 1.6));
  });
}

row_kind kind_of(const theme& x) {
  return x.radius < 12 ? row_kind::ruled : row_kind::card;
}

/// Texts at one size, so that rows look alike; shrinks until all fit.
std::vector<text_block> set_rows(scene_builder& to, double width,
                                 double room, double pad_y, int lines,
                                 text_role role = text_role::body) {
  auto with = to.style(role);
  std::vector<text_block> out;
  for (;;) {
    out.clear();
    double needed = 0;
    auto smallest = with.size;
    for (auto& point : to.scene.points) {
      out.push_back(to.fit(with, point.text,
                           {width, 1e9, lines, to.smallest(role), false}));
      needed = std::max(needed, out.back().height);
      smallest = std::min(smallest, out.back().size);
    }
    auto whole = (needed + pad_y) * static_cast<double>(out.size());
    if (smallest < with.size - 0.01) {
      with.size = smallest;
      continue;
    }
    if (whole <= room || with.size <= to.smallest(role))
      return out;
    with.size = std::max(to.smallest(role), with.size * 0.95);
  }
}

double tallest(const std::vector<text_block>& x) {
  double out = 0;
  for (auto& block : x)
    out = std::max(out, block.height);
  return out;
}

rect without_legal(scene_builder& to, rect area) {
  auto top = to.place_legal(area.x, area.w, area.bottom());
  if (top < area.bottom())
    area.h = top - to.u(28) - area.y;
  return area;
}

} // namespace

void lay_out_rows(scene_builder& to) {
  auto area = without_legal(to, to.content(to.place_header()));
  auto kind = kind_of(to.look);
  auto with_icons = std::all_of(
    to.scene.points.begin(), to.scene.points.end(),
    [](auto& x) { return icon_for(x.text).has_value(); });
  auto size = metrics_of(to, kind, with_icons);
  // Every other arrangement gives a part of the width to an emblem.
  if (to.grid.shape == frame_shape::wide && to.mirrored()) {
    auto width = area.w * 0.66;
    rect picture{area.x + width + to.u(70), area.y, area.w - width - to.u(70),
                 area.h};
    to.add(make_emblem(to, picture));
    area.w = width;
  }
  auto n = static_cast<double>(to.scene.points.size());
  auto gap = kind == row_kind::card ? to.u(to.grid.upright() ? 26 : 20) : 0.0;
  auto room = area.h - gap * (n - 1);
  auto width = area.w - size.text_x - size.pad - size.number_w;
  auto lines = to.grid.shape == frame_shape::wide ? 2 : 3;
  auto texts = set_rows(to, width, room, to.u(34), lines);
  auto least = std::max(tallest(texts) + to.u(34), size.face + to.u(28));
  auto most = to.u(to.grid.upright() ? 250 : 150);
  auto height = std::round(std::clamp(room / n, least, std::max(least, most)));
  auto whole = height * n + gap * (n - 1);
  auto y = area.y + std::max(0.0, (area.h - whole) * (n < 3 ? 0.42 : 0.3));
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  for (size_t i = 0; i < texts.size(); ++i) {
    row x;
    x.box = {area.x, std::round(y), area.w, height};
    x.text = texts[i];
    if (with_icons)
      x.face = icon_for(to.scene.points[i].text);
    x.start = starts[i];
    x.until = i + 1 < starts.size() ? starts[i + 1] : 1e9;
    if (size.number_w > 0 || !with_icons) {
      auto label = (i < 9 ? "0" : "") + std::to_string(i + 1);
      x.number = to.fit(text_role::label, label, to.u(86), 1);
    }
    place_row(to, std::move(x), kind, size);
    y += height + gap;
  }
}

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
  to.note(x.text, x.text_at, to.look.secondary, "step");
  to.note(x.number, number_at, to.look.on_accent, "step number");
  auto state = [=, p = to.speed](const moment& now) {
    row as;
    as.start = x.start;
    as.until = x.until;
    auto is = state_of(as, now, p);
    return now.at_rest ? row_state{1, 1} : is;
  };
  to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    auto is = state(now);
    if (is.there <= 0)
      return;
    auto grown = is.there >= 1 ? 1 : out_back(is.there);
    circle(cr, x.center, x.radius * (1.28 + 0.06 * std::sin(now.t * 2)
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
  auto area = without_legal(to, to.content(to.place_header()));
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
