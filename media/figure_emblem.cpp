#include "media/figure.hpp"
#include "media/painter_icons.hpp"

#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double pi = std::numbers::pi;
/// Units of an emblem's own square.
constexpr double side = 1000;
constexpr double starts_at = 0.25;

struct emblem_kit {
  theme look;
  pace speed;
  rect box;
  double scale;
  uint64_t seed;
  uint32_t variation;
  /// What the scene's headline speaks of.
  icon sign;

  double come(const moment& now, double delay) const {
    return now.at_rest ? 1.0
                       : out_quint(ramp(now.t, starts_at + delay,
                                        speed.enter * 1.3));
  }
  double turn(const moment& now, double seconds) const {
    return 2 * pi * now.idle / seconds * std::min(1.4, speed.drift);
  }
};

using unit_painting = std::function<void(cairo_t*, const moment&)>;

sprite light(const emblem_kit& kit, double radius, color tint,
             double strength) {
  return make_sprite(
    kit.scale, {-radius, -radius, 2 * radius, 2 * radius}, [&](cairo_t* cr) {
      auto shade = cairo_pattern_create_radial(0, 0, 0, 0, 0, radius);
      for (int i = 0; i <= 8; ++i) {
        auto x = i / 8.0;
        add_stop(shade, x, tint, strength * (1 - x) * (1 - x) * (1 + x));
      }
      circle(cr, {0, 0}, radius);
      fill_pattern(cr, shade);
    });
}

/// A ring with a dot that travels on it.
struct orbit {
  double radius;
  double angle;
  /// Seconds of a turn; the sign is its direction.
  double period;
  color dot;
  double dot_size;
};

/// A light with rings around it. They rest once they are there, and are one
/// sprite then: what moves before them costs one blend, not four.
struct orbit_set {
  sprite light;
  std::vector<orbit> rings;
  sprite settled;
};

void stroke_ring(cairo_t* cr, const emblem_kit& kit, const orbit& x,
                 double angle, double part) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, 0, 0, x.radius, angle, angle + 2 * pi * part);
  stroke(cr, kit.look.line, 2.2, kit.look.line_alpha * 1.3 * part);
}

orbit_set orbits_of(const emblem_kit& kit, sprite light) {
  orbit_set out;
  out.light = std::move(light);
  out.rings = {{280, -0.5, 46, kit.look.accent, 10},
               {385, 1.7, -60, kit.look.warm, 9},
               {490, 3.3, 80, kit.look.accent, 8}};
  constexpr double reach = 494;
  out.settled = make_sprite(kit.scale, {-reach, -reach, 2 * reach, 2 * reach},
                            [&](cairo_t* cr) {
                              paint(cr, out.light, {0, 0});
                              for (auto& x : out.rings)
                                stroke_ring(cr, kit, x, 0, 1);
                            });
  return out;
}

void draw_orbits(cairo_t* cr, const orbit_set& all, const emblem_kit& kit,
                 const moment& now) {
  auto lit = kit.come(now, 0);
  auto part = kit.come(now, 0.1);
  auto rests = lit >= 1 && part >= 1;
  if (rests)
    paint(cr, all.settled, {0, 0});
  else
    paint(cr, all.light, {0, 0}, lit);
  for (auto& x : all.rings) {
    auto angle = x.angle + kit.turn(now, x.period);
    if (!rests)
      stroke_ring(cr, kit, x, angle, part);
    auto at = angle + 2 * pi * part;
    circle(cr, {x.radius * std::cos(at), x.radius * std::sin(at)},
           x.dot_size * part);
    fill(cr, x.dot, part < 0.2 ? 0 : 1);
  }
}

unit_painting molecule_emblem(const emblem_kit& kit) {
  auto behind = light(kit, 420, kit.look.accent, kit.look.dark ? 0.30 : 0.22);
  auto body = make_sprite(kit.scale, {-380, -300, 760, 600},
                          [&](cairo_t* cr) {
                            draw_molecule(cr, 640, kit.seed, kit.look);
                          });
  auto rings = orbits_of(kit, behind);
  return [=](cairo_t* cr, const moment& now) {
    auto part = kit.come(now, 0.15);
    draw_orbits(cr, rings, kit, now);
    auto tilt = 0.07 * std::sin(kit.turn(now, 9))
                + (kit.variation % 3 == 2 ? 0.5 : -0.12);
    paint_turned(cr, body,
                 {0, (1 - part) * 60 + 10 * std::sin(kit.turn(now, 7))}, tilt,
                 0.9 + 0.1 * part, part);
  };
}

