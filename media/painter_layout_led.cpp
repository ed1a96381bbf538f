// A figure, rows or a quote lead; who speaks is small beside them. And the
// same for a voice without a face.

#include "media/painter_backdrop.hpp"
#include "media/painter_counting.hpp"
#include "media/painter_lists.hpp"
#include "media/painter_presenter.hpp"
#include "media/painter_waveform.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Somebody to be seen, or a voice alone.
void place_face(scene_builder& to, const rect& disc) {
  if (!to.pictures.find(to.scene.picture))
    return add_voice_disc(to, disc.center(), disc.w * 0.37);
  add_voice_rings(to, disc.center(), disc.w / 2);
  add_portrait(to, disc, portrait_shape::disc);
}

/// The portrait with its rings, and its voice below it or beside it; the area
/// that is left for what leads.
rect place_speaker(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto bottom = to.u(to.grid.bottom);
  auto rings = to.u(58);
  if (to.grid.shape == frame_shape::wide) {
    auto top = to.u(110);
    auto most = to.u(370);
    auto wave = to.u(64);
    auto apart = to.u(34);
    auto y = top + (bottom - top - most - apart - wave) / 2;
    auto on_left = to.mirrored();
    auto x = on_left ? left + rings * 0.4 : left + inner - most - rings * 0.4;
    auto disc = sharp_within(to, {std::round(x), std::round(y), most, most});
    place_face(to, disc);
    auto width = most * 0.86;
    add_waveform(to,
                 {x + (most - width) / 2,
                  std::max(disc.bottom() + rings, y + most + apart), width,
                  wave},
                 to.look.accent, 0.5);
    auto taken = most + rings + to.u(96);
    return {on_left ? left + taken : left, top, inner - taken, bottom - top};
  }
  auto top = to.u(to.grid.upright() ? to.grid.kicker_y : 84);
  auto most = to.u(to.grid.upright() ? 270 : 190);
  auto disc = sharp_within(
    to, {std::round(left + rings * 0.5), std::round(top), most, most});
  place_face(to, disc);
  auto wave = to.u(to.grid.upright() ? 110 : 84);
  auto x = disc.right() + rings + to.u(24);
  add_waveform(to, {x, top + (most - wave) / 2, left + inner - x, wave},
               to.look.accent, 0.5);
  auto y = top + most + to.u(to.grid.upright() ? 84 : 54);
  return {left, y, inner, bottom - y};
}

void place_quote_in(scene_builder& to, const rect& area) {
  auto& quote = *to.scene.quote;
  auto with = to.style(text_role::h1);
  with.leading = 1.22;
  auto by = to.fit(text_role::label, quote.by, area.w - to.u(80), 1);
  auto mark = std::round(to.u(to.grid.upright() ? 140 : 110));
  auto under = by.height > 0 ? by.height + to.u(40) : 0;
  auto lines = to.grid.shape == frame_shape::wide ? 6 : 9;
  auto text = to.fit(with, quote.text,
                     {area.w, area.h - mark - under, lines, to.u(38), true});
  auto sign_style = to.style(text_role::display);
  sign_style.face = typeface::serif;
  sign_style.weight = 700;
  sign_style.size = mark * 2;
  sign_style.leading = 1;
  auto sign = to.fit(sign_style, "\u201C", {mark * 3, 1e9, 1, 20});
  auto whole = mark + text.height + under;
  auto y = std::round(area.y + std::max(0.0, (area.h - whole) / 2));
  // The sign's own ink decides where it stands.
  to.add([=, look = to.look, at = point{area.x - sign.ink.x, y - sign.ink.y},
          p = to.speed](cairo_t* cr, const moment& now) {
    draw_text_entering(cr, sign, at, look.accent, now, 0.15, p);
  });
  y += mark;
  // The quote comes when it is said, unless that is late.
  auto opening = stems_of(quote.text.substr(0, 40));
  auto start = std::clamp(heard_at(to.words, opening).value_or(0.35), 0.35,
                          std::max(0.35, to.life * 0.45));
  to.place(text, {{area.x, y}, to.look.ink, start, "quote"});
  to.place(
    by,
    {{area.x, y + text.height + to.u(40)}, to.look.secondary, 1.1, "quote by"});
}

