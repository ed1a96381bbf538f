// A cell with its nucleus, a synapse, antibodies on their target.

#include "media/figure.hpp"

#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double pi = std::numbers::pi;

point between(point a, point b, double part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

point around(point center, double radius, double angle) {
  return {center.x + radius * std::cos(angle),
          center.y + radius * std::sin(angle)};
}

std::vector<point> wobbly(point center, double radius, double depth, int n,
                          uint64_t seed) {
  dice roll{seed};
  std::vector<point> out;
  for (int i = 0; i < n; ++i)
    out.push_back(around(center, radius + roll.between(-depth, depth),
                         2 * pi * i / n));
  return out;
}

constexpr point cell_at = {540, 284};
constexpr double cell_r = 232;

sprite cell_sprite(const figure_kit& kit) {
  auto path = [&](cairo_t* cr) {
    smooth_path(cr, wobbly(cell_at, cell_r, 7, 18, 5));
  };
  return make_sprite(kit.scale, {290, 34, 500, 500}, [&](cairo_t* cr) {
    auto base = kit.body();
    path(cr);
    auto shade = cairo_pattern_create_radial(480, 200, 20, cell_at.x,
                                             cell_at.y, cell_r);
    auto strength = kit.look.dark ? 0.72 : 0.80;
    add_stop(shade, 0, mix(base, rgb(0xFFFFFF), 0.38), strength * 0.72);
    add_stop(shade, 0.75, base, strength * 0.9);
    add_stop(shade, 1, mix(base, rgb(0x04041C), 0.35), strength);
    fill_pattern(cr, shade);
    path(cr);
    stroke(cr, mix(base, rgb(0xFFFFFF), 0.5), 7, 0.75);
    dice roll{11};
    // Organelles, kept away from the nucleus.
    for (int i = 0; i < 11; ++i) {
      auto at = around(cell_at, roll.between(130, 190), i * 0.571 + 0.2);
      cairo_save(cr);
      cairo_translate(cr, at.x, at.y);
      cairo_rotate(cr, roll.between(0, pi));
      rounded(cr, {-20, -9, 40, 18}, 9);
      fill(cr, i % 3 == 0 ? kit.look.warm : mix(base, rgb(0xFFFFFF), 0.4),
           0.42);
      cairo_restore(cr);
    }
  });
}

} // namespace

mechanism_part make_cell(const figure_kit& kit) {
  auto body = cell_sprite(kit);
  auto shadow = kit.shadow({300, 44, 480, 480}, [](cairo_t* cr) {
    circle(cr, cell_at, cell_r - 4);
  });
  constexpr point core = {566, 292};
  auto nucleus = kit.solid({-96, -96, 192, 192},
                           mix(kit.body(), rgb(0x08083A), 0.35),
                           [](cairo_t* cr) {
                             smooth_path(cr, wobbly({0, 0}, 88, 5, 12, 3));
                           },
                           {-30, -40});
  auto shine = kit.glow(170, kit.look.accent, 0.62);
  auto drug = kit.drug(150);
  auto halo = kit.glow(110, kit.look.accent, 0.36);
  auto signal = kit.orb(11, kit.look.accent);
  mechanism_part out;
  out.actor = {252, 262};
  out.target = {704, 150};
  out.effect = {606, 330};
  out.actor_at = 2.6;
  out.effect_at = 4.2;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.2, 1.0));
    auto docked = in_out_cubic(kit.part(now, 1.2, 1.4));
    auto since = now.at_rest ? 9.0 : now.t - kit.at(2.5);
    auto lit = kit.part(now, 3.4, 1.2);
    auto y = (1 - there) * 36 + 4 * kit.sway(now.idle, 0, 7);
    paint(cr, shadow, {16, y + 28}, there * 0.8);
    paint(cr, body, {0, y}, there);
    paint(cr, shine, {core.x, core.y + y}, out_cubic(lit));
    paint(cr, nucleus, {core.x, core.y + y}, there);
    circle(cr, {core.x, core.y + y}, 104);
    stroke(cr, kit.look.accent, 3.5, 0.8 * lit);
    for (int i = 0; i < 9; ++i) {
      auto at = around({cell_at.x, cell_at.y + y}, cell_r + 4,
                       pi + (i - 4) * 0.36);
      cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
      for (double side : {-0.34, 0.34}) {
        cairo_move_to(cr, at.x, at.y);
        auto a = pi + (i - 4) * 0.36 + side;
        cairo_line_to(cr, at.x + 20 * std::cos(a), at.y + 20 * std::sin(a));
      }
    }
    stroke(cr, mix(kit.body(), rgb(0xFFFFFF), 0.45), 8, there);
    for (int i = 0; i < 4; ++i) {
      auto phase = std::fmod(kit.flow(now.t) * 0.4 + i * 0.25, 1.0);
      auto at = between({330, 286 + y}, {core.x - 96, core.y + y}, phase);
      at.y += 14 * std::sin(phase * pi * 2 + i);
      paint(cr, signal, at, lit * std::sin(phase * pi));
    }
    auto at = between({62, 96}, {226, 284 + y}, docked);
    at.y += 8 * (1 - docked) * kit.sway(now.idle, 0.3, 3);
    auto seen = kit.part(now, 0.7, 0.5);
    paint(cr, halo, at, seen);
    paint_turned(cr, drug, at, -0.35 * (1 - docked), 1, seen);
    kit.rings(cr, {296, 284}, 100, since);
  };
  return out;
}