void capsule_shape(cairo_t* cr, const theme& look) {
  rect whole{-330, -130, 660, 260};
  auto half = [&](double x, double w, color base) {
    cairo_save(cr);
    cairo_rectangle(cr, x, -140, w, 280);
    clip(cr);
    rounded(cr, whole, 130);
    auto shade = cairo_pattern_create_linear(0, -130, 0, 130);
    add_stop(shade, 0, mix(base, rgb(0xFFFFFF), 0.35));
    add_stop(shade, 0.25, mix(base, rgb(0xFFFFFF), 0.55));
    add_stop(shade, 0.45, base);
    add_stop(shade, 1, mix(base, rgb(0x000820), 0.32));
    fill_pattern(cr, shade);
    cairo_restore(cr);
  };
  half(-340, 340, look.accent);
  half(0, 340, look.dark ? rgb(0xE8EEF8) : rgb(0xF4F7FB));
  cairo_rectangle(cr, -4, -130, 8, 260);
  fill(cr, rgb(0x00081C), 0.10);
  rounded(cr, {-290, -98, 560, 40}, 20);
  fill(cr, rgb(0xFFFFFF), 0.34);
}

unit_painting capsule_emblem(const emblem_kit& kit) {
  auto behind = light(kit, 460, kit.look.accent, kit.look.dark ? 0.30 : 0.20);
  auto shadow = make_soft(kit.scale, {-330, -130, 660, 260}, 60,
                          mix(kit.look.accent, rgb(0x001030), 0.6),
                          [](cairo_t* cr) {
                            rounded(cr, {-330, -130, 660, 260}, 130);
                            fill(cr, rgb(0), 0.38);
                          });
  auto body = make_sprite(kit.scale, {-340, -140, 680, 280},
                          [&](cairo_t* cr) { capsule_shape(cr, kit.look); });
  auto rings = orbits_of(kit, behind);
  return [=](cairo_t* cr, const moment& now) {
    auto part = kit.come(now, 0.1);
    draw_orbits(cr, rings, kit, now);
    auto tilt = -0.62 + 0.05 * std::sin(kit.turn(now, 8));
    auto rise = (1 - part) * 80 + 12 * std::sin(kit.turn(now, 6));
    paint_turned(cr, shadow, {24, rise + 84}, tilt, 0.94, part * 0.8);
    paint_turned(cr, body, {0, rise}, tilt, 0.9 + 0.1 * part, part);
    draw_icon(cr, icon::plus, {330, -300 + 8 * std::sin(kit.turn(now, 5))},
              96 * part, kit.look.support, part * 0.9);
    draw_icon(cr, icon::plus, {-340, 300 - 8 * std::sin(kit.turn(now, 6))},
              60 * part, kit.look.accent, part * 0.7);
  };
}

/// Discs and arcs, like a paper collage.
unit_painting collage_emblem(const emblem_kit& kit) {
  auto& look = kit.look;
  auto shadow = make_soft(kit.scale, {-300, -300, 600, 600}, 50,
                          mix(look.ink, look.accent, 0.4), [](cairo_t* cr) {
                            circle(cr, {0, 0}, 300);
                            fill(cr, rgb(0), 0.30);
                          });
  auto sun = make_sprite(
    kit.scale, {-320, -320, 640, 640}, [&](cairo_t* cr) {
      auto shade = cairo_pattern_create_linear(-200, -300, 220, 300);
      add_stop(shade, 0, mix(look.warm, rgb(0xFFFFFF), 0.30));
      add_stop(shade, 0.55, mix(look.warm, look.accent, 0.7));
      add_stop(shade, 1, mix(look.accent, rgb(0x200010), 0.18));
      circle(cr, {0, 0}, 310);
      fill_pattern(cr, shade);
    });
  auto arch = make_sprite(
    kit.scale, {-180, -270, 360, 540}, [&](cairo_t* cr) {
      cairo_new_sub_path(cr);
      cairo_arc(cr, 0, -90, 160, pi, 2 * pi);
      cairo_line_to(cr, 160, 250);
      cairo_line_to(cr, -160, 250);
      cairo_close_path(cr);
      auto shade = cairo_pattern_create_linear(-140, -250, 160, 250);
      add_stop(shade, 0, mix(look.support, rgb(0xFFFFFF), 0.30));
      add_stop(shade, 1, mix(look.support, rgb(0), 0.10));
      fill_pattern(cr, shade);
    });
  auto bead = make_sprite(kit.scale, {-80, -80, 160, 160}, [&](cairo_t* cr) {
    ball(cr, {0, 0}, 74, mix(look.warm, rgb(0xFFFFFF), 0.2));
  });
  return [=](cairo_t* cr, const moment& now) {
    auto part = kit.come(now, 0.05);
    auto later = kit.come(now, 0.3);
    auto breath = 8 * std::sin(kit.turn(now, 8));
    paint(cr, shadow, {70, 40 + (1 - part) * 60}, part);
    paint(cr, sun, {60, -30 + (1 - part) * 60}, part);
    circle(cr, {60, -30}, 400);
    stroke(cr, kit.look.line, 2.5, kit.look.line_alpha * part);
    paint(cr, arch, {-210, 150 + breath + (1 - later) * 60}, later);
    for (int i = 0; i < 6; ++i) {
      auto y = 250 + i * 30;
      cairo_move_to(cr, 140, y);
      cairo_line_to(cr, 140 + (320 - i * 40) * later, y);
    }
    stroke(cr, kit.look.ink, 3, 0.45 * later);
    auto angle = -0.7 + kit.turn(now, 40);
    paint(cr, bead,
          {60 + 400 * std::cos(angle), -30 + 400 * std::sin(angle)}, later);
  };
}

