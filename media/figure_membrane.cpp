// What sits in a cell's membrane: receptor, channel, transporter, and the
// membrane itself.

#include "media/figure.hpp"

#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double pi = std::numbers::pi;
constexpr double upper = 270;
constexpr double lower = 372;

/// Paints through a mask that fades both ends out.
void with_soft_ends(cairo_t* cr, const drawing& draw) {
  auto ends = cairo_pattern_create_linear(0, 0, mechanism_width, 0);
  add_stop(ends, 0, rgb(0), 0);
  add_stop(ends, 0.16, rgb(0), 1);
  add_stop(ends, 0.84, rgb(0), 1);
  add_stop(ends, 1, rgb(0), 0);
  through(cr, ends, draw);
}

/// Two rows of heads and tails, with a gap for what sits in it.
sprite lipid_sprite(const figure_kit& kit, double gap_from, double gap_to) {
  auto head = mix(kit.body(), kit.look.warm, 0.16);
  auto tail = mix(kit.look.dim, kit.body(), 0.4);
  return make_sprite(
    kit.scale, {0, upper - 30, mechanism_width, lower - upper + 60},
    [&](cairo_t* cr) {
      with_soft_ends(cr, [&](cairo_t* cr) {
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
        for (double x = 12; x < mechanism_width; x += 27) {
          if (x > gap_from && x < gap_to)
            continue;
          auto wave = 3 * std::sin(x / 60);
          for (double side : {-4.5, 4.5}) {
            cairo_move_to(cr, x + side, upper + wave + 8);
            cairo_line_to(cr, x + side * 1.3, upper + 46);
            cairo_move_to(cr, x + side, lower + wave - 8);
            cairo_line_to(cr, x + side * 1.3, lower - 46);
          }
        }
        stroke(cr, tail, 4, 0.75);
        for (double x = 12; x < mechanism_width; x += 27) {
          if (x > gap_from && x < gap_to)
            continue;
          auto wave = 3 * std::sin(x / 60);
          ball(cr, {x, upper + wave}, 13, head);
          ball(cr, {x, lower + wave}, 13, head);
        }
      });
    });
}

void goblet(cairo_t* cr) {
  smooth_path(cr, {{396, 158}, {428, 128}, {460, 158}, {478, 196},
                   {500, 208}, {522, 196}, {540, 158}, {572, 128},
                   {604, 158}, {598, 236}, {562, 290}, {556, 380},
                   {542, 430}, {500, 446}, {458, 430}, {444, 380},
                   {438, 290}, {402, 236}});
}

void left_half(cairo_t* cr) {
  smooth_path(cr, {{-16, -108}, {-44, -124}, {-82, -104}, {-96, -40},
                   {-92, 50}, {-80, 106}, {-42, 124}, {-16, 104},
                   {-24, 50}, {-14, 0}, {-26, -52}});
}

struct halves {
  sprite left, right, shadow;
};

halves make_halves(const figure_kit& kit) {
  auto right_half = [](cairo_t* cr) {
    cairo_scale(cr, -1, 1);
    left_half(cr);
    cairo_scale(cr, -1, 1);
  };
  rect left{-104, -130, 100, 262};
  rect right{4, -130, 100, 262};
  return {kit.solid(left, kit.body(), left_half, {-70, -80}),
          kit.solid(right, kit.body(), right_half, {30, -80}),
          kit.shadow({-104, -130, 208, 262}, [&](cairo_t* cr) {
            left_half(cr);
            right_half(cr);
          })};
}

point between(point a, point b, double part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

/// Dots that run down a line, one after the other.
void signals(cairo_t* cr, const sprite& dot, point from, point to, double t,
             double alpha) {
  if (alpha <= 0)
    return;
  for (int i = 0; i < 4; ++i) {
    auto phase = std::fmod(t * 0.45 + i * 0.25, 1.0);
    auto at = between(from, to, phase);
    at.x += 16 * std::sin(i * 2.1 + phase * 3);
    paint(cr, dot, at, alpha * std::sin(phase * pi));
  }
}

/// Small balls that hover above the membrane.
void hover(cairo_t* cr, const figure_kit& kit, const sprite& ball_sprite,
           double t, double alpha) {
  constexpr point places[] = {{250, 120}, {330, 60}, {690, 70}, {760, 140},
                              {410, 96},  {610, 130}};
  for (int i = 0; i < 6; ++i)
    paint(cr, ball_sprite,
          {places[i].x + 12 * kit.sway(t, i * 0.17, 4.2),
           places[i].y + 9 * kit.sway(t, i * 0.31, 3.6)},
          alpha);
}

} // namespace