namespace {

void bulb_path(cairo_t* cr) {
  cairo_move_to(cr, 430, -20);
  cairo_curve_to(cr, 440, 60, 300, 80, 292, 160);
  cairo_curve_to(cr, 286, 226, 360, 240, 500, 240);
  cairo_curve_to(cr, 640, 240, 714, 226, 708, 160);
  cairo_curve_to(cr, 700, 80, 560, 60, 570, -20);
  cairo_close_path(cr);
}

void spine_path(cairo_t* cr) {
  cairo_move_to(cr, 250, 580);
  cairo_curve_to(cr, 260, 470, 290, 396, 380, 388);
  cairo_curve_to(cr, 460, 382, 540, 382, 620, 388);
  cairo_curve_to(cr, 710, 396, 740, 470, 750, 580);
  cairo_close_path(cr);
}

} // namespace

mechanism_part make_synapse(const figure_kit& kit) {
  rect upper{280, 0, 440, 248};
  rect lower{240, 376, 520, 184};
  auto sender = kit.solid(upper, kit.body(), bulb_path, {420, 80});
  auto receiver = kit.solid(lower, mix(kit.body(), kit.look.warm, 0.18),
                            spine_path, {420, 400});
  auto shadow = kit.shadow(upper, bulb_path);
  auto vesicle = make_sprite(kit.scale, {-34, -34, 68, 68}, [&](cairo_t* cr) {
    circle(cr, {0, 0}, 30);
    fill(cr, rgb(0xFFFFFF), 0.18);
    circle(cr, {0, 0}, 30);
    stroke(cr, rgb(0xFFFFFF), 3, 0.5);
    for (int i = 0; i < 4; ++i)
      ball(cr, around({0, 0}, 13, i * pi / 2 + 0.5), 7, kit.look.warm);
  });
  auto dot = kit.orb(9, kit.look.warm);
  auto drug = kit.drug(132);
  auto halo = kit.glow(96, kit.look.accent, 0.42);
  auto shine = kit.glow(230, kit.look.accent, 0.30);
  mechanism_part out;
  out.actor = {372, 330};
  out.target = {646, 398};
  out.effect = {604, 492};
  out.actor_at = 2.8;
  out.effect_at = 4.2;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.2, 1.0));
    auto docked = in_out_cubic(kit.part(now, 1.3, 1.4));
    auto since = now.at_rest ? 9.0 : now.t - kit.at(2.6);
    auto effect = kit.part(now, 3.2, 1.2);
    paint(cr, shadow, {10, 22}, there * 0.7);
    paint(cr, receiver, {0, (1 - there) * 40}, there);
    paint(cr, shine, {500, 450}, effect * (kit.raises ? 1.0 : 0.4));
    paint(cr, sender, {0, (there - 1) * 40}, there);
    constexpr point stores[] = {{400, 120}, {500, 90}, {600, 124},
                                {450, 182}, {556, 186}};
    for (int i = 0; i < 5; ++i)
      paint(cr, vesicle,
            {stores[i].x + 5 * kit.sway(now.idle, i * 0.2, 5),
             stores[i].y + 4 * kit.sway(now.idle, i * 0.3, 4)},
            there);
    // Fewer messengers cross when the drug holds them back.
    auto t = kit.flow(now.t);
    auto strength = kit.raises ? 0.5 + 0.5 * effect : 1 - 0.8 * effect;
    for (int i = 0; i < 14; ++i) {
      auto phase = std::fmod(t * 0.32 + i * 0.0714 * 3.7, 1.0);
      point at{380 + std::fmod(i * 71.0, 250.0)
                 + 8 * std::sin(phase * 6 + i),
               246 + phase * 134};
      paint(cr, dot, at, there * strength * std::sin(phase * pi));
    }
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    for (int i = 0; i < 6; ++i) {
      auto x = 372 + i * 52.0;
      for (double side : {-10.0, 10.0}) {
        cairo_move_to(cr, x, 398);
        cairo_line_to(cr, x + side, 372);
      }
    }
    stroke(cr, mix(kit.body(), rgb(0xFFFFFF), 0.5), 7, there);
    auto at = between({100, 200}, {398, 346}, docked);
    auto seen = kit.part(now, 0.8, 0.5);
    paint(cr, halo, at, seen);
    paint_turned(cr, drug, at, 0.3 * (1 - docked), 1, seen);
    kit.rings(cr, {404, 366}, 84, since);
    kit.badge(cr, {560, 492}, 28, kit.part(now, 4.0, 0.5));
  };
  return out;
}

