// Stages with arrows between them: cards beside or below each other.

#include "media/painter_data.hpp"
#include "media/painter_icons.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct stage_card {
  rect box;
  text_block text;
  text_block number;
  point text_at;
  point face;
  std::optional<icon> sign;
  double start = 0;
  double until = 1e9;
};

void paint_panel(cairo_t* cr, const stage_card& x, const list_state& is,
                 const theme& look, double k) {
  auto radius = look.radius * k;
  rounded(cr, x.box, radius);
  auto tint = mix(look.panel, look.accent, look.dark ? 0.16 * is.lit : 0);
  fill(cr, tint, look.panel_alpha * (0.7 + 0.3 * is.lit) * is.there);
  rounded(cr, x.box.inset(0.75 * k), radius);
  stroke(cr, mix(look.line, look.accent, is.lit), (1.6 + 1.2 * is.lit) * k,
         (look.line_alpha * (1 - is.lit) + 0.9 * is.lit) * is.there);
}

void place_card(scene_builder& to, const stage_card& x, double face) {
  point number_at{std::round(x.face.x - x.number.width / 2),
                  std::round(x.face.y - x.number.height / 2)};
  auto state = [start = x.start, until = x.until, p = to.speed](
                 const moment& now) {
    auto is = state_of(start, until, now, p);
    is.there = std::min(1.0, is.there * 1.6);
    return is;
  };
  to.add([=, look = to.look, p = to.speed, k = to.grid.k](cairo_t* cr,
                                                          const moment& now) {
    auto is = state(now);
    if (is.there <= 0)
      return;
    auto part = now.at_rest ? 1.0 : ramp(now.t, x.start, p.enter);
    cairo_translate(cr, 0, std::round((1 - out_quint(part)) * 50 * k
                                      * p.rise));
    paint_panel(cr, x, is, look, k);
    circle(cr, x.face, face / 2);
    fill(cr, look.accent, is.there);
    if (x.sign)
      draw_icon(cr, *x.sign, x.face, face * 0.56, look.on_accent, is.there);
  });
  if (!x.sign)
    to.place(x.number, {number_at, to.look.on_accent, x.start + 0.1,
                        "stage number"});
  point at{std::round(x.text_at.x), std::round(x.text_at.y)};
  to.note(x.text, at, to.look.secondary, "stage", x.start);
  to.add_text([=, look = to.look, p = to.speed](cairo_t* cr,
                                                const moment& now) {
    auto is = state(now);
    auto ink = now.at_rest ? look.ink : mix(look.secondary, look.ink, is.lit);
    draw_text_entering(cr, x.text, at, ink, now, x.start + 0.1, p);
  });
}

/// An arrow that is drawn just before the card it leads to.
void place_arrow(scene_builder& to, point from, point until, double start) {
  auto tint = shape_color(to.look, to.look.accent);
  to.add([=, k = to.grid.k](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : in_out_cubic(ramp(now.t, start - 0.3, 0.45));
    if (part <= 0)
      return;
    auto length = std::hypot(until.x - from.x, until.y - from.y);
    point along{(until.x - from.x) / length, (until.y - from.y) / length};
    point tip{from.x + along.x * length * part, from.y + along.y * length * part};
    auto head = std::min(13 * k, length * 0.5) * std::min(1.0, part * 2);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_move_to(cr, from.x, from.y);
    cairo_line_to(cr, tip.x, tip.y);
    cairo_move_to(cr, tip.x - (along.x + along.y) * head,
                  tip.y - (along.y + along.x) * head);
    cairo_line_to(cr, tip.x, tip.y);
    cairo_line_to(cr, tip.x - (along.x - along.y) * head,
                  tip.y - (along.y - along.x) * head);
    stroke(cr, tint, 5 * k);
  });
}

std::vector<text_block> texts_of(scene_builder& to, double width, int lines,
                                 double height, align side) {
  std::vector<std::string> texts;
  for (auto& x : to.scene.points)
    texts.push_back(x.text);
  auto with = to.style(text_role::body);
  if (texts.size() < 4)
    with.size *= 1.14;
  with.leading = 1.24;
  with.to = side;
  return set_alike(to, texts, with, {width, lines, to.u(26), height});
}

