#include "media/painter_closing.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace troupe::media {

namespace {

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

} // namespace

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

void place_button(scene_builder& to, const button& x, double left, double y,
                  double start) {
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
  to.add([=, tint = to.look.accent, p = to.speed](cairo_t* cr,
                                                  const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 2);
    auto rise = std::round((1 - out_quint(part)) * box.h * p.rise);
    // Breathes, so that the eye comes back to it.
    auto breath = now.at_rest ? 0.0
                              : 0.5 + 0.5 * std::sin(now.idle * 2.4) * p.drift;
    paint(cr, shadow, {box.x, box.y + rise + box.h * 0.14},
          seen * (0.7 + 0.3 * breath));
    rounded(cr, {box.x, box.y + rise, box.w, box.h}, radius);
    fill(cr, tint, seen);
  });
  to.place(x.label, {{box.x + (box.w - x.label.width) / 2,
                      box.y + (box.h - x.label.height) / 2},
                     to.look.on_accent, start + 0.05, "button"});
}

void place_tile(scene_builder& to, const rect& box, bool with_rings) {
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
    for (int i = 0; i < (with_rings ? 3 : 0); ++i) {
      auto reach = box.w * (0.76 + 0.2 * i)
                   + box.w * 0.02 * std::sin(now.idle * 0.9 - i) * p.drift;
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

} // namespace troupe::media
