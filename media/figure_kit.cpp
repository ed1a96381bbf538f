#include "media/figure.hpp"

#include "media/painter_check.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double pi = std::numbers::pi;
/// Seconds a mechanism takes when nobody hurries it.
constexpr double natural_length = 7.0;

std::string words_of(const composition& x) {
  std::string low;
  for (unsigned char c :
       (x.diagram ? x.diagram->effect : std::string{}) + ' ' + x.title)
    low += static_cast<char>(std::tolower(c));
  return low;
}

bool says_more(const std::string& words) {
  for (auto word : {"activat", "increas", "more ", "opens", "open the",
                    "enhanc", "stimulat", "boost", "restor", "raises",
                    "promot", "releases"})
    if (words.find(word) != std::string::npos)
      return true;
  return false;
}

} // namespace

figure_kit::figure_kit(const scene_builder& from, const rect& where)
    : look(from.look),
      speed(from.speed),
      box(where),
      scale(where.w / mechanism_width),
      clock(std::make_shared<figure_clock>(
        std::clamp((from.life - 0.8) / natural_length, 0.45, 1.15)
        * (from.speed.bounces ? 0.8 : 1.0))),
      words(words_of(from.scene)),
      raises(says_more(words)),
      seed(hash_of(from.scene.diagram ? from.scene.diagram->actor
                                      : from.scene.name)) {}

double figure_kit::sway(double t, double phase, double period) const {
  return std::sin(2 * pi * (t / period + phase)) * std::min(1.0, speed.drift);
}

color figure_kit::body() const {
  return look.dark ? mix(look.support, rgb(0x3038C8), 0.5)
                   : mix(look.support, rgb(0xFFFFFF), 0.12);
}

sprite figure_kit::solid(const rect& bounds, color base, const drawing& path,
                         point light) const {
  return make_sprite(scale, bounds, [&](cairo_t* cr) {
    path(cr);
    clip(cr);
    auto reach = std::max(bounds.w, bounds.h);
    auto shade = cairo_pattern_create_radial(light.x, light.y, reach * 0.02,
                                             light.x, light.y, reach * 0.95);
    add_stop(shade, 0, mix(base, rgb(0xFFFFFF), 0.42));
    add_stop(shade, 0.35, base);
    add_stop(shade, 1, mix(base, rgb(0x04041C), 0.5));
    cairo_rectangle(cr, bounds.x, bounds.y, bounds.w, bounds.h);
    fill_pattern(cr, shade);
    // Soft lobes: depth without a third dimension.
    dice roll{seed};
    for (int i = 0; i < 9; ++i) {
      point at{bounds.x + bounds.w * roll.next(),
               bounds.y + bounds.h * roll.next()};
      auto radius = reach * roll.between(0.07, 0.16);
      auto lobe = cairo_pattern_create_radial(at.x, at.y, 0, at.x, at.y,
                                              radius);
      add_stop(lobe, 0, rgb(0xFFFFFF), 0.15);
      add_stop(lobe, 1, rgb(0xFFFFFF), 0);
      circle(cr, at, radius);
      fill_pattern(cr, lobe);
    }
    cairo_reset_clip(cr);
    path(cr);
    stroke(cr, mix(base, rgb(0xFFFFFF), 0.55), 2.5, 0.75);
  });
}

sprite figure_kit::shadow(const rect& bounds, const drawing& path) const {
  return make_soft(scale, bounds, 22, look.dark ? rgb(0x000412)
                                                : mix(body(), rgb(0), 0.6),
                   [&](cairo_t* cr) {
                     path(cr);
                     fill(cr, rgb(0), look.dark ? 0.6 : 0.30);
                   });
}

sprite figure_kit::drug(double size) const {
  return make_sprite(scale, {-size * 0.6, -size * 0.45, size * 1.2, size * 0.9},
                     [&](cairo_t* cr) {
                       draw_molecule(cr, size, seed, look);
                     });
}

sprite figure_kit::light_drug(double size) const {
  auto light = look;
  light.accent = mix(look.accent, rgb(0xFFFFFF), 0.72);
  light.dark = true;
  return make_sprite(scale, {-size * 0.6, -size * 0.45, size * 1.2, size * 0.9},
                     [&](cairo_t* cr) { draw_molecule(cr, size, seed, light); });
}

sprite figure_kit::orb(double radius, color base) const {
  return make_sprite(scale, {-radius, -radius, 2 * radius, 2 * radius},
                     [&](cairo_t* cr) { ball(cr, {0, 0}, radius, base); });
}

sprite figure_kit::glow(double radius, color tint, double strength) const {
  return make_sprite(
    scale, {-radius, -radius, 2 * radius, 2 * radius}, [&](cairo_t* cr) {
      auto light = cairo_pattern_create_radial(0, 0, 0, 0, 0, radius);
      for (int i = 0; i <= 8; ++i) {
        auto x = i / 8.0;
        add_stop(light, x, tint, strength * (1 - x) * (1 - x) * (1 + x));
      }
      circle(cr, {0, 0}, radius);
      fill_pattern(cr, light);
    });
}

void figure_kit::badge(cairo_t* cr, point at, double radius,
                       double part) const {
  if (part <= 0)
    return;
  auto size = radius * (part >= 1 ? 1.0 : out_back(part));
  auto tint = raises ? look.accent : look.danger;
  circle(cr, at, size);
  fill(cr, tint, std::min(1.0, part * 3));
  auto mark = contrast(rgb(0xFFFFFF), tint) > 2.6 ? rgb(0xFFFFFF)
                                                  : rgb(0x10142A);
  auto reach = size * 0.36;
  if (raises) {
    auto right = is_mirrored(cr) ? -reach : reach;
    cairo_move_to(cr, at.x - right, at.y);
    cairo_line_to(cr, at.x - right * 0.2, at.y + reach * 0.75);
    cairo_line_to(cr, at.x + right * 1.1, at.y - reach * 0.75);
  } else {
    cairo_move_to(cr, at.x - reach, at.y - reach);
    cairo_line_to(cr, at.x + reach, at.y + reach);
    cairo_move_to(cr, at.x + reach, at.y - reach);
    cairo_line_to(cr, at.x - reach, at.y + reach);
  }
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  stroke(cr, mark, size * 0.2, std::min(1.0, part * 2));
}

