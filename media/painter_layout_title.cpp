// Scenes of words beside a picture: title, call to action, logo card.

#include "media/figure.hpp"
#include "media/painter_icons.hpp"

#include <cctype>
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

struct button {
  text_block label;
  double width = 0;
  double height = 0;
};

button set_button(scene_builder& to, double room) {
  button out;
  if (to.scene.cta.empty())
    return out;
  auto pad = to.u(54);
  out.label = to.fit(text_role::button, to.scene.cta, room - 2 * pad, 1);
  out.width = std::ceil(out.label.width + 2 * pad);
  out.height = std::round(out.label.height + to.u(46));
  return out;
}

void place_button(scene_builder& to, const button& x, double left, double y) {
  if (x.width <= 0)
    return;
  rect box{std::round(left), std::round(y), x.width, x.height};
  auto radius = to.look.radius < 12 ? to.u(to.look.radius) : box.h / 2;
  auto shadow = make_soft(1, {0, 0, box.w, box.h}, to.u(26),
                          mix(to.look.accent, rgb(0), 0.55),
                          [=](cairo_t* cr) {
                            rounded(cr, {0, 0, box.w, box.h}, radius);
                            fill(cr, rgb(0), 0.34);
                          });
  constexpr double start = 0.95;
  to.add([=, tint = to.look.accent, p = to.speed](cairo_t* cr,
                                                  const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 2);
    auto rise = std::round((1 - out_quint(part)) * box.h * p.rise);
    // Breathes, so that the eye comes back to it.
    auto breath = now.at_rest ? 0.0
                              : 0.5 + 0.5 * std::sin(now.t * 2.4) * p.drift;
    paint(cr, shadow, {box.x, box.y + rise + box.h * 0.14},
          seen * (0.7 + 0.3 * breath));
    rounded(cr, {box.x, box.y + rise, box.w, box.h}, radius);
    fill(cr, tint, seen);
  });
  to.place(x.label, {{box.x + (box.w - x.label.width) / 2,
                      box.y + (box.h - x.label.height) / 2},
                     to.look.on_accent, start + 0.05, "button"});
}

std::string monogram(std::string_view name) {
  std::string out;
  auto begins = true;
  int letters = 0;
  for (size_t i = 0; i < name.size() && letters < 2;) {
    auto byte = static_cast<unsigned char>(name[i]);
    auto length = byte >= 0xF0 ? 4U : byte >= 0xE0 ? 3U : byte >= 0xC0 ? 2U : 1U;
    if (byte == ' ' || byte == '-') {
      begins = true;
    } else if (begins && (byte >= 0x80 || std::isalnum(byte))) {
      out += length == 1 ? std::string(1, static_cast<char>(std::toupper(byte)))
                         : std::string{name.substr(i, length)};
      ++letters;
      begins = false;
    }
    i += length;
  }
  return out;
}

/// The rounded tile with the initials.
void place_tile(scene_builder& to, const rect& box) {
  auto radius = to.u(std::max(10.0, to.look.radius * 2));
  auto shadow = make_soft(1, {0, 0, box.w, box.h}, to.u(40),
                          mix(to.look.accent, rgb(0x000818), 0.65),
                          [=](cairo_t* cr) {
                            rounded(cr, {0, 0, box.w, box.h}, radius);
                            fill(cr, rgb(0), 0.42);
                          });
  auto tile = make_sprite(1, {0, 0, box.w, box.h}, [&](cairo_t* cr) {
    auto shade = cairo_pattern_create_linear(0, 0, box.w, box.h);
    add_stop(shade, 0, mix(to.look.accent, rgb(0xFFFFFF), 0.14));
    add_stop(shade, 1, mix(to.look.accent, to.look.support, 0.22));
    rounded(cr, {0, 0, box.w, box.h}, radius);
    fill_pattern(cr, shade);
  });
  auto center = box.center();
  to.add([=, line = to.look.line, alpha = to.look.line_alpha,
          p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.1, p.enter * 1.4));
    for (int i = 0; i < 3; ++i) {
      auto reach = box.w * (0.76 + 0.2 * i)
                   + box.w * 0.02 * std::sin(now.t * 0.9 - i) * p.drift;
      circle(cr, center, reach * (0.86 + 0.14 * part));
      stroke(cr, line, std::max(1.5, box.w * 0.008),
             alpha * part * (0.9 - 0.25 * i));
    }
    paint(cr, shadow, {box.x, box.y + box.h * 0.12}, part);
    paint_turned(cr, tile, {box.x, box.y + (1 - part) * box.h * 0.2}, 0, 1,
                 part);
  });
  auto with = to.style(text_role::display);
  with.size = box.h * 0.46;
  with.leading = 1;
  auto letters = to.fit(with, monogram(to.scene.name),
                        {box.w * 0.8, box.h, 1, box.h * 0.2});
  to.place(letters, {{box.x + (box.w - letters.width) / 2,
                      box.y + (box.h - letters.height) / 2},
                     to.look.on_accent, 0.4, "monogram"});
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