namespace {

/// A Y whose arms point to the right; the joint lies in the origin.
void antibody_shape(cairo_t* cr, color tint) {
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  auto limb = [&](point a, point b, double width, color with) {
    cairo_move_to(cr, a.x, a.y);
    cairo_line_to(cr, b.x, b.y);
    stroke(cr, with, width);
  };
  auto edge = mix(tint, rgb(0x001014), 0.45);
  for (auto [width, with] : {std::pair{30.0, edge}, std::pair{23.0, tint}}) {
    limb({-74, 0}, {-8, 0}, width, with);
    limb({-6, -4}, {44, -48}, width, with);
    limb({-6, 4}, {44, 48}, width, with);
  }
  auto light = mix(tint, rgb(0xFFFFFF), 0.55);
  limb({-74, -5}, {-12, -5}, 5, light);
  limb({0, -16}, {40, -52}, 5, light);
  for (double side : {-1.0, 1.0}) {
    limb({24, side * 64}, {56, side * 36}, 15, edge);
    limb({24, side * 64}, {56, side * 36}, 10,
         mix(tint, rgb(0xFFFFFF), 0.3));
  }
}

} // namespace

mechanism_part make_antibody(const figure_kit& kit) {
  constexpr point center = {654, 284};
  constexpr double radius = 196;
  auto path = [](cairo_t* cr) {
    smooth_path(cr, wobbly({0, 0}, radius, 6, 16, 9));
  };
  rect bounds{-206, -206, 412, 412};
  auto body = kit.solid(bounds, kit.body(), path, {-70, -90});
  auto shadow = kit.shadow(bounds, path);
  auto knob = kit.orb(24, kit.look.warm);
  auto y_shape = make_sprite(kit.scale, {-100, -90, 190, 180},
                             [&](cairo_t* cr) {
                               antibody_shape(cr, kit.look.accent);
                             });
  auto halo = kit.glow(130, kit.look.accent, 0.30);
  mechanism_part out;
  out.actor = {352, 262};
  out.target = {748, 168};
  out.effect = {812, 350};
  out.actor_at = 2.8;
  out.effect_at = 4.2;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.2, 1.0));
    auto y = (1 - there) * 36 + 4 * kit.sway(now.idle, 0, 7);
    point at{center.x, center.y + y};
    paint(cr, shadow, {at.x + 14, at.y + 28}, there * 0.8);
    auto lit = kit.part(now, 3.8, 1.0);
    for (int i = 0; i < 12; ++i)
      paint(cr, knob, around(at, radius + 6, i * pi / 6), there);
    paint(cr, body, at, there);
    circle(cr, at, radius + 34);
    stroke(cr, kit.look.accent, 4, 0.6 * lit);
    // Three come, one after the other, to three of the knobs.
    constexpr double angles[] = {pi, pi - 0.5236 * 2, pi + 0.5236 * 2};
    constexpr point from[] = {{70, 110}, {90, 500}, {330, -40}};
    for (int i = 0; i < 3; ++i) {
      auto part = in_out_cubic(kit.part(now, 1.0 + i * 0.6, 1.5));
      auto end = around(at, radius + 74, angles[i]);
      auto place = between(from[i], end, part);
      place.y += 8 * (1 - part) * kit.sway(now.idle, i * 0.3, 3);
      auto turn = angles[i] + pi;
      auto seen = kit.part(now, 0.7 + i * 0.4, 0.5);
      paint(cr, halo, place, seen);
      paint_turned(cr, y_shape, place, turn - 0.6 * (1 - part), 1, seen);
    }
    kit.rings(cr, around(at, radius + 10, pi), 90,
              now.at_rest ? 9.0 : now.t - kit.at(2.5));
  };
  return out;
}

} // namespace troupe::media
