#include "media/painter_presenter.hpp"

#include "media/painter_closing.hpp"
#include "media/painter_link.hpp"
#include "media/painter_waveform.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Beyond this a picture is soft enough to be noticed.
constexpr double most_enlarged = 2.4;
constexpr double asking_gap = 30;

/// How far the presenter is there at a moment.
double arrived(const composition& scene, const moment& now, double length) {
  return now.at_rest || scene.goes_on ? 1.0 : ramp(now.t, 0.1, length);
}

void outline(cairo_t* cr, const rect& box, double radius) {
  rounded(cr, box, std::min({radius, box.w / 2, box.h / 2}));
}

/// A picture that stands on the bottom of its room; it grows a little, about
/// its feet.
void paint_standing(cairo_t* cr, const fitted_picture& x, const rect& room,
                    const moment& now, double reach) {
  auto width = cairo_image_surface_get_width(x.pixels.get());
  auto height = cairo_image_surface_get_height(x.pixels.get());
  auto way = now.at_rest ? 0.5 : std::clamp(now.idle / now.life, 0.0, 1.0);
  auto zoom = 1 + (reach - 1) * 0.5 * way;
  cairo_save(cr);
  cairo_rectangle(cr, room.x, room.y, room.w, room.h);
  clip(cr);
  cairo_translate(cr, room.center().x, room.bottom());
  cairo_scale(cr, zoom, zoom);
  paint_smooth(cr, x.pixels.get(), -width / 2.0, -height);
  cairo_restore(cr);
}

} // namespace

rect sharp_within(scene_builder& to, const rect& box) {
  auto picture = to.pictures.find(to.scene.picture);
  if (!picture)
    return box;
  auto scale = std::max(box.w / picture->width, box.h / picture->height);
  auto part = std::min(1.0, most_enlarged / scale);
  rect out{0, 0, std::round(box.w * part), std::round(box.h * part)};
  out.x = std::round(box.x + (box.w - out.w) / 2);
  out.y = std::round(box.y + (box.h - out.h) / 2);
  return out;
}

void add_portrait(scene_builder& to, const rect& box, portrait_shape shape) {
  auto reach = 1 + (camera_reach(to.speed) - 1) * 0.7;
  auto portrait = to.pictures.cover(*to.scene.picture, box.w, box.h, reach);
  auto is_disc = shape == portrait_shape::disc;
  auto radius =
    is_disc ? box.w / 2 : to.u(std::max(18.0, to.look.radius * 1.3));
  auto shadow = make_soft(1, {0, 0, box.w, box.h}, to.u(is_disc ? 38 : 46),
                          rgb(0x050A18), [=](cairo_t* cr) {
                            outline(cr, {0, 0, box.w, box.h}, radius);
                            fill(cr, rgb(0), to.look.shadow + 0.1);
                          });
  auto behind = mix(ground_of(to.look), to.look.accent, 0.22);
  auto nearer = to.scene.index % 2 == 0;
  to.add_upright(
    box, [=, look = to.look, p = to.speed, scene = &to.scene,
          line = to.u(is_disc ? 6 : 3)](cairo_t* cr, const moment& now) {
      auto part = arrived(*scene, now, p.enter * 1.4);
      if (part <= 0)
        return;
      auto seen = std::min(1.0, part * 1.8);
      auto eased = p.bounces ? out_back(part) : out_quint(part);
      cairo_translate(
        cr, 0, std::round((1 - eased) * box.h * 0.08 * (p.rise > 0 ? 1 : 0)));
      paint(cr, shadow, {box.x, box.y + box.h * 0.035}, seen);
      auto draw = [&](cairo_t* on) {
        cairo_save(on);
        outline(on, box, radius);
        clip(on);
        // Cut-out portraits stand before the film's own colour.
        if (portrait.has_alpha) {
          cairo_rectangle(on, box.x, box.y, box.w, box.h);
          fill(on, behind);
        }
        paint_covering(on, portrait, box, now, reach, nearer);
        cairo_restore(on);
        outline(on, box.inset(line / 2), radius);
        stroke(on, is_disc ? look.accent : look.line, line,
               is_disc ? 1.0 : look.line_alpha);
      };
      if (seen >= 1)
        draw(cr);
      else
        faded(cr, seen, draw);
    });
}

void add_voice_rings(scene_builder& to, point center, double radius) {
  auto goes_on = to.scene.goes_on;
  to.add([=, voice = voice_track{to}, tint = to.look.accent, p = to.speed,
          k = to.grid.k](cairo_t* cr, const moment& now) {
    auto part =
      now.at_rest || goes_on ? 1.0 : out_quint(ramp(now.t, 0.3, p.enter));
    for (int i = 0; i < 2; ++i) {
      auto energy = now.at_rest ? 0.6 : voice.at(now.t - i * 0.12);
      auto reach = radius + (14 + 22 * i) * k + energy * (10 + 16 * i) * k;
      circle(cr, center, reach);
      stroke(cr, tint, (i == 0 ? 4 : 2.5) * k,
             part * (i == 0 ? 0.5 : 0.24) * (0.35 + 0.65 * energy));
    }
  });
}