void figure_kit::rings(cairo_t* cr, point at, double radius,
                       double since) const {
  for (double delay : {0.0, 0.22}) {
    auto part = ramp(since, delay, 1.0);
    if (part <= 0 || part >= 1)
      continue;
    circle(cr, at, radius * (0.5 + 1.3 * out_cubic(part)));
    stroke(cr, look.accent, 3.5 * (1 - part) + 0.5, 0.8 * (1 - part));
  }
}

void figure_kit::dashed_arrow(cairo_t* cr, point from, point to, double part,
                              color ink) const {
  if (part <= 0)
    return;
  point tip{from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part};
  const double dashes[] = {16, 12};
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash(cr, dashes, 2, 0);
  cairo_move_to(cr, from.x, from.y);
  cairo_line_to(cr, tip.x, tip.y);
  stroke(cr, ink, 5, 0.9);
  cairo_set_dash(cr, nullptr, 0, 0);
  if (part < 0.96)
    return;
  auto angle = std::atan2(to.y - from.y, to.x - from.x);
  for (double side : {-1.0, 1.0}) {
    auto a = angle + pi + side * 0.6;
    cairo_move_to(cr, to.x, to.y);
    cairo_line_to(cr, to.x + 26 * std::cos(a), to.y + 26 * std::sin(a));
  }
  stroke(cr, ink, 5, 0.9);
}

double figure_clock::at(double seconds) const {
  knot before{0, 0};
  for (auto& next : knots_) {
    if (seconds <= next.natural)
      return before.wanted
             + (seconds - before.natural) * (next.wanted - before.wanted)
                 / (next.natural - before.natural);
    before = next;
  }
  return before.wanted + (seconds - before.natural) * hurry_;
}

namespace {

/// The drug arrives when the voice says what it does, the effect comes when
/// the voice comes to it; what can't be shown in time keeps its own pace.
void follow_voice(const scene_builder& from, const mechanism_part& part,
                  figure_clock& clock) {
  static const std::vector<std::string> deeds = {
    "block", "bind",  "inhibit", "attach", "dock",   "fits",  "lock",
    "stop",  "activ", "stimul",  "act",    "prevent", "enter", "reach"};
  constexpr double soonest = 1.2;
  constexpr double apart = 0.6;
  auto& names = from.scene.diagram;
  if (!names)
    return;
  auto dock = heard_at(from.words, deeds, soonest);
  auto arrives = clock.at(part.actor_at);
  if (dock && *dock + apart < from.life) {
    clock.set(part.actor_at, *dock);
    arrives = *dock;
  }
  auto effect = heard_at(from.words, stems_of(names->effect), arrives + apart);
  if (part.effect_at <= part.actor_at)
    return;
  if (effect && *effect + apart < from.life) {
    clock.set(part.effect_at, *effect);
    return;
  }
  auto latest = from.life - apart - reading_seconds(names->effect);
  if (clock.at(part.effect_at) > latest && latest > arrives)
    clock.set(part.effect_at, latest);
}

} // namespace

mechanism make_mechanism(const scene_builder& from, const rect& box) {
  figure_kit kit{from, box};
  auto kind = from.scene.diagram ? from.scene.diagram->kind
                                 : diagram_kind::generic;
  auto part = [&] {
    switch (kind) {
      case diagram_kind::receptor: return make_receptor(kit);
      case diagram_kind::enzyme: return make_enzyme(kit);
      case diagram_kind::channel: return make_channel(kit);
      case diagram_kind::transporter: return make_transporter(kit);
      case diagram_kind::membrane: return make_membrane(kit);
      case diagram_kind::vessel: return make_vessel(kit);
      case diagram_kind::cell: return make_cell(kit);
      case diagram_kind::pathway: return make_pathway(kit);
      case diagram_kind::synapse: return make_synapse(kit);
      case diagram_kind::antibody: return make_antibody(kit);
      case diagram_kind::generic: return make_generic(kit);
    }
    return make_generic(kit);
  }();
  mechanism out;
  out.actor = kit.place(part.actor);
  out.target = kit.place(part.target);
  out.effect = kit.place(part.effect);
  follow_voice(from, part, *kit.clock);
  out.actor_at = kit.at(part.actor_at);
  out.target_at = kit.at(part.target_at);
  if (from.scene.diagram)
    // It stands there from the start: only its name waits for the voice.
    if (auto said = heard_at(from.words, stems_of(from.scene.diagram->target),
                             0.4);
        said && *said + 1 < from.life)
      out.target_at = *said;
  out.effect_at = kit.at(part.effect_at);
  out.paint = [paint = part.paint, box, scale = kit.scale,
               moves = kit.speed.drift > 0](cairo_t* cr, const moment& now) {
    cairo_translate(cr, box.x, box.y);
    cairo_scale(cr, scale, scale);
    if (moves || now.at_rest) {
      paint(cr, now);
      return;
    }
    // Nothing may move: the finished picture fades in.
    auto finished = now;
    finished.at_rest = true;
    faded(cr, ramp(now.t, 0.2, 0.4),
          [&](cairo_t* to) { paint(to, finished); });
  };
  return out;
}

} // namespace troupe::media
