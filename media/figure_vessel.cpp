// A blood vessel with its cells, and a chain of causes.

#include "media/figure.hpp"
#include "media/painter_icons.hpp"

#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double pi = std::numbers::pi;
constexpr double middle = 280;
constexpr double tallest = 250;

color blood_dark(const theme& x) {
  return x.dark ? rgb(0x4A0F22) : rgb(0x8E2238);
}

void add_soft_ends(cairo_t* cr) {
  cairo_set_operator(cr, CAIRO_OPERATOR_DEST_IN);
  auto ends = cairo_pattern_create_linear(0, 0, mechanism_width, 0);
  add_stop(ends, 0, rgb(0), 0);
  add_stop(ends, 0.10, rgb(0), 1);
  add_stop(ends, 0.90, rgb(0), 1);
  add_stop(ends, 1, rgb(0), 0);
  cairo_set_source(cr, ends);
  flood(cr);
  cairo_pattern_destroy(ends);
}

sprite lumen_sprite(const figure_kit& kit) {
  return make_sprite(
    kit.scale, {0, middle - tallest, mechanism_width, 2 * tallest},
    [&](cairo_t* cr) {
      auto deep = blood_dark(kit.look);
      auto shade = cairo_pattern_create_linear(0, middle - 190, 0,
                                               middle + 190);
      add_stop(shade, 0, deep);
      add_stop(shade, 0.5, mix(deep, rgb(0xD0284C), 0.42));
      add_stop(shade, 1, deep);
      cairo_set_source(cr, shade);
      flood(cr);
      cairo_pattern_destroy(shade);
      add_soft_ends(cr);
    });
}

sprite wall_sprite(const figure_kit& kit, color tint) {
  return make_sprite(
    kit.scale, {0, middle - tallest, mechanism_width, 2 * tallest},
    [&](cairo_t* cr) {
      set_color(cr, tint);
      flood(cr);
      add_soft_ends(cr);
    });
}

void use(cairo_t* cr, const sprite& x) {
  cairo_matrix_t space;
  cairo_get_matrix(cr, &space);
  enter_pixels(cr, {0, 0});
  cairo_set_source_surface(cr, x.pixels.get(), x.x, x.y);
  cairo_set_matrix(cr, &space);
}

/// Height of the wall's inner edge above the middle, narrower in the centre
/// when the vessel is tight.
double opening(double x, double relaxed) {
  auto d = (x - 500) / 260;
  auto waist = 46 * (1 - relaxed) / (1 + d * d);
  return 112 + 26 * relaxed - waist + 5 * std::sin(x / 130);
}

void band(cairo_t* cr, double relaxed, double from, double to, double sign) {
  for (double x = 0; x <= mechanism_width; x += 25) {
    auto y = middle - sign * (opening(x, relaxed) + from);
    x == 0 ? cairo_move_to(cr, x, y) : cairo_line_to(cr, x, y);
  }
  for (double x = mechanism_width; x >= 0; x -= 25)
    cairo_line_to(cr, x, middle - sign * (opening(x, relaxed) + to));
  cairo_close_path(cr);
}

sprite red_cell(const figure_kit& kit, double radius, double flat) {
  return make_sprite(
    kit.scale, {-radius, -radius, 2 * radius, 2 * radius}, [&](cairo_t* cr) {
      cairo_scale(cr, 1, flat);
      ball(cr, {0, 0}, radius, rgb(0xE23A48));
      auto dent = cairo_pattern_create_radial(0, 0, 0, 0, 0, radius * 0.55);
      add_stop(dent, 0, rgb(0x7A0E22), 0.65);
      add_stop(dent, 1, rgb(0x7A0E22), 0);
      circle(cr, {0, 0}, radius * 0.55);
      fill_pattern(cr, dent);
    });
}

double edge_alpha(double x) {
  return ramp(x, 40, 110) * (1 - ramp(x, 850, 110));
}