mechanism_part make_receptor(const figure_kit& kit) {
  rect bounds{388, 120, 224, 336};
  auto body = kit.solid(bounds, kit.body(), goblet, {460, 180});
  auto shadow = kit.shadow(bounds, goblet);
  auto lipids = lipid_sprite(kit, 432, 568);
  auto drug = kit.drug(168);
  auto halo = kit.glow(140, kit.look.accent, 0.38);
  auto shine = kit.glow(190, kit.look.accent, 0.30);
  auto messenger = kit.orb(17, kit.look.warm);
  auto before = kit.orb(12, kit.look.warm);
  auto after = kit.orb(12, kit.look.accent);
  mechanism_part out;
  out.actor = {470, 128};
  out.target = {584, 226};
  out.effect = {556, 506};
  out.actor_at = 3.0;
  out.effect_at = 4.2;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.2, 1.0));
    auto docked = in_out_cubic(kit.part(now, 1.4, 1.4));
    auto since = now.at_rest ? 9.0 : now.t - kit.at(2.8);
    auto effect = kit.part(now, 3.2, 0.9);
    auto bump = 6 * damped(since / 1.1);
    hover(cr, kit, messenger, now.idle, there * (1 - 0.45 * effect));
    paint(cr, lipids, {0, 0}, there);
    paint(cr, shine, {500, 300}, effect);
    paint(cr, shadow, {12, 22 + bump}, there * 0.8);
    paint(cr, body, {0, (1 - there) * 30 + bump}, there);
    auto t = kit.flow(now.t);
    if (kit.raises) {
      signals(cr, after, {500, 452}, {500, 556}, t, effect);
    } else {
      signals(cr, before, {500, 452}, {500, 556}, t, there * (1 - effect));
      kit.badge(cr, {500, 506}, 30, kit.part(now, 4.0, 0.5));
    }
    auto at = between({812, 6}, {500, 148}, docked);
    at.y += bump + (1 - docked) * 12 * kit.sway(now.idle, 0.2, 3);
    auto seen = kit.part(now, 0.9, 0.5);
    paint(cr, halo, at, seen);
    paint_turned(cr, drug, at, 0.5 * (1 - docked), 1, seen);
    kit.rings(cr, {500, 160}, 110, since);
    if (kit.raises)
      kit.badge(cr, {500, 506}, 30, kit.part(now, 4.2, 0.5));
  };
  return out;
}

mechanism_part make_channel(const figure_kit& kit) {
  auto protein = make_halves(kit);
  auto lipids = lipid_sprite(kit, 402, 598);
  auto drug = kit.drug(176);
  auto halo = kit.glow(130, kit.look.accent, 0.38);
  auto ion = kit.orb(15, kit.look.warm);
  mechanism_part out;
  out.actor = kit.raises ? point{664, 246} : point{480, 186};
  out.target = {574, 330};
  out.effect = {540, 500};
  out.actor_at = 3.0;
  out.effect_at = 4.1;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.2, 1.0));
    auto docked = in_out_cubic(kit.part(now, 1.5, 1.3));
    auto since = now.at_rest ? 9.0 : now.t - kit.at(2.8);
    auto effect = in_out_cubic(kit.part(now, 2.9, 0.8));
    auto open = kit.raises ? -12 + 22 * effect : 8 - 14 * effect;
    auto flowing = kit.raises ? effect : 1 - effect;
    auto t = kit.flow(now.t);
    hover(cr, kit, ion, now.idle, there);
    paint(cr, lipids, {0, 0}, there);
    paint(cr, protein.shadow, {510, 342}, there * 0.7);
    for (int i = 0; i < 6; ++i) {
      auto phase = std::fmod(t * 0.2 + i / 6.0, 1.0);
      paint(cr, ion, {500 + 5 * std::sin(phase * 9 + i), 150 + phase * 390},
            there * flowing * std::min(1.0, 4 * std::sin(phase * pi)));
    }
    paint(cr, protein.left, {500 - open, 321}, there);
    paint(cr, protein.right, {500 + open, 321}, there);
    auto end = kit.raises ? point{640, 236} : point{500, 196};
    auto at = between({840, 10}, end, docked);
    auto seen = kit.part(now, 0.9, 0.5);
    paint(cr, halo, at, seen);
    paint_turned(cr, drug, at,
                 (kit.raises ? 0.4 : 1.57) * docked + 0.4 * (1 - docked), 1,
                 seen);
    kit.rings(cr, at, 110, since);
    kit.badge(cr, {500, 500}, 30, kit.part(now, 4.0, 0.5));
  };
  return out;
}

