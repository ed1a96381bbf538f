// An enzyme with its pocket, and the generic "something acts on something".

#include "media/figure.hpp"

#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double pi = std::numbers::pi;

void enzyme_path(cairo_t* cr) {
  smooth_path(cr, {{432, 150}, {520, 72},  {640, 50},  {760, 92},
                   {842, 190}, {872, 300}, {822, 420}, {722, 500},
                   {590, 522}, {480, 474}, {412, 408}, {438, 366},
                   {530, 338}, {584, 290}, {546, 240}, {452, 206}});
}

/// A chain of beads: what the enzyme would work on.
void beads(cairo_t* cr, const sprite& bead, point at, double t,
           const figure_kit& kit, double alpha) {
  std::vector<point> line;
  for (int i = 0; i < 8; ++i)
    line.push_back({at.x + (i - 3.5) * 25,
                    at.y + 9 * std::sin(i * 0.9)
                      + 5 * kit.sway(t, i * 0.12, 3.4)});
  partial_line(cr, line, 1);
  stroke(cr, mix(kit.look.warm, rgb(0xFFFFFF), 0.35), 5, alpha);
  for (auto x : line)
    paint(cr, bead, x, alpha);
}

point between(point a, point b, double part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

} // namespace

mechanism_part make_enzyme(const figure_kit& kit) {
  rect bounds{400, 40, 480, 490};
  auto body = kit.solid(bounds, kit.body(), enzyme_path, {570, 150});
  auto shadow = kit.shadow(bounds, enzyme_path);
  auto pocket = kit.glow(150, rgb(0x02041A), 0.62);
  auto drug = kit.drug(236);
  auto halo = kit.glow(150, kit.look.accent, 0.34);
  auto bead = kit.orb(14, kit.look.warm);
  auto stay_inside = [](cairo_t* cr) {
    enzyme_path(cr);
    clip(cr);
  };
  // The pocket's shade belongs to the body: one sprite.
  auto shaded = make_sprite(kit.scale, bounds, [&](cairo_t* cr) {
    paint(cr, body, {0, 0});
    cairo_save(cr);
    stay_inside(cr);
    paint(cr, pocket, {566, 290});
    cairo_restore(cr);
  });
  mechanism_part out;
  out.actor = {452, 276};
  out.target = {744, 172};
  out.effect = {986, 300};
  out.target_at = 0.9;
  out.actor_at = 3.2;
  out.effect_at = 4.3;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.25, 1.0));
    auto docked = in_out_cubic(kit.part(now, 1.5, 1.5));
    auto since = now.at_rest ? 9.0 : now.t - kit.at(3.0);
    auto away = in_out_cubic(kit.part(now, 3.0, 1.2));
    auto came = out_cubic(kit.part(now, 0.6, 1.6));
    auto bump = 7 * damped(since / 1.1);
    auto y = (1 - there) * 40 + 4 * kit.sway(now.idle, 0.1, 7);
    paint(cr, shadow, {18 + bump, y + 30}, there * 0.9);
    paint(cr, shaded, {bump, y}, there);
    auto chain = between(between({60, 500}, {286, 396}, came),
                         {132, 476}, away);
    beads(cr, bead, chain, now.idle, kit, came * (1 - 0.25 * away));
    auto at = between({86, 96}, {470, 290}, docked);
    at.y += (1 - docked) * 16 * kit.sway(now.idle, 0.3, 3) + y * docked;
    auto tilt = (1 - docked) * (-0.5 + 0.12 * kit.sway(now.idle, 0, 4));
    auto seen = kit.part(now, 1.0, 0.5);
    paint(cr, halo, at, seen * (0.7 + 0.3 * docked));
    paint_turned(cr, drug, at, tilt, 1, seen);
    kit.rings(cr, {548, 290}, 120, since);
    auto arrow = in_out_cubic(kit.part(now, 3.9, 0.7));
    auto tint = kit.raises ? kit.look.accent : kit.look.dim;
    kit.dashed_arrow(cr, {892, 300}, {988, 300}, arrow, tint);
    kit.badge(cr, {934, 300}, 30, kit.part(now, 4.3, 0.5));
  };
  return out;
}

mechanism_part make_generic(const figure_kit& kit) {
  auto core_path = [](cairo_t* cr) {
    std::vector<point> line;
    for (int i = 0; i < 14; ++i) {
      auto a = 2 * pi * i / 14;
      auto r = 128 + (i % 2 == 0 ? 13.0 : -9.0);
      line.push_back({620 + r * std::cos(a), 280 + r * std::sin(a)});
    }
    smooth_path(cr, line);
  };
  rect bounds{470, 130, 300, 300};
  auto core = kit.solid(bounds, kit.body(), core_path, {580, 220});
  auto shadow = kit.shadow(bounds, core_path);
  auto drug = kit.drug(230);
  auto halo = kit.glow(150, kit.look.accent, 0.34);
  auto shine = kit.glow(260, kit.look.accent, 0.40);
  mechanism_part out;
  out.actor = {392, 266};
  out.target = {690, 196};
  out.effect = {884, 316};
  out.actor_at = 2.8;
  out.effect_at = 4.0;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_quint(kit.part(now, 0.25, 1.0));
    auto docked = in_out_cubic(kit.part(now, 1.3, 1.4));
    auto since = now.at_rest ? 9.0 : now.t - kit.at(2.7);
    auto spread = kit.part(now, 3.4, 1.2);
    paint(cr, shine, {620, 280}, out_cubic(spread));
    for (int i = 0; i < 3; ++i) {
      auto reach = 178 + 44 * i + 3 * kit.sway(now.idle, i * 0.2, 6);
      auto lit = ramp(spread, i * 0.22, 0.5);
      circle(cr, {620, 280}, reach * (0.9 + 0.1 * there));
      stroke(cr, mix(kit.look.line, kit.look.accent, lit), 2.5 + 2 * lit,
             there * (kit.look.line_alpha + 0.5 * lit) * (1 - 0.2 * i));
      auto a = 0.5 + i * 2.2 + kit.flow(now.t) * 0.12 * (i % 2 ? -1 : 1);
      circle(cr, {620 + reach * std::cos(a), 280 + reach * std::sin(a)}, 9);
      fill(cr, mix(kit.look.support, kit.look.accent, lit), there);
    }
    auto bump = 6 * damped(since / 1.1);
    paint(cr, shadow, {14 + bump, 26}, there * 0.9);
    paint(cr, core, {bump, (1 - there) * 30}, there);
    point at{70 + (404 - 70) * docked,
             120 + (280 - 120) * docked + 8 * kit.sway(now.idle, 0.2, 4)};
    auto seen = kit.part(now, 0.9, 0.5);
    paint(cr, halo, at, seen);
    paint_turned(cr, drug, at, -0.4 * (1 - docked), 1, seen);
    kit.rings(cr, {508, 280}, 110, since);
    auto arrow = in_out_cubic(kit.part(now, 3.8, 0.7));
    kit.dashed_arrow(cr, {852, 316}, {962, 316}, arrow, kit.look.accent);
  };
  return out;
}

} // namespace troupe::media
