// Scenes of words beside a picture: title, call to action, logo card.

#include "media/figure.hpp"
#include "media/painter_closing.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Words and picture, beside each other or one above the other.
struct split {
  rect words;
  rect picture;
};

/// Room that a film leaves free on top.
double top_of(const scene_builder& x) {
  switch (x.grid.shape) {
    case frame_shape::wide: return x.u(96);
    case frame_shape::square: return x.u(72);
    case frame_shape::tall: return x.u(84);
    case frame_shape::portrait: return x.u(200);
  }
  return 0;
}

split side_by_side(const scene_builder& x, double share) {
  auto top = top_of(x);
  auto inner = x.u(x.grid.inner_width());
  auto words = inner * share;
  auto size = std::min(inner - words - x.u(40), x.u(660));
  auto left = x.u(x.grid.margin);
  auto height = x.u(x.grid.bottom) - top;
  split out;
  out.words = {x.mirrored() ? left + inner - words : left, top, words, height};
  auto spare = inner - words;
  auto center = x.mirrored() ? left + (spare - x.u(40)) / 2
                             : left + words + (spare + x.u(40)) / 2;
  out.picture = {center - size / 2, top + (height - size) / 2, size, size};
  return out;
}

/// A picture above words that are `height` tall.
split stacked(const scene_builder& x, double height) {
  auto top = top_of(x);
  auto bottom = x.u(x.grid.bottom);
  auto gap = x.u(x.grid.shape == frame_shape::square ? 40 : 72);
  auto most = x.u(x.grid.shape == frame_shape::portrait ? 640 : 470);
  auto size = std::min(most, bottom - top - height - gap);
  if (size < x.u(150))
    size = gap = 0;
  auto whole = size + gap + height;
  auto y = top + std::max(0.0, (bottom - top - whole) / 2);
  auto left = x.u(x.grid.margin);
  auto inner = x.u(x.grid.inner_width());
  auto center = x.grid.shape == frame_shape::square
                  ? (x.mirrored() ? left + size / 2 : left + inner - size / 2)
                  : left + inner / 2;
  return {{left, y + size + gap, inner, height},
          {center - size / 2, y, size, size}};
}

struct headline {
  text_block title;
  text_block under;
  double gap = 0;
  double height = 0;
};

std::string under_text(const composition& x) {
  return x.points.empty() ? std::string{} : x.points[0].text;
}

headline set_headline(scene_builder& to, double width, double room,
                      std::string_view under) {
  headline out;
  auto wide = to.grid.shape == frame_shape::wide;
  out.title = to.fit(text_role::display, to.scene.title, width, wide ? 3 : 4,
                     room * 0.66);
  out.under = to.fit(text_role::body, under, std::min(width, to.u(880)), 3);
  out.gap = out.under.height > 0 ? to.u(34) : 0;
  out.height = to.kicker_height() + out.title.height + out.gap
               + out.under.height;
  return out;
}

/// Kicker, title and a line below; the y below them.
double place_headline(scene_builder& to, const headline& x, double left,
                      double y) {
  y = to.place_kicker(left, y);
  to.place(x.title, {{left - to.u(5), y}, to.look.ink, 0.22, "title"});
  y += x.title.height + x.gap;
  to.place(x.under, {{left, y}, to.look.secondary, 0.7, "subtitle"});
  return y + x.under.height;
}

} // namespace

void lay_out_title(scene_builder& to) {
  auto wide = to.grid.shape == frame_shape::wide;
  auto under = under_text(to.scene);
  auto inner = to.u(to.grid.inner_width());
  auto room = to.u(to.grid.bottom) - top_of(to);
  if (wide) {
    auto frame = side_by_side(to, 0.57);
    auto x = set_headline(to, frame.words.w, room, under);
    to.add(make_emblem(to, frame.picture));
    auto y = frame.words.y + (frame.words.h - x.height) / 2;
    place_headline(to, x, frame.words.x, y);
  } else {
    auto x = set_headline(to, inner, room * 0.66, under);
    auto frame = stacked(to, x.height);
    if (frame.picture.w > 0)
      to.add(make_emblem(to, frame.picture));
    place_headline(to, x, frame.words.x, frame.words.y);
  }
}

void lay_out_cta(scene_builder& to) {
  auto wide = to.grid.shape == frame_shape::wide;
  auto inner = to.u(to.grid.inner_width());
  auto width = wide ? inner * 0.57 : inner;
  auto press = set_button(to, width);
  auto gap = press.height > 0 ? to.u(48) : 0;
  auto legal = to.scene.legal.empty()
                 ? text_block{}
                 : to.fit(text_role::footnote, to.scene.legal, width,
                          wide ? 4 : 6);
  auto legal_gap = legal.height > 0 ? to.u(40) : 0;
  auto below = gap + press.height + legal_gap + legal.height;
  auto room = to.u(to.grid.bottom) - top_of(to) - below;
  auto x = set_headline(to, width, wide ? room : room * 0.72,
                        under_text(to.scene));
  auto frame = wide ? side_by_side(to, 0.57) : stacked(to, x.height + below);
  if (frame.picture.w > 0)
    to.add(make_emblem(to, frame.picture));
  auto y = wide ? frame.words.y
                    + std::max(0.0, (frame.words.h - x.height - below) / 2)
                : frame.words.y;
  y = place_headline(to, x, frame.words.x, y) + gap;
  place_button(to, press, frame.words.x, y);
  y += press.height + legal_gap;
  to.place(legal, {{frame.words.x, y}, to.look.dim, 1.2, "legal"});
}

void lay_out_logo(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto center = to.u(to.grid.width) / 2;
  auto size = to.u(to.grid.upright() ? 300 : 230);
  auto name = to.fit(text_role::display, to.scene.name.empty()
                                           ? to.scene.title
                                           : to.scene.name,
                     inner, 2, 1e9, align::center);
  auto has_line = !to.scene.name.empty() && to.scene.title != to.scene.name;
  auto line = to.fit(text_role::body, has_line ? to.scene.title : "",
                     std::min(inner, to.u(1100)), 3, 1e9, align::center);
  auto legal_top = to.place_legal(left, inner, to.u(to.grid.bottom),
                                  align::center);
  auto gap = to.u(to.grid.upright() ? 170 : 128);
  auto line_gap = line.height > 0 ? to.u(20) : 0;
  auto whole = size + gap + name.height + line_gap + line.height;
  auto top = top_of(to);
  auto room = legal_top - to.u(40) - top;
  auto y = top + std::max(0.0, (room - whole) / 2);
  place_tile(to, {std::round(center - size / 2), std::round(y), size, size});
  y += size + gap;
  to.place(name, {{center - name.width / 2, y}, to.look.ink, 0.55, "name"});
  y += name.height + line_gap;
  to.place(line, {{center - line.width / 2, y}, to.look.secondary, 0.9,
                  "tagline"});
}

} // namespace troupe::media
