// Somebody who speaks: beside the words, over the frame, or alone.

#include "media/painter_backdrop.hpp"
#include "media/painter_presenter.hpp"
#include "media/painter_waveform.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

constexpr double row_gap = 20;
constexpr double row_indent = 46;

/// Few words may be larger.
text_role title_role(const scene_builder& to) {
  auto is_short =
    to.scene.title.size() <= 34 && to.grid.shape == frame_shape::wide;
  return is_short ? text_role::display : text_role::h1;
}

/// What stands beside or below a portrait, from the headline down.
struct column {
  text_block title;
  std::vector<text_block> rows;
  text_block name;
  text_block role;
  asking ask;
  double kicker = 0;
  double wave = 0;
  double width = 0;
  double height = 0;
  align side = align::left;
};

struct column_wish {
  double width = 0;
  double room = 0;
  align side = align::left;
  text_role title = text_role::h1;
  bool names = true;
  /// The code of an address, at most so large; 0 for none.
  double code = 0;
};

/// Everything in it but the headline.
double fixed_height(scene_builder& to, const column& x) {
  auto out = x.kicker + x.wave + to.u(44);
  for (auto& row : x.rows)
    out += row.height + to.u(row_gap);
  out += x.rows.empty() ? 0 : to.u(24);
  if (auto name = x.name.height + x.role.height; name > 0)
    out += name + to.u(30);
  return out + (x.ask.height > 0 ? x.ask.height + to.u(40) : 0);
}

column set_column(scene_builder& to, const column_wish& wish) {
  column out;
  out.side = wish.side;
  out.width = wish.width;
  out.kicker =
    wish.side == align::left ? column_kicker_height(to, wish.width) : 0;
  if (to.scene.person && wish.names) {
    out.name = to.fit(text_role::body, to.scene.person->name, wish.width, 2,
                      1e9, wish.side);
    out.role = to.fit(text_role::small, to.scene.person->role, wish.width, 2,
                      1e9, wish.side);
  }
  for (size_t i = 0; i < to.scene.points.size() && i < 3; ++i)
    out.rows.push_back(to.fit(text_role::body, to.scene.points[i].text,
                              wish.width - to.u(row_indent), 2));
  out.ask = set_asking(to, wish.width, wish.code);
  // A button is asked for; a voice need not be seen beside it.
  out.wave = out.ask.height > 0 ? 0 : to.u(60);
  auto lines = to.grid.shape == frame_shape::wide ? 4 : 5;
  auto least = to.u(150);
  // The words go before the code.
  if (out.ask.code > 0 && wish.room - fixed_height(to, out) < least)
    out.ask = set_asking(to, wish.width, 0);
  auto fixed = fixed_height(to, out);
  out.title = to.fit(wish.title, to.scene.title, wish.width, lines,
                     std::max(to.u(90), wish.room - fixed), wish.side);
  out.height = fixed + out.title.height;
  return out;
}

double place_rows(scene_builder& to, const column& x, double left, double y) {
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  double longest = 0;
  for (auto& row : x.rows)
    longest = std::max(longest, row.width + to.u(row_indent));
  if (x.side == align::center)
    left = std::round(left + (x.width - longest) / 2);
  for (size_t i = 0; i < x.rows.size(); ++i) {
    auto& row = x.rows[i];
    auto line = row.height / std::max(1, row.lines);
    point dot{left + to.u(10), std::round(y + line / 2)};
    to.add([=, tint = to.look.accent, radius = to.u(8), start = starts[i],
            p = to.speed](cairo_t* cr, const moment& now) {
      auto part =
        now.at_rest ? 1.0 : out_back(ramp(now.t, start, p.enter * 0.6));
      if (part <= 0)
        return;
      circle(cr, dot, radius * part);
      fill(cr, tint);
    });
    to.place(row,
             {{left + to.u(row_indent), y}, to.look.ink, starts[i], "point"});
    y += row.height + to.u(row_gap);
  }
  return y;
}