void shield_path(cairo_t* cr, double s) {
  cairo_move_to(cr, 0, -330 * s);
  cairo_curve_to(cr, 100 * s, -250 * s, 200 * s, -218 * s, 290 * s,
                 -212 * s);
  cairo_curve_to(cr, 306 * s, 60 * s, 200 * s, 250 * s, 0, 350 * s);
  cairo_curve_to(cr, -200 * s, 250 * s, -306 * s, 60 * s, -290 * s,
                 -212 * s);
  cairo_curve_to(cr, -200 * s, -218 * s, -100 * s, -250 * s, 0, -330 * s);
  cairo_close_path(cr);
}

unit_painting shield_emblem(const emblem_kit& kit) {
  auto& look = kit.look;
  auto behind = light(kit, 480, look.support, look.dark ? 0.22 : 0.20);
  auto shadow = make_soft(kit.scale, {-310, -340, 620, 700}, 46, rgb(0x000510),
                          [](cairo_t* cr) {
                            shield_path(cr, 1);
                            fill(cr, rgb(0), 0.5);
                          });
  auto body = make_sprite(kit.scale, {-320, -345, 640, 710}, [&](cairo_t* cr) {
    auto ground = ground_of(look);
    auto shade = cairo_pattern_create_linear(-250, -300, 250, 340);
    auto base = mix(look.support, ground, look.dark ? 0.55 : 0.2);
    add_stop(shade, 0, mix(base, rgb(0xFFFFFF), 0.22));
    add_stop(shade, 0.5, base);
    add_stop(shade, 1, mix(base, rgb(0x000510), 0.35));
    shield_path(cr, 1);
    fill_pattern(cr, shade);
    shield_path(cr, 1);
    stroke(cr, mix(look.support, rgb(0xFFFFFF), 0.4), 4, 0.7);
    shield_path(cr, 0.84);
    stroke(cr, look.accent, 5, 0.85);
  });
  auto glint = look.on_accent;
  return [=](cairo_t* cr, const moment& now) {
    auto part = kit.come(now, 0.1);
    paint(cr, behind, {0, 0}, part);
    for (double radius : {400.0, 480.0}) {
      circle(cr, {0, 0}, radius);
      stroke(cr, kit.look.line, 2, kit.look.line_alpha * 0.8 * part);
    }
    auto angle = -1.1 + kit.turn(now, 50);
    circle(cr, {480 * std::cos(angle), 480 * std::sin(angle)}, 10 * part);
    fill(cr, kit.look.accent, part);
    auto y = (1 - part) * 60 + 7 * std::sin(kit.turn(now, 7));
    paint(cr, shadow, {16, y + 36}, part * 0.8);
    paint(cr, body, {0, y}, part);
    auto tick = kit.come(now, 0.55);
    circle(cr, {0, y}, 132 * std::min(1.0, tick * 1.6));
    fill(cr, kit.look.accent, std::min(1.0, tick * 2));
    partial_line(cr, {{-62, y + 4}, {-16, y + 50}, {68, y - 48}}, tick);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    stroke(cr, glint, 24);
  };
}