void add_side_portrait(scene_builder& to, const rect& room, soft_edge edge) {
  auto reach = camera_reach(to.speed);
  auto& picture = *to.scene.picture;
  auto is_cut_out = to.pictures.find(to.scene.picture)->has_alpha;
  auto shown = is_cut_out ? to.pictures.contain(picture, room.w, room.h * 0.94)
                          : to.pictures.cover(picture, room.w, room.h, reach);
  auto nearer = to.scene.index % 2 == 0;
  auto fade = to.u(edge == soft_edge::bottom ? 260 : 220);
  to.add_upright(room, [=, look = to.look, p = to.speed,
                        scene = &to.scene](cairo_t* cr, const moment& now) {
    auto part = arrived(*scene, now, p.enter * 1.6);
    if (part <= 0)
      return;
    auto seen = in_out_cubic(std::min(1.0, part * 1.5));
    auto slide = std::round((1 - out_quint(part)) * room.w * 0.05
                            * (edge == soft_edge::right ? -1 : 1)
                            * (p.rise > 0 && edge != soft_edge::bottom));
    auto draw = [&](cairo_t* on) {
      cairo_translate(on, slide, 0);
      if (is_cut_out) {
        // A disc of the film's colour gives it something to stand before.
        auto around = std::min(room.w, room.h) * 0.46;
        point middle{room.center().x, room.bottom() - around * 1.02};
        circle(on, middle, around);
        fill(on, mix(ground_of(look), look.accent, look.dark ? 0.34 : 0.26));
        paint_standing(on, shown, room, now, reach);
      } else {
        paint_covering(on, shown, room, now, reach, nearer);
      }
    };
    if (is_cut_out && edge != soft_edge::bottom) {
      if (seen >= 1)
        draw(cr);
      else
        faded(cr, seen, draw);
      return;
    }
    auto slope =
      edge == soft_edge::bottom
        ? cairo_pattern_create_linear(0, room.bottom() - fade, 0, room.bottom())
      : edge == soft_edge::left
        ? cairo_pattern_create_linear(room.x + fade, 0, room.x, 0)
        : cairo_pattern_create_linear(room.right() - fade, 0, room.right(), 0);
    // As a curve, so that its beginning can't be seen.
    for (int i = 0; i <= 8; ++i)
      add_stop(slope, i / 8.0, rgb(0), seen * (1 - in_out_cubic(i / 8.0)));
    through(cr, slope, draw);
  });
}

name_plate set_name_plate(scene_builder& to, double width) {
  name_plate out;
  if (!to.scene.person || to.scene.person->name.empty())
    return out;
  auto room = width - to.u(72);
  out.name = to.fit(text_role::body, to.scene.person->name, room, 2);
  out.role = to.fit(text_role::small, to.scene.person->role, room, 2);
  out.width = std::round(std::max(out.name.width, out.role.width) + to.u(72));
  out.height = std::round(out.name.height + out.role.height + to.u(36));
  return out;
}

void place_name_plate(scene_builder& to, const name_plate& x, double left,
                      double y) {
  if (x.width <= 0)
    return;
  rect box{std::round(left), std::round(y), x.width, x.height};
  auto bar = std::max(2.0, std::round(to.u(8)));
  to.add([=, ground = ground_of(to.look), tint = to.look.accent,
          radius = to.u(std::min(to.look.radius, 16.0)),
          p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.5, p.enter * 1.2));
    if (part <= 0)
      return;
    cairo_rectangle(cr, box.x, box.y, std::round(box.w * part), box.h);
    clip(cr);
    rounded(cr, box, radius);
    fill(cr, ground, 0.96);
    cairo_rectangle(cr, box.x, box.y, bar, box.h);
    fill(cr, tint);
  });
  auto at = box.x + to.u(38);
  to.place(x.name, {{at, box.y + to.u(18)}, to.look.ink, 0.7, "name"});
  to.place(
    x.role,
    {{at, box.y + to.u(18) + x.name.height}, to.look.secondary, 0.85, "role"});
}

asking set_asking(scene_builder& to, double width, double most_code) {
  asking out;
  auto press = set_button(to, width);
  out.label = press.label;
  out.button_width = press.width;
  out.button_height = press.height;
  if (to.scene.link) {
    out.contact = to.fit(text_role::body, link_text(*to.scene.link), width, 2);
    out.code = most_code > 0 ? code_size(*to.scene.link, most_code) : 0;
  }
  auto add = [&](double height) {
    if (height > 0)
      out.height += height + (out.height > 0 ? to.u(asking_gap) : 0);
  };
  add(out.button_height);
  add(out.contact.height);
  add(out.code);
  out.width = std::max({out.button_width, out.contact.width, out.code});
  return out;
}

void place_asking(scene_builder& to, const asking& x, double left, double width,
                  double y, align side) {
  auto at = [&](double own) {
    return std::round(side == align::center ? left + (width - own) / 2 : left);
  };
  // When it is said, if that leaves time to see it.
  auto start = heard_at(to.words, stems_of(to.scene.cta)).value_or(0.8);
  start = std::clamp(start, 0.8, std::max(0.8, to.life - 2.6));
  if (x.button_height > 0) {
    place_button(to, {x.label, x.button_width, x.button_height},
                 at(x.button_width), y, start);
    y += x.button_height + to.u(asking_gap);
  }
  if (x.contact.height > 0) {
    to.place(x.contact,
             {{at(x.contact.width), y}, to.look.ink, start + 0.2, "contact"});
    y += x.contact.height + to.u(asking_gap);
  }
  if (x.code > 0)
    place_code(to, *to.scene.link, {at(x.code), y}, x.code, start + 0.35);
}

} // namespace troupe::media