void finish(scene_builder& to, std::vector<stage_card>& cards, double face) {
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  auto with_signs = std::all_of(
    to.scene.points.begin(), to.scene.points.end(),
    [](auto& x) { return icon_for(x.text).has_value(); });
  auto digit = to.style(text_role::h2);
  digit.size = std::max(to.u(26), face * 0.5);
  digit.leading = 1;
  for (size_t i = 0; i < cards.size(); ++i) {
    auto& x = cards[i];
    x.start = starts[i];
    if (i + 1 < cards.size())
      x.until = starts[i + 1];
    if (with_signs)
      x.sign = icon_for(to.scene.points[i].text);
    x.number = to.fit(digit, std::to_string(i + 1), {face, 1e9, 1, to.u(26)});
  }
}

void lay_out_across(scene_builder& to, const rect& area) {
  auto n = static_cast<double>(to.scene.points.size());
  auto gap = to.u(n > 4 ? 56 : 76);
  auto width = std::min((area.w - gap * (n - 1)) / n, to.u(620));
  auto pad = to.u(n > 4 ? 24 : n > 3 ? 30 : 40);
  auto face = to.u(n > 4 ? 72 : 88);
  auto head = pad + face + to.u(n > 4 ? 22 : 30);
  auto texts = texts_of(to, width - 2 * pad, 8, area.h - head - pad,
                        align::left);
  auto height = std::clamp(head + tallest(texts) + pad,
                           std::min(area.h, to.u(330)), area.h);
  auto left = area.x + (area.w - width * n - gap * (n - 1)) / 2;
  auto y = std::round(area.y + (area.h - height) * 0.4);
  std::vector<stage_card> cards;
  for (size_t i = 0; i < texts.size(); ++i) {
    stage_card x;
    x.box = {std::round(left + (width + gap) * static_cast<double>(i)), y,
             std::round(width), std::round(height)};
    x.text = texts[i];
    x.face = {x.box.x + pad + face / 2, y + pad + face / 2};
    x.text_at = {x.box.x + pad, y + head};
    cards.push_back(std::move(x));
  }
  finish(to, cards, face);
  auto margin = to.u(16);
  for (size_t i = 0; i < cards.size(); ++i) {
    auto& x = cards[i];
    if (i > 0)
      place_arrow(to, {cards[i - 1].box.right() + margin, x.box.center().y},
                  {x.box.x - margin, x.box.center().y}, x.start);
    place_card(to, x, face);
  }
}

void lay_out_down(scene_builder& to, const rect& area) {
  auto n = static_cast<double>(to.scene.points.size());
  auto gap = to.u(to.grid.upright() && n < 5 ? 64 : n < 5 ? 44 : 30);
  auto room = (area.h - gap * (n - 1)) / n;
  auto height = std::min(room, to.u(to.grid.upright() ? 210 : 150));
  auto face = std::min(to.u(96), height * 0.66);
  auto pad = to.u(30);
  auto text_x = pad + face + to.u(32);
  auto texts = texts_of(to, area.w - text_x - pad, 3, height - to.u(6),
                        align::left);
  auto whole = height * n + gap * (n - 1);
  auto top = area.y + std::max(0.0, (area.h - whole) * 0.4);
  std::vector<stage_card> cards;
  for (size_t i = 0; i < texts.size(); ++i) {
    stage_card x;
    x.box = {area.x,
             std::round(top + (height + gap) * static_cast<double>(i)), area.w,
             std::round(height)};
    x.text = texts[i];
    x.face = {x.box.x + pad + face / 2, x.box.center().y};
    x.text_at = {x.box.x + text_x, x.box.center().y - x.text.height / 2};
    cards.push_back(std::move(x));
  }
  finish(to, cards, face);
  auto margin = gap * 0.14;
  for (size_t i = 0; i < cards.size(); ++i) {
    auto& x = cards[i];
    if (i > 0)
      place_arrow(to, {x.face.x, cards[i - 1].box.bottom() + margin},
                  {x.face.x, x.box.y - margin}, x.start);
    place_card(to, x, face);
  }
}

} // namespace

void lay_out_process(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  if (to.grid.shape == frame_shape::wide)
    lay_out_across(to, area);
  else
    lay_out_down(to, area);
}

} // namespace troupe::media