/// Large flat shapes for small screens.
unit_painting burst_emblem(const emblem_kit& kit) {
  auto& look = kit.look;
  auto shadow = make_soft(kit.scale, {-300, -300, 600, 600}, 50, rgb(0x14003A),
                          [](cairo_t* cr) {
                            circle(cr, {0, 0}, 300);
                            fill(cr, rgb(0), 0.45);
                          });
  auto disc = make_sprite(kit.scale, {-310, -310, 620, 620}, [&](cairo_t* cr) {
    auto shade = cairo_pattern_create_linear(-200, -300, 240, 300);
    add_stop(shade, 0, mix(look.accent, rgb(0xFFFFFF), 0.25));
    add_stop(shade, 1, mix(look.accent, look.warm, 0.75));
    circle(cr, {0, 0}, 304);
    fill_pattern(cr, shade);
  });
  constexpr icon faces[] = {icon::heart, icon::spark, icon::pulse};
  auto face = faces[kit.variation % 3];
  return [=](cairo_t* cr, const moment& now) {
    auto part = kit.come(now, 0.0);
    auto later = kit.come(now, 0.25);
    auto pop = part >= 1 || !kit.speed.bounces ? 0.8 + 0.2 * part
                                               : out_back(part);
    auto y = 10 * std::sin(kit.turn(now, 5));
    paint(cr, shadow, {26, 60 + y}, part * 0.8);
    paint_turned(cr, disc, {0, y}, 0, pop, part);
    draw_icon(cr, face, {0, y + 4},
              330 * pop * (1 + 0.02 * std::sin(kit.turn(now, 1.6))),
              kit.look.on_accent, part);
    auto seen = std::min(1.0, later * 3);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 410, -0.5 + kit.turn(now, 36),
              -0.5 + kit.turn(now, 36) + 3.6 * later);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    stroke(cr, kit.look.support, 22, 0.95 * seen);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 410, 3.5 + kit.turn(now, 36),
              3.5 + kit.turn(now, 36) + 0.9 * later);
    stroke(cr, rgb(0xFFFFFF), 22, 0.9 * seen);
    auto bob = 12 * std::sin(kit.turn(now, 4));
    circle(cr, {-360, -330 + bob}, 44 * later);
    fill(cr, kit.look.support);
    circle(cr, {390, 340 - bob}, 30 * later);
    fill(cr, rgb(0xFFFFFF));
    draw_icon(cr, icon::spark, {370, -350 - bob}, 120 * later,
              kit.look.accent, later);
    draw_icon(cr, icon::plus, {-380, 330 + bob}, 84 * later, rgb(0xFFFFFF),
              later);
  };
}

/// A disc with a sign of the subject, and rings that travel around it.
unit_painting idea_emblem(const emblem_kit& kit) {
  auto& look = kit.look;
  auto behind = light(kit, 430, look.accent, look.dark ? 0.30 : 0.20);
  auto disc = make_sprite(kit.scale, {-240, -240, 480, 480}, [&](cairo_t* cr) {
    auto shade = cairo_pattern_create_linear(-160, -230, 180, 230);
    add_stop(shade, 0, mix(look.accent, rgb(0xFFFFFF), look.dark ? 0.10 : 0.18));
    add_stop(shade, 1, mix(look.accent, look.dark ? rgb(0x000820) : look.warm,
                           look.dark ? 0.30 : 0.22));
    circle(cr, {0, 0}, 226);
    fill_pattern(cr, shade);
  });
  auto rings = orbits_of(kit, behind);
  return [=](cairo_t* cr, const moment& now) {
    draw_orbits(cr, rings, kit, now);
    auto part = kit.come(now, 0.1);
    auto pop = part >= 1 || !kit.speed.bounces ? 0.85 + 0.15 * part
                                               : out_back(part);
    paint_turned(cr, disc, {0, 0}, 0, pop, part);
    draw_icon(cr, kit.sign, {0, 0},
              236 * pop * (1 + 0.015 * std::sin(kit.turn(now, 3))),
              kit.look.on_accent, part);
  };
}

unit_painting emblem_of(const emblem_kit& kit, video_type type) {
  switch (type) {
    case video_type::moa: return molecule_emblem(kit);
    case video_type::doctor_ad: return capsule_emblem(kit);
    case video_type::product_ad: return collage_emblem(kit);
    case video_type::compliance_video: return shield_emblem(kit);
    case video_type::social_media:
    case video_type::presenter_ad: return burst_emblem(kit);
    case video_type::explainer: return idea_emblem(kit);
  }
  return molecule_emblem(kit);
}

} // namespace

painting make_emblem(const scene_builder& from, const rect& box) {
  emblem_kit kit{from.look,
                 from.speed,
                 box,
                 std::min(box.w, box.h) / side,
                 hash_of(from.scene.name),
                 from.scene.variation,
                 icon_for(from.scene.title).value_or(icon::spark)};
  auto draw = emblem_of(kit, from.scene.type);
  auto center = point{std::round(box.center().x), std::round(box.center().y)};
  return [draw, center, scale = kit.scale](cairo_t* cr, const moment& now) {
    cairo_translate(cr, center.x, center.y);
    cairo_scale(cr, scale, scale);
    draw(cr, now);
  };
}

} // namespace troupe::media
