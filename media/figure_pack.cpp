// An abstract product pack with the product's name on it.

#include "media/figure.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Units of the pack's own square.
constexpr double side = 1000;

struct faces {
  rect front{190, 150, 500, 700};
  double depth = 150;
  double lift = 70;
};

void side_path(cairo_t* cr, const faces& x) {
  cairo_move_to(cr, x.front.right(), x.front.y);
  cairo_line_to(cr, x.front.right() + x.depth, x.front.y - x.lift);
  cairo_line_to(cr, x.front.right() + x.depth, x.front.bottom() - x.lift);
  cairo_line_to(cr, x.front.right(), x.front.bottom());
  cairo_close_path(cr);
}

void top_path(cairo_t* cr, const faces& x) {
  cairo_move_to(cr, x.front.x, x.front.y);
  cairo_line_to(cr, x.front.x + x.depth, x.front.y - x.lift);
  cairo_line_to(cr, x.front.right() + x.depth, x.front.y - x.lift);
  cairo_line_to(cr, x.front.right(), x.front.y);
  cairo_close_path(cr);
}

struct pack_colors {
  color paper, shade, band, ink;
};

pack_colors colors_of(const theme& look) {
  auto paper = mix(look.dark ? rgb(0xF4F7FC) : rgb(0xFFFFFF), look.accent,
                   0.03);
  return {paper, mix(paper, rgb(0x0A1430), 0.22), look.accent,
          readable(look.dark ? mix(look.accent, rgb(0x06122E), 0.7) : look.ink,
                   paper, 7.0)};
}

void draw_front(cairo_t* cr, const faces& x, const pack_colors& c,
                const theme& look, uint32_t variation) {
  cairo_save(cr);
  cairo_rectangle(cr, x.front.x, x.front.y, x.front.w, x.front.h);
  clip(cr);
  auto paper = cairo_pattern_create_linear(x.front.x, x.front.y,
                                           x.front.right(), x.front.bottom());
  add_stop(paper, 0, mix(c.paper, rgb(0xFFFFFF), 0.4));
  add_stop(paper, 1, mix(c.paper, rgb(0x0A1430), 0.07));
  cairo_rectangle(cr, x.front.x, x.front.y, x.front.w, x.front.h);
  fill_pattern(cr, paper);
  // The lower part carries the colour, as a hill or a slope.
  auto y = x.front.y + x.front.h * 0.62;
  auto wave = cairo_pattern_create_linear(x.front.x, y, x.front.right(),
                                          x.front.bottom());
  add_stop(wave, 0, mix(c.band, rgb(0xFFFFFF), 0.12));
  add_stop(wave, 1, mix(c.band, look.support, 0.55));
  cairo_move_to(cr, x.front.x, y + (variation % 2 ? 90 : 20));
  cairo_curve_to(cr, x.front.x + 170, y - 70, x.front.x + 330, y + 140,
                 x.front.right(), y + (variation % 2 ? -40 : 30));
  cairo_line_to(cr, x.front.right(), x.front.bottom());
  cairo_line_to(cr, x.front.x, x.front.bottom());
  cairo_close_path(cr);
  fill_pattern(cr, wave);
  for (double radius : {60.0, 96.0, 132.0}) {
    circle(cr, {x.front.x + 386, x.front.bottom() - 96}, radius);
    stroke(cr, rgb(0xFFFFFF), 3, 0.45);
  }
  circle(cr, {x.front.x + 386, x.front.bottom() - 96}, 30);
  fill(cr, rgb(0xFFFFFF), 0.92);
  cairo_restore(cr);
}