bool relaxes(const figure_kit& kit) {
  for (auto word : {"relax", "dilat", "widen", "wider", "pressure", "open",
                    "flow", "lower"})
    if (kit.says(word))
      return true;
  return false;
}

} // namespace

mechanism_part make_vessel(const figure_kit& kit) {
  auto lumen = lumen_sprite(kit);
  auto inner = wall_sprite(kit, kit.look.dark ? rgb(0xD9646F) : rgb(0xE58A8F));
  auto outer = wall_sprite(kit, kit.look.dark ? rgb(0xEF8B8E) : rgb(0xF2B0B0));
  std::vector<sprite> cells = {red_cell(kit, 25, 1), red_cell(kit, 25, 0.62),
                               red_cell(kit, 23, 0.4)};
  auto visible = contrast(kit.look.accent, blood_dark(kit.look)) > 4;
  auto drug = visible ? kit.drug(108) : kit.light_drug(108);
  auto halo = kit.glow(60, visible ? kit.look.accent : rgb(0xFFFFFF), 0.4);
  auto widens = relaxes(kit);
  mechanism_part out;
  out.actor = {318, 258};
  out.target = {690, 150};
  out.effect = {786, 330};
  out.target_at = 0.8;
  out.actor_at = 2.2;
  out.effect_at = 4.0;
  out.paint = [=](cairo_t* cr, const moment& now) {
    auto there = out_cubic(kit.part(now, 0.2, 0.9));
    auto relaxed = widens ? in_out_cubic(kit.part(now, 2.8, 1.8)) : 0.6;
    cairo_rectangle(cr, 0, 0, mechanism_width * there, mechanism_height);
    clip(cr);
    for (double x = 0; x <= mechanism_width; x += 25) {
      auto y = middle - opening(x, relaxed);
      x == 0 ? cairo_move_to(cr, x, y) : cairo_line_to(cr, x, y);
    }
    for (double x = mechanism_width; x >= 0; x -= 25)
      cairo_line_to(cr, x, middle + opening(x, relaxed));
    cairo_close_path(cr);
    use(cr, lumen);
    fill(cr);
    auto t = kit.flow(now.t) * (0.7 + 0.3 * relaxed);
    dice roll{kit.seed};
    for (int i = 0; i < 26; ++i) {
      auto lane = roll.between(-0.86, 0.86);
      auto pace = roll.between(58, 92) * (1.15 - 0.4 * lane * lane);
      auto x = std::fmod(roll.between(0, 1100) + t * pace, 1100.0) - 50;
      auto room = opening(x, relaxed) - 30;
      auto kind = static_cast<size_t>(roll.next() * 2.99);
      auto turn = roll.between(0, 2 * pi) + t * roll.between(-0.5, 0.5);
      paint_turned(cr, cells[kind], {x, middle + lane * room}, turn, 1,
                   edge_alpha(x));
    }
    for (int i = 0; i < 5; ++i) {
      auto seen = kit.part(now, 1.4 + i * 0.25, 0.6);
      // The callout's own molecule holds its place.
      auto x = i == 0 ? 318.0
                      : std::fmod(roll.between(0, 1000) + t * 40, 1000.0);
      auto y = i == 0 ? 280.0
                      : middle + roll.between(-0.7, 0.7)
                                   * (opening(x, relaxed) - 30);
      point at{x, y + 6 * kit.sway(now.idle, i * 0.2, 3)};
      paint(cr, halo, at, seen * edge_alpha(x));
      paint_turned(cr, drug, at, i + 0.2 * kit.sway(now.idle, 0.1 * i, 4), 1,
                   seen * edge_alpha(x));
    }
    for (double sign : {1.0, -1.0}) {
      band(cr, relaxed, 0, 26, sign);
      use(cr, inner);
      fill(cr);
      band(cr, relaxed, 24, 50, sign);
      use(cr, outer);
      fill(cr);
    }
  };
  return out;
}

