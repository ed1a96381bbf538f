// Somebody who speaks: a framed portrait, a name, a voice that can be seen.

#include "media/painter_backdrop.hpp"
#include "media/painter_waveform.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// A picture in a rounded frame, with a slow camera inside; it comes from
/// below and out of the light.
void add_framed(scene_builder& to, const rect& box) {
  auto reach = 1 + (camera_reach(to.speed) - 1) * 0.7;
  auto portrait = to.pictures.cover(*to.scene.picture, box.w, box.h, reach);
  auto radius = to.u(std::max(18.0, to.look.radius * 1.3));
  auto shadow = make_soft(1, {0, 0, box.w, box.h}, to.u(46), rgb(0x050A18),
                          [=](cairo_t* cr) {
                            rounded(cr, {0, 0, box.w, box.h}, radius);
                            fill(cr, rgb(0), to.look.shadow + 0.1);
                          });
  auto behind = mix(ground_of(to.look), to.look.accent, 0.22);
  to.add_upright(box, [=, look = to.look, p = to.speed,
                       line = to.u(3)](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, 0.1, p.enter * 1.4);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 1.8);
    auto eased = p.bounces ? out_back(part) : out_quint(part);
    cairo_translate(cr, 0, std::round((1 - eased) * box.h * 0.08
                                      * (p.rise > 0 ? 1 : 0)));
    paint(cr, shadow, {box.x, box.y + box.h * 0.035}, seen);
    auto draw = [&](cairo_t* on) {
      cairo_save(on);
      rounded(on, box, radius);
      clip(on);
      // Cut-out portraits stand before the film's own colour.
      if (portrait.has_alpha) {
        cairo_rectangle(on, box.x, box.y, box.w, box.h);
        fill(on, behind);
      }
      paint_covering(on, portrait, box, now, reach, true);
      cairo_restore(on);
      rounded(on, box.inset(line / 2), radius);
      stroke(on, look.line, line, look.line_alpha);
    };
    if (seen >= 1)
      draw(cr);
    else
      faded(cr, seen, draw);
  });
}

/// Name, role and the voice below them.
struct name_set {
  text_block name;
  text_block role;
  double height = 0;
};

name_set set_name(scene_builder& to, double width, align side) {
  name_set out;
  if (to.scene.person) {
    out.name = to.fit(text_role::body, to.scene.person->name, width, 2, 1e9,
                      side);
    out.role = to.fit(text_role::small, to.scene.person->role, width, 2, 1e9,
                      side);
  }
  out.height = out.name.height + out.role.height;
  return out;
}

void place_name(scene_builder& to, const name_set& x, double left,
                double width, double y, align side) {
  auto at = [&](const text_block& block) {
    return side == align::center ? left + (width - block.width) / 2 : left;
  };
  to.place(x.name, {{at(x.name), y}, to.look.ink, 0.5, "name"});
  to.place(x.role, {{at(x.role), y + x.name.height}, to.look.secondary, 0.62,
                    "role"});
}

/// Rows under the headline.
std::vector<text_block> set_rows_of(scene_builder& to, double width) {
  std::vector<text_block> out;
  for (size_t i = 0; i < to.scene.points.size() && i < 3; ++i)
    out.push_back(to.fit(text_role::body, to.scene.points[i].text,
                         width - to.u(46), 2));
  return out;
}

double height_of(const std::vector<text_block>& rows, double gap) {
  double out = 0;
  for (auto& row : rows)
    out += row.height + gap;
  return out;
}

double place_rows(scene_builder& to, const std::vector<text_block>& rows,
                  double left, double y) {
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  for (size_t i = 0; i < rows.size(); ++i) {
    auto& row = rows[i];
    auto line = row.height / std::max(1, row.lines);
    point dot{left + to.u(10), std::round(y + line / 2)};
    to.add([=, tint = to.look.accent, radius = to.u(8), start = starts[i],
            p = to.speed](cairo_t* cr, const moment& now) {
      auto part = now.at_rest ? 1.0
                              : out_back(ramp(now.t, start, p.enter * 0.6));
      if (part <= 0)
        return;
      circle(cr, dot, radius * part);
      fill(cr, tint);
    });
    to.place(row, {{left + to.u(46), y}, to.look.ink, starts[i], "point"});
    y += row.height + to.u(20);
  }
  return y;
}

