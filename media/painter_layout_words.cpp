// Scenes that are one large sentence: a statement, a quotation.

#include "media/figure.hpp"

#include <cmath>

namespace troupe::media {

namespace {

double upper_edge(const scene_builder& to) {
  return to.scene.kicker.empty() ? to.u(to.grid.kicker_y)
                                 : to.u(to.grid.title_y);
}

/// Points under a large text, as quiet lines; their y.
double place_notes(scene_builder& to, double left, double width, double y) {
  double start = 1.0;
  for (auto& point : to.scene.points) {
    auto block = to.fit(text_role::small, point.text, width, 2);
    to.place(block, {{left, y}, to.look.secondary, start, "note"});
    y += block.height + to.u(10);
    start += 0.2;
  }
  return y;
}

double notes_height(scene_builder& to, double width) {
  double out = 0;
  for (auto& point : to.scene.points)
    out += to.fit(text_role::small, point.text, width, 2).height + to.u(10);
  return out;
}

} // namespace

void lay_out_statement(scene_builder& to) {
  auto left = to.u(to.grid.margin);
  auto inner = to.u(to.grid.inner_width());
  auto wide = to.grid.shape == frame_shape::wide;
  to.place_kicker(left, to.u(to.grid.kicker_y));
  auto top = upper_edge(to) + to.u(16);
  auto bottom = to.place_legal(left, inner, to.u(to.grid.bottom));
  if (!to.scene.legal.empty())
    bottom -= to.u(36);
  auto with = to.style(text_role::display);
  auto is_long = to.scene.title.size() > 120;
  with.size *= is_long ? 0.66 : 0.86;
  with.leading += 0.08;
  auto indent = to.u(wide ? 56 : 44);
  auto emblem = wide && !is_long ? to.u(420) : 0.0;
  auto width = inner - indent - (emblem > 0 ? emblem + to.u(70) : 0);
  auto notes = notes_height(to, width);
  auto notes_gap = notes > 0 ? to.u(40) : 0;
  auto room = bottom - top - notes - notes_gap;
  text_room into{width, room, wide ? 6 : 9, to.u(40), true};
  auto text = to.fit(with, to.scene.title, into);
  auto mark = to.grid.upright() && room - text.height > to.u(420)
                ? std::min(to.u(360), room - text.height - to.u(120))
                : 0.0;
  auto whole = mark + (mark > 0 ? to.u(64) : 0) + text.height + notes_gap
               + notes;
  auto y = std::round(top + std::max(0.0, (bottom - top - whole) / 2));
  if (mark > 0) {
    to.add(make_emblem(to, {left, y, mark, mark}));
    y += mark + std::round(to.u(64));
  }
  if (emblem > 0)
    to.add(make_emblem(to, {left + inner - emblem,
                            top + (bottom - top - emblem) / 2, emblem,
                            emblem}));
  auto bar_h = text.height - to.u(10);
  to.add([=, look = to.look, p = to.speed, k = to.grid.k](cairo_t* cr,
                                                          const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.2, p.enter * 1.4));
    rounded(cr, {left, y + 5 * k, 10 * k, bar_h * part}, 5 * k);
    fill(cr, look.accent);
  });
  to.place(text, {{left + indent, y}, to.look.ink, 0.3, "statement"});
  place_notes(to, left + indent, width, y + text.height + notes_gap);
}

void lay_out_quote(scene_builder& to) {
  auto left = to.u(to.grid.margin);
  auto inner = to.u(to.grid.inner_width());
  auto wide = to.grid.shape == frame_shape::wide;
  to.place_kicker(left, to.u(to.grid.kicker_y));
  auto top = upper_edge(to) + to.u(10);
  auto bottom = to.place_legal(left, inner, to.u(to.grid.bottom));
  auto width = wide ? inner * 0.80 : inner;
  auto& quote = *to.scene.quote;
  auto with = to.style(text_role::h1);
  with.leading = 1.24;
  auto by = to.fit(text_role::label, quote.by, width - to.u(80), 1);
  auto mark = std::round(to.u(to.grid.upright() ? 150 : 118));
  auto by_gap = by.height > 0 ? to.u(44) : 0;
  auto room = bottom - top - mark - by_gap - by.height - to.u(40);
  auto text = to.fit(with, quote.text, {width, room, wide ? 5 : 8, to.u(38),
                                        true});
  auto whole = mark + text.height + by_gap + by.height;
  auto y = std::round(top + std::max(0.0, (bottom - top - whole) / 2));
  auto sign_style = to.style(text_role::display);
  sign_style.face = typeface::serif;
  sign_style.weight = 700;
  sign_style.size = mark * 2;
  sign_style.leading = 1;
  auto sign = to.fit(sign_style, "\u201C", {mark * 3, 1e9, 1, 20});
  // The sign's own ink decides where it stands.
  auto sign_y = y - sign.ink.y;
  to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    draw_text_entering(cr, sign, {left - sign.ink.x, sign_y}, look.accent, now,
                       0.15, p);
  });
  if (wide)
    to.add(make_emblem(to, {left + inner - to.u(250), y, to.u(250),
                            to.u(250)}));
  y += mark + to.u(4);
  to.place(text, {{left, y}, to.look.ink, 0.35, "quote"});
  y += text.height + by_gap;
  if (by.height <= 0)
    return;
  auto rule_y = std::round(y + by.height / 2);
  to.add([=, look = to.look, k = to.grid.k, p = to.speed](cairo_t* cr,
                                                          const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 1.0, p.enter));
    rounded(cr, {left, rule_y - 2 * k, 52 * k * part, 4 * k}, 2 * k);
    fill(cr, look.accent);
  });
  to.place(by, {{left + to.u(80), y}, to.look.secondary, 1.1, "quote by"});
}

} // namespace troupe::media