sprite pack_sprite(double scale, const theme& look, uint32_t variation) {
  faces x;
  auto c = colors_of(look);
  return make_sprite(scale, {180, 60, 680, 810}, [&](cairo_t* cr) {
    side_path(cr, x);
    auto shade = cairo_pattern_create_linear(x.front.right(), 0,
                                             x.front.right() + x.depth, 0);
    add_stop(shade, 0, mix(c.shade, rgb(0x0A1430), 0.10));
    add_stop(shade, 1, mix(c.shade, rgb(0x0A1430), 0.32));
    fill_pattern(cr, shade);
    cairo_save(cr);
    side_path(cr, x);
    clip(cr);
    cairo_move_to(cr, x.front.right(), x.front.y + x.front.h * 0.66);
    cairo_line_to(cr, x.front.right() + x.depth,
                  x.front.y + x.front.h * 0.66 - x.lift);
    cairo_line_to(cr, x.front.right() + x.depth, x.front.bottom());
    cairo_line_to(cr, x.front.right(), x.front.bottom());
    cairo_close_path(cr);
    fill(cr, mix(c.band, rgb(0x0A1430), 0.34));
    cairo_restore(cr);
    top_path(cr, x);
    fill(cr, mix(c.paper, rgb(0xFFFFFF), 0.5));
    draw_front(cr, x, c, look, variation);
    cairo_move_to(cr, x.front.right(), x.front.y);
    cairo_line_to(cr, x.front.right(), x.front.bottom());
    stroke(cr, rgb(0xFFFFFF), 2, 0.6);
  });
}

sprite floor_shadow(double scale, const theme& look) {
  return make_soft(scale, {150, 800, 760, 110}, 44,
                   mix(look.accent, rgb(0x000818), 0.8), [&](cairo_t* cr) {
                     cairo_save(cr);
                     cairo_translate(cr, 520, 850);
                     cairo_scale(cr, 350, 44);
                     circle(cr, {0, 0}, 1);
                     cairo_restore(cr);
                     fill(cr, rgb(0), look.dark ? 0.6 : 0.42);
                   });
}

} // namespace

painting make_pack(scene_builder& from, const rect& box) {
  auto scale = std::min(box.w, box.h) / side;
  auto& look = from.look;
  auto body = pack_sprite(scale, look, from.scene.variation);
  auto floor = floor_shadow(scale, look);
  auto light = make_sprite(scale, {0, 0, side, side}, [&](cairo_t* cr) {
    auto shade = cairo_pattern_create_radial(500, 460, 0, 500, 460, 500);
    for (int i = 0; i <= 8; ++i) {
      auto part = i / 8.0;
      add_stop(shade, part, mix(look.accent, rgb(0xFFFFFF), 0.2),
               (look.dark ? 0.34 : 0.26) * (1 - part) * (1 - part)
                 * (1 + part));
    }
    circle(cr, {500, 460}, 500);
    fill_pattern(cr, shade);
  });
  faces x;
  auto c = colors_of(look);
  auto with = from.style(text_role::h1);
  with.size = 92 * scale;
  with.leading = 1.08;
  auto room = x.front.w * 0.82 * scale;
  auto name = from.fit(with, from.scene.name.empty() ? from.scene.title
                                                     : from.scene.name,
                       {room, 250 * scale, 2, 34 * scale, true});
  point name_at{std::round((x.front.x + x.front.w * 0.09) * scale),
                std::round((x.front.y + 96) * scale)};
  point corner{std::round(box.center().x - side * scale / 2 - 20 * scale),
               std::round(box.center().y - side * scale / 2)};
  auto rule_y = name_at.y + name.height + std::round(26 * scale);
  return [=, p = from.speed, accent = look.accent](cairo_t* cr,
                                                   const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.2, p.enter * 1.5));
    auto y = std::round((1 - part) * 70 * scale);
    auto float_y = 6 * scale * std::sin(now.idle * 0.9) * std::min(1.0, p.drift);
    cairo_translate(cr, corner.x, corner.y);
    paint(cr, light, {0, 0}, part);
    paint(cr, floor, {0, 0}, part * (1 - 0.12 * std::sin(now.idle * 0.9)
                                             * std::min(1.0, p.drift)));
    cairo_translate(cr, 0, y + float_y);
    paint(cr, body, {0, 0}, part);
    draw_text(cr, name, name_at, c.ink, part);
    rounded(cr, {name_at.x, rule_y, 120 * scale, 9 * scale}, 4.5 * scale);
    fill(cr, accent, part);
  };
}

} // namespace troupe::media