void place_column(scene_builder& to, const column& x, double left, double y) {
  auto at = [&](double width) {
    return x.side == align::center ? left + (x.width - width) / 2 : left;
  };
  if (x.kicker > 0)
    y = place_column_kicker(to, left, y, x.width, to.look.accent);
  to.place(x.title,
           {{at(x.title.width) - to.u(3), y}, to.look.ink, 0.25, "title"});
  y += x.title.height;
  if (!x.rows.empty())
    y = place_rows(to, x, left, y + to.u(24));
  if (x.ask.height > 0) {
    y += to.u(40);
    place_asking(to, x.ask, left, x.width, y, x.side);
    y += x.ask.height;
  }
  if (x.name.height > 0) {
    y += to.u(30);
    to.place(x.name, {{at(x.name.width), y}, to.look.ink, 0.5, "name"});
    y += x.name.height;
    to.place(x.role, {{at(x.role.width), y}, to.look.secondary, 0.62, "role"});
    y += x.role.height;
  }
  if (x.wave <= 0)
    return;
  auto width =
    std::min(x.width, to.u(620)) * (x.side == align::center ? 0.8 : 1);
  add_waveform(to, {at(width), y + to.u(44), width, x.wave}, to.look.accent,
               0.7);
}

void lay_out_beside(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(110);
  auto bottom = to.u(to.grid.bottom);
  auto square = to.grid.shape == frame_shape::square;
  auto portrait_w =
    std::min((bottom - top) * 0.8, inner * (square ? 0.42 : 0.36));
  auto portrait_h = std::min(bottom - top, portrait_w * 1.25);
  auto gap = to.u(square ? 52 : 104);
  auto on_left = to.mirrored();
  rect frame{std::round(on_left ? left : left + inner - portrait_w),
             std::round(top + (bottom - top - portrait_h) / 2),
             std::round(portrait_w), std::round(portrait_h)};
  auto width = inner - portrait_w - gap;
  add_portrait(to, sharp_within(to, frame), portrait_shape::card);
  auto words = set_column(to, {width, bottom - top, align::left, title_role(to),
                               true, square ? 0 : to.u(200)});
  auto y = top + std::max(0.0, (bottom - top - words.height) / 2);
  place_column(to, words, on_left ? left + inner - width : left, std::round(y));
}

void lay_out_above(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(to.grid.kicker_y - 20);
  auto bottom = to.u(to.grid.bottom);
  auto apart = to.u(44);
  auto least = to.u(300);
  auto words = set_column(to, {inner, bottom - top - least - apart,
                               align::center, text_role::h1, true, to.u(220)});
  auto room = bottom - top - words.height - apart;
  auto height = std::clamp(room, to.u(240), to.u(820));
  auto width = std::min(inner, height * 0.86);
  height = std::min(height, width * 1.25);
  auto whole = height + apart + words.height;
  auto y = std::round(top + std::max(0.0, (bottom - top - whole) / 2));
  rect frame{std::round(left + (inner - width) / 2), y, std::round(width),
             std::round(height)};
  add_portrait(to, sharp_within(to, frame), portrait_shape::card);
  place_column(to, words, left, std::round(y + height + apart));
}

/// The picture takes one side, from edge to edge.
void lay_out_side(scene_builder& to, const rect& room) {
  auto margin = to.u(to.grid.margin);
  auto on_left = to.mirrored();
  auto frame_w = to.u(to.grid.width);
  auto bottom = to.u(to.grid.bottom);
  auto top = to.u(110);
  auto apart = to.u(to.grid.shape == frame_shape::wide ? 56 : 24);
  add_side_portrait(to, room, on_left ? soft_edge::right : soft_edge::left);
  auto width = frame_w - room.w - margin - apart;
  auto words = set_column(
    to, {width, bottom - top, align::left, title_role(to), false, to.u(190)});
  auto y = top + std::max(0.0, (bottom - top - words.height) / 2);
  place_column(to, words, on_left ? room.right() + apart : margin,
               std::round(y));
  auto plate = set_name_plate(to, room.w * 0.8);
  // Beside the chin, not upon it.
  auto inset = to.u(36);
  place_name_plate(
    to, plate, on_left ? room.right() - inset - plate.width : room.x + inset,
    bottom - plate.height);
}