void lay_out_beside(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(110);
  auto bottom = to.u(to.grid.bottom);
  auto square = to.grid.shape == frame_shape::square;
  auto portrait_w = std::min((bottom - top) * 0.8,
                             inner * (square ? 0.42 : 0.36));
  auto portrait_h = std::min(bottom - top, portrait_w * 1.25);
  auto gap = to.u(square ? 52 : 104);
  auto width = inner - portrait_w - gap;
  auto on_left = to.mirrored();
  rect frame{std::round(on_left ? left : left + inner - portrait_w),
             std::round(top + (bottom - top - portrait_h) / 2),
             std::round(portrait_w), std::round(portrait_h)};
  add_framed(to, frame);
  auto x = on_left ? left + inner - width : left;
  auto name = set_name(to, width, align::left);
  auto wave = to.u(56);
  auto below = name.height + to.u(30) + wave;
  auto listed = set_rows_of(to, width);
  auto rows = height_of(listed, to.u(20));
  auto kicker = column_kicker_height(to, width);
  auto title = to.fit(text_role::h1, to.scene.title, width, square ? 5 : 4,
                      bottom - top - kicker - below - rows - to.u(80));
  auto whole = kicker + title.height + (rows > 0 ? rows + to.u(24) : 0)
               + to.u(44) + below;
  auto y = std::round(top + std::max(0.0, (bottom - top - whole) / 2));
  y = place_column_kicker(to, x, y, width, to.look.accent);
  to.place(title, {{x - to.u(3), y}, to.look.ink, 0.25, "title"});
  y += title.height;
  if (rows > 0)
    y = place_rows(to, listed, x, y + to.u(24));
  y += to.u(44);
  place_name(to, name, x, width, y, align::left);
  y += name.height + to.u(30);
  add_waveform(to, {x, y, std::min(width, to.u(620)), wave}, to.look.accent,
               0.7);
}

void lay_out_above(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(to.grid.kicker_y - 20);
  auto bottom = to.u(to.grid.bottom);
  auto name = set_name(to, inner, align::center);
  auto title = to.fit(text_role::h1, to.scene.title, inner, 4,
                      (bottom - top) * 0.34, align::center);
  auto wave = to.u(60);
  auto listed = set_rows_of(to, inner * 0.9);
  auto rows = height_of(listed, to.u(20));
  auto words = name.height + title.height + wave + to.u(36 + 34 + 40)
               + (rows > 0 ? rows + to.u(30) : 0);
  auto room = bottom - top - words;
  auto height = std::clamp(room, to.u(240), to.u(760));
  auto width = std::min(inner, height * 0.86);
  height = std::min(height, width * 1.25);
  auto y = std::round(top + std::max(0.0, (room - height) / 2));
  rect frame{std::round(left + (inner - width) / 2), y, std::round(width),
             std::round(height)};
  add_framed(to, frame);
  y += height + to.u(36);
  place_name(to, name, left, inner, y, align::center);
  y += name.height + to.u(34);
  add_waveform(to, {left + inner * 0.2, y, inner * 0.6, wave}, to.look.accent,
               0.7);
  y += wave + to.u(40);
  to.place(title, {{left + (inner - title.width) / 2, y}, to.look.ink, 0.4,
                   "title"});
  // The rows' column is as wide as its longest row and stands in the middle.
  double longest = 0;
  for (auto& row : listed)
    longest = std::max(longest, row.width + to.u(46));
  place_rows(to, listed, std::round(left + (inner - longest) / 2),
             y + title.height + to.u(30));
}

} // namespace

void lay_out_presenter(scene_builder& to) {
  if (!to.pictures.find(to.scene.picture))
    return to.scene.points.empty() ? lay_out_title(to) : lay_out_rows(to);
  if (to.grid.upright())
    lay_out_above(to);
  else
    lay_out_beside(to);
}

} // namespace troupe::media
