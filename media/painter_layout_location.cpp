// Where to find somebody, without a map: a pin, and a card with what one
// needs to get there.

#include "media/painter_data.hpp"
#include "media/painter_link.hpp"
#include "media/painter_lists.hpp"
#include "media/painter_signs.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct contact_row {
  contact_sign sign;
  std::string text;
  std::string_view what;
};

std::vector<contact_row> rows_of(const composition& x) {
  auto& place = *x.place;
  std::vector<contact_row> out;
  if (!place.address.empty())
    out.push_back({contact_sign::pin, place.address, "address"});
  for (auto& line : place.hours)
    out.push_back({contact_sign::clock, line, "hours"});
  if (!place.phone.empty())
    out.push_back({contact_sign::phone, place.phone, "phone"});
  if (x.link)
    out.push_back({contact_sign::globe, link_text(*x.link), "website"});
  return out;
}

/// A pin that comes down on rings of ground.
void place_pin(scene_builder& to, const rect& box) {
  auto height = box.h * 0.66;
  point foot{box.center().x, box.y + box.h * 0.80};
  auto pin = make_sprite(height, {-0.4, -1.05, 0.8, 1.1}, [&](cairo_t* cr) {
    pin_path(cr);
    auto shade = cairo_pattern_create_linear(-0.3, -1, 0.3, 0);
    add_stop(shade, 0, mix(to.look.accent, rgb(0xFFFFFF), 0.22));
    add_stop(shade, 1, mix(to.look.accent, rgb(0x000000), 0.18));
    fill_pattern(cr, shade);
    circle(cr, {0, -0.66}, 0.135);
    fill(cr, to.look.on_accent, 0.92);
  });
  auto shadow = make_soft(1, {-box.w * 0.14, -box.h * 0.03, box.w * 0.28,
                              box.h * 0.06},
                          box.h * 0.02, rgb(0x000818), [&](cairo_t* cr) {
                            cairo_save(cr);
                            cairo_scale(cr, box.w * 0.14, box.h * 0.03);
                            circle(cr, {0, 0}, 1);
                            cairo_restore(cr);
                            fill(cr, rgb(0), to.look.dark ? 0.5 : 0.28);
                          });
  to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, 0.3, p.enter);
    for (int i = 0; i < 4; ++i) {
      // Rings go out from the foot once the pin has landed.
      auto wave = now.at_rest || p.drift <= 0
                    ? 0.0
                    : std::fmod(now.t * 0.22, 1.0);
      auto reach = (i + wave) / 4;
      cairo_save(cr);
      cairo_translate(cr, foot.x, foot.y);
      cairo_scale(cr, 1, 0.34);
      circle(cr, {0, 0}, box.w * (0.10 + 0.38 * reach));
      cairo_restore(cr);
      stroke(cr, look.accent, std::max(1.5, box.w * 0.006),
             0.5 * (1 - reach) * part * (i == 0 ? wave : 1.0));
    }
    paint(cr, shadow, foot, part);
    auto fall = (1 - (p.bounces ? out_back(part) : out_quint(part)));
    paint(cr, pin, {foot.x, foot.y - std::round(fall * box.h * 0.22)},
          std::min(1.0, part * 2));
  });
}

struct card_set {
  text_block name;
  std::vector<contact_row> rows;
  std::vector<text_block> texts;
  double pad = 0;
  double sign = 0;
  double gap = 0;
  double height = 0;
};