void place_rows_in(scene_builder& to, rect area) {
  auto lines = to.grid.shape == frame_shape::wide ? 2 : 3;
  auto title = to.fit(text_role::h2, to.scene.title, area.w, lines);
  to.place(title, {{area.x - to.u(2), area.y}, to.look.ink, 0.2, "title"});
  auto below = title.height + to.u(36);
  place_list(to, {area.x, area.y + below, area.w, area.h - below});
}

/// Where the words of a voice without a face stand, and the voice beside or
/// above them.
rect place_voice(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(to.grid.upright() ? to.grid.kicker_y - 20 : 100);
  auto bottom = to.u(to.grid.bottom);
  if (to.grid.shape == frame_shape::wide) {
    auto radius = to.u(170);
    auto taken = 3.2 * radius;
    auto on_left = to.mirrored();
    add_voice_disc(to,
                   {on_left ? left + taken / 2 : left + inner - taken / 2,
                    (top + bottom) / 2},
                   radius);
    auto apart = taken + to.u(70);
    return {on_left ? left + apart : left, top, inner - apart, bottom - top};
  }
  auto radius = to.u(to.grid.shape == frame_shape::square ? 90 : 150);
  auto taken = 3.1 * radius;
  add_voice_disc(to, {left + taken / 2, top + taken / 2}, radius);
  auto wave = radius * 0.8;
  auto x = left + taken + to.u(30);
  add_waveform(to, {x, top + (taken - wave) / 2, left + inner - x, wave},
               to.look.accent, 0.5);
  auto y = top + taken + to.u(30);
  return {left, y, inner, bottom - y};
}

void place_voiced_words(scene_builder& to, const rect& area, bool is_quiet) {
  auto with = to.style(is_quiet ? text_role::h1 : text_role::display);
  auto kicker = column_kicker_height(to, area.w);
  auto ask = set_asking(to, area.w, to.u(200));
  if (ask.code > 0 && area.h - kicker - ask.height < to.u(260))
    ask = set_asking(to, area.w, 0);
  auto under = ask.height > 0 ? ask.height + to.u(44) : 0;
  auto title = to.fit(
    with, to.scene.title,
    {area.w, std::max(to.u(120), area.h - kicker - under), 5, to.u(46), true});
  auto whole = kicker + title.height + under;
  auto y = std::round(area.y + std::max(0.0, (area.h - whole) / 2));
  if (kicker > 0)
    y = place_column_kicker(to, area.x, y, area.w, to.look.accent);
  to.place(title, {{area.x - to.u(4), y}, to.look.ink, 0.25, "title"});
  if (ask.height > 0)
    place_asking(to, ask, area.x, area.w, y + title.height + to.u(44),
                 align::left);
}

/// The words above a band of the voice from margin to margin.
void lay_out_band(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(to.grid.upright() ? to.grid.kicker_y : 110);
  auto bottom = to.u(to.grid.bottom);
  auto wave = to.u(to.grid.upright() ? 240 : 180);
  place_voiced_words(to, {left, top, inner, bottom - top - wave - to.u(50)},
                     false);
  add_waveform(to, {left, bottom - wave, inner, wave}, to.look.accent, 0.2);
}

} // namespace

void lay_out_led(scene_builder& to) {
  auto area = place_speaker(to);
  if (to.scene.figure) {
    auto set = set_figure(to, area.w);
    place_figure(to, set, area.x,
                 area.y + std::max(0.0, (area.h - set.height) / 2));
  } else if (to.scene.points.size() > 1) {
    place_rows_in(to, area);
  } else if (to.scene.quote) {
    place_quote_in(to, area);
  }
}

void lay_out_voice(scene_builder& to) {
  if (to.scene.stand == presenter_stand::large)
    return lay_out_band(to);
  place_voiced_words(to, place_voice(to),
                     to.scene.stand == presenter_stand::beside);
}

} // namespace troupe::media