mechanism_part make_transporter(const figure_kit& kit) {
  auto protein = make_halves(kit);
  auto lipids = lipid_sprite(kit, 396, 604);
  auto drug = kit.drug(176);
  auto halo = kit.glow(130, kit.look.accent, 0.38);
  auto cargo = kit.orb(19, kit.look.warm);
  mechanism_part out;
  out.actor = {478, 190};
  out.target = {578, 330};
  out.effect = {544, 500};
  out.actor_at = 3.4;
  out.effect_at = 4.5;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.2, 1.0));
    auto docked = in_out_cubic(kit.part(now, 1.9, 1.3));
    auto since = now.at_rest ? 9.0 : now.t - kit.at(3.2);
    auto held = kit.raises ? 0.0 : docked;
    auto t = kit.flow(now.t) * (kit.raises ? 1 + docked * 0.4 : 1);
    auto rock = 0.15 * std::cos(t * 1.9) * (1 - held) + 0.15 * held;
    hover(cr, kit, cargo, now.idle, there);
    paint(cr, lipids, {0, 0}, there);
    paint(cr, protein.shadow, {510, 342}, there * 0.7);
    auto phase = std::fmod(t * 1.9 / (2 * pi), 1.0);
    auto y = 170 + 340 * in_out_cubic(phase);
    paint(cr, cargo, {500, y},
          there * (1 - held) * std::min(1.0, 5 * std::sin(phase * pi)));
    paint_turned(cr, protein.left, {494, 321}, rock, 1, there);
    paint_turned(cr, protein.right, {506, 321}, -rock, 1, there);
    auto at = between({840, 10}, {500, 192}, docked);
    auto seen = kit.part(now, 1.2, 0.5);
    paint(cr, halo, at, seen);
    paint_turned(cr, drug, at, 1.57 * docked + 0.4 * (1 - docked), 1, seen);
    kit.rings(cr, {500, 196}, 110, since);
    kit.badge(cr, {500, 504}, 30, kit.part(now, 4.4, 0.5));
  };
  return out;
}

mechanism_part make_membrane(const figure_kit& kit) {
  auto lipids = lipid_sprite(kit, 0, 0);
  auto drug = kit.drug(138);
  auto halo = kit.glow(100, kit.look.accent, 0.34);
  auto inside = kit.glow(300, kit.look.accent, 0.30);
  mechanism_part out;
  out.actor = {402, 132};
  out.target = {742, 280};
  out.effect = {592, 486};
  out.actor_at = 1.4;
  out.effect_at = 4.0;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.2, 1.0));
    paint(cr, inside, {500, 540}, kit.part(now, 3.2, 1.5));
    paint(cr, lipids, {0, 0}, there);
    constexpr double columns[] = {300, 420, 540, 660, 480};
    for (int i = 0; i < 5; ++i) {
      auto part = in_out_cubic(kit.part(now, 1.0 + i * 0.55, 2.4));
      auto end = 450.0 + 30 * (i % 3);
      // The first one stays outside: its callout points at it.
      if (i == 1)
        part = 0;
      point at{columns[i] + 10 * kit.sway(now.idle, i * 0.2, 4),
               90 + 30 * (i % 2) + (end - 90 - 30 * (i % 2)) * part};
      auto seen = kit.part(now, 0.5 + i * 0.2, 0.6);
      paint(cr, halo, at, seen * 0.8);
      paint_turned(cr, drug, at, 0.5 * std::sin(i * 1.7) + part, 1, seen);
    }
  };
  return out;
}

} // namespace troupe::media