namespace {

/// What inhibits ends in a bar, not in a point.
void blunt_line(cairo_t* cr, point from, point to, double part, color ink) {
  if (part <= 0)
    return;
  auto length = std::hypot(to.x - from.x, to.y - from.y);
  point along{(to.x - from.x) / length, (to.y - from.y) / length};
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  partial_line(cr, {from, to}, part);
  stroke(cr, ink, 6, 0.95);
  auto reach = 26 * ramp(part, 0.85, 0.15);
  cairo_move_to(cr, to.x - along.y * reach, to.y + along.x * reach);
  cairo_line_to(cr, to.x + along.y * reach, to.y - along.x * reach);
  stroke(cr, ink, 7, 0.95 * ramp(part, 0.85, 0.15));
}

} // namespace

mechanism_part make_pathway(const figure_kit& kit) {
  constexpr point nodes[] = {{170, 300}, {500, 250}, {830, 300}};
  auto disc = [&](color tint, double radius) {
    return kit.solid({-radius, -radius, 2 * radius, 2 * radius}, tint,
                     [=](cairo_t* cr) { circle(cr, {0, 0}, radius - 2); },
                     {-radius * 0.3, -radius * 0.4});
  };
  std::vector<sprite> bodies = {
    disc(mix(kit.look.accent, rgb(0x001020), 0.30), 92),
    disc(kit.body(), 112), disc(mix(kit.look.warm, rgb(0x201000), 0.22), 92)};
  auto shadow = kit.shadow({-100, -100, 200, 200}, [](cairo_t* cr) {
    circle(cr, {0, 0}, 96);
  });
  auto pulse = kit.orb(13, kit.look.accent);
  auto drug = kit.light_drug(128);
  mechanism_part out;
  out.actor = {120, 240};
  out.target = {560, 176};
  out.effect = {880, 352};
  out.actor_at = 0.8;
  out.target_at = 2.0;
  out.effect_at = 3.6;
  out.paint = [=](cairo_t* cr, const moment& now) {
    for (int i = 0; i < 2; ++i) {
      auto part = in_out_cubic(kit.part(now, 1.1 + i * 1.6, 0.9));
      auto a = nodes[i];
      auto b = nodes[i + 1];
      auto length = std::hypot(b.x - a.x, b.y - a.y);
      auto off_a = (i == 0 ? 112 : 132) / length;
      auto off_b = (i == 0 ? 138 : 118) / length;
      point from{a.x + (b.x - a.x) * off_a, a.y + (b.y - a.y) * off_a};
      point to{b.x - (b.x - a.x) * off_b, b.y - (b.y - a.y) * off_b};
      auto inhibits = i == 0 && !kit.raises;
      if (inhibits)
        blunt_line(cr, from, to, part, kit.look.danger);
      else
        kit.dashed_arrow(cr, from, to, part,
                         kit.raises ? kit.look.secondary : kit.look.dim);
      auto phase = std::fmod(kit.flow(now.t) * 0.5 + i * 0.5, 1.0);
      // A signal that is held back does not run.
      if (part >= 1 && kit.raises)
        paint(cr, pulse,
              {from.x + (to.x - from.x) * phase,
               from.y + (to.y - from.y) * phase},
              std::sin(phase * pi));
    }
    for (int i = 0; i < 3; ++i) {
      auto part = kit.part(now, 0.3 + i * 1.5, 0.8);
      auto at = nodes[i];
      at.y += 5 * kit.sway(now.idle, i * 0.3, 5);
      auto grown = part >= 1 ? 1 : 0.8 + 0.2 * out_back(part);
      auto seen = std::min(1.0, part * 2);
      paint(cr, shadow, {at.x + 10, at.y + 22}, seen * 0.8);
      paint_turned(cr, bodies[static_cast<size_t>(i)], at, 0, grown, seen);
      if (i == 0)
        paint_turned(cr, drug, at, -0.3, grown, seen);
      else
        draw_icon(cr, i == 1 ? icon::target : icon::pulse, at, 96 * grown,
                  rgb(0xFFFFFF), seen * 0.95);
    }
  };
  return out;
}

} // namespace troupe::media