/// The picture takes the upper part of an upright frame.
void lay_out_top(scene_builder& to, const rect& room) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto bottom = to.u(to.grid.bottom);
  add_side_portrait(to, room, soft_edge::bottom);
  auto plate = set_name_plate(to, inner);
  // Where the picture melts into the ground, below the face.
  place_name_plate(to, plate, left, room.bottom() - plate.height);
  auto y = room.bottom() + to.u(plate.height > 0 ? 26 : -30);
  auto words =
    set_column(to, {inner, bottom - y, align::left, text_role::h1, false, 0});
  place_column(to, words, left,
               std::round(y + std::max(0.0, (bottom - y - words.height) / 2)));
}

/// One side of a square is narrow: only an upright picture keeps its subject
/// there.
bool suits_side(scene_builder& to) {
  auto picture = to.pictures.find(to.scene.picture);
  auto ratio = static_cast<double>(picture->width) / picture->height;
  return to.grid.shape != frame_shape::square || ratio <= 0.8;
}

void lay_out_large(scene_builder& to) {
  auto frame = whole_frame(to);
  auto asks = !to.scene.cta.empty() || to.scene.link;
  auto upright = to.grid.upright();
  // A button, an address and a code leave no room for a large picture.
  if (asks && upright)
    return lay_out_above(to);
  auto room = frame;
  if (upright) {
    room.h = std::round(frame.h * 0.53);
  } else {
    room.w =
      std::round(frame.w * (to.grid.shape == frame_shape::wide ? 0.46 : 0.5));
    room.x = to.mirrored() ? 0 : frame.w - room.w;
  }
  auto is_cut_out = to.pictures.find(to.scene.picture)->has_alpha;
  auto sharp = sharp_within(to, room);
  // Enlarged that much it is better as a card.
  if (sharp.w < room.w * (is_cut_out ? 0.5 : 0.8) || !suits_side(to))
    return upright ? lay_out_above(to) : lay_out_beside(to);
  if (upright)
    lay_out_top(to, room);
  else
    lay_out_side(to, room);
}

/// Nothing but who speaks, and the voice.
void lay_out_alone(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(to.grid.upright() ? to.grid.kicker_y - 20 : 100);
  auto bottom = to.u(to.grid.bottom);
  auto wide = to.grid.shape == frame_shape::wide;
  auto rings = to.u(70);
  auto wave_h = to.u(wide ? 150 : 110);
  auto below = wide ? 0.0 : wave_h + to.u(70);
  auto most = std::min(bottom - top - 2 * rings - below,
                       inner * (wide ? 0.4 : 0.86) - 2 * rings);
  auto whole = most + 2 * rings + below;
  auto y = std::round(top + std::max(0.0, (bottom - top - whole) / 2) + rings);
  auto disc = sharp_within(to, {std::round(left + (inner - most) / 2), y,
                                std::round(most), std::round(most)});
  add_voice_rings(to, disc.center(), disc.w / 2);
  add_portrait(to, disc, portrait_shape::disc);
  if (!wide) {
    auto width = inner * 0.7;
    add_waveform(to,
                 {left + (inner - width) / 2,
                  y + most + rings + to.u(70) - to.u(30), width, wave_h},
                 to.look.accent, 0.5);
    return;
  }
  auto middle = disc.center().y - wave_h / 2;
  auto width = disc.x - rings - to.u(40) - left;
  add_waveform(to, {left, middle, width, wave_h}, to.look.accent, 0.5);
  add_waveform(to, {disc.right() + rings + to.u(40), middle, width, wave_h},
               to.look.accent, 0.5, wave_end::left);
}

} // namespace

void lay_out_presenter(scene_builder& to) {
  auto leads = to.scene.figure || to.scene.quote || to.scene.points.size() > 1;
  if (!to.pictures.find(to.scene.picture)) {
    if (to.scene.type == video_type::presenter_ad)
      return leads ? lay_out_led(to) : lay_out_voice(to);
    return to.scene.points.empty() ? lay_out_title(to) : lay_out_rows(to);
  }
  switch (to.scene.stand) {
    case presenter_stand::large: return lay_out_large(to);
    case presenter_stand::alone: return lay_out_alone(to);
    case presenter_stand::corner:
      if (leads)
        return lay_out_led(to);
      break;
    case presenter_stand::beside: break;
  }
  if (to.grid.upright())
    lay_out_above(to);
  else
    lay_out_beside(to);
}

} // namespace troupe::media