card_set set_card(scene_builder& to, double width, double room) {
  card_set out;
  auto upright = to.grid.upright();
  out.pad = to.u(upright ? 50 : 54);
  out.sign = to.u(upright ? 54 : 46);
  out.gap = to.u(upright ? 28 : 24);
  out.rows = rows_of(to.scene);
  auto inner = width - 2 * out.pad;
  out.name = to.fit(text_role::h2, to.scene.place->name, inner, 2);
  std::vector<std::string> texts;
  for (auto& x : out.rows)
    texts.push_back(x.text);
  auto with = to.style(text_role::body);
  with.leading = 1.24;
  for (;;) {
    out.texts = set_alike(to, texts, with, {inner - out.sign - to.u(28), 3,
                                            to.u(26)});
    out.height = 2 * out.pad + out.name.height;
    for (auto& x : out.texts)
      out.height += std::max(x.height, out.sign) + out.gap;
    auto is_least = with.size <= to.u(26) && out.gap <= to.u(10)
                    && out.pad <= to.u(30);
    if (out.height <= room || is_least)
      return out;
    with.size = std::max(to.u(26), with.size * 0.94);
    out.gap = std::max(to.u(10), out.gap * 0.92);
    out.sign = std::max(to.u(32), out.sign * 0.94);
    out.pad = std::max(to.u(30), out.pad * 0.94);
  }
}

void place_card(scene_builder& to, const card_set& x, const rect& box) {
  to.add([=, look = to.look, k = to.grid.k, p = to.speed](cairo_t* cr,
                                                          const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, 0.4, p.enter);
    if (part <= 0)
      return;
    cairo_translate(cr, 0, std::round((1 - out_quint(part)) * 60 * k
                                      * p.rise));
    rounded(cr, box, look.radius * k);
    fill(cr, look.panel, look.panel_alpha * std::min(1.0, part * 2));
    rounded(cr, box.inset(0.75 * k), look.radius * k);
    stroke(cr, look.line, 1.6 * k, look.line_alpha * part);
  });
  auto left = box.x + x.pad;
  auto y = box.y + x.pad;
  to.place(x.name, {{left, y}, to.look.ink, 0.55, "name"});
  y += x.name.height + x.gap;
  double start = 0.8;
  for (size_t i = 0; i < x.rows.size(); ++i) {
    auto height = std::max(x.texts[i].height, x.sign);
    point center{left + x.sign / 2, std::round(y + height / 2)};
    // A second line of hours belongs to the first one's clock.
    auto repeats = i > 0 && x.rows[i].sign == x.rows[i - 1].sign;
    if (!repeats)
      to.add([=, sign = x.rows[i].sign, size = x.sign, tint = to.look.accent,
              p = to.speed](cairo_t* cr, const moment& now) {
        auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter * 0.6);
        draw_sign(cr, sign, center, size, tint, part);
      });
    to.place(x.texts[i], {{left + x.sign + to.u(28),
                           y + (height - x.texts[i].height) / 2},
                          to.look.ink, start, x.rows[i].what});
    y += height + x.gap;
    start += 0.22;
  }
}

} // namespace

void lay_out_location(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  auto beside = !to.grid.upright();
  auto wide = to.grid.shape == frame_shape::wide;
  auto width = beside ? area.w * (wide ? 0.6 : 0.66) : area.w;
  auto pin = beside ? std::min(area.h, area.w * (wide ? 0.34 : 0.32))
                    : to.u(420);
  auto room = area.h;
  auto set = set_card(to, width, beside ? room : room - to.u(290));
  // Long addresses take the pin's room.
  if (set.height > room - to.u(beside ? 0 : 290)
      || any_cut(set.texts)) {
    beside = false;
    pin = 0;
    width = area.w;
    set = set_card(to, width, room);
  }
  if (!beside)
    pin = std::min(pin, room - set.height - to.u(10));
  auto has_pin = pin > to.u(150);
  auto whole = beside || !has_pin ? set.height : pin + set.height;
  auto y = std::round(area.y + std::max(0.0, (area.h - whole) * 0.4));
  if (beside) {
    auto left = to.mirrored() ? area.x : area.right() - width;
    auto pin_x = to.mirrored() ? area.right() - (area.w - width - pin) / 2 - pin
                               : area.x + (area.w - width - pin) / 2;
    place_pin(to, {pin_x, area.y + (area.h - pin) * 0.4, pin, pin});
    place_card(to, set, {std::round(left), y, std::round(width),
                         std::round(set.height)});
    return;
  }
  if (has_pin) {
    place_pin(to, {area.center().x - pin / 2, y, pin, pin});
    y = std::round(y + pin);
  }
  place_card(to, set, {area.x, y, area.w, std::round(set.height)});
}

} // namespace troupe::media
