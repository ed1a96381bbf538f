#include "media/painter_backdrop.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// A picture comes like a light that is turned up out of the ground. The
/// film's first one is there at once, because players show it before the film
/// runs; and so is what another transition brings.
double brightness(const composition& scene, const moment& now) {
  auto is_there = now.at_rest || scene.index == 0
                  || scene.enter != transition_kind::fade;
  return is_there ? 1.0 : in_out_cubic(ramp(now.t, 0, 0.7));
}

constexpr double row_gap = 18;
constexpr double row_indent = 46;
constexpr double kicker_rule = 52;
constexpr double kicker_gap = 22;

text_block set_column_kicker(scene_builder& to, double width) {
  return to.fit(text_role::kicker, to.scene.kicker,
                width - to.u(kicker_rule + kicker_gap), 2);
}

} // namespace

rect whole_frame(const scene_builder& of) {
  return {0, 0, of.u(of.grid.width), of.u(of.grid.height + 20)};
}

const composed_picture* shown_behind(scene_builder& of) {
  if (of.pictures.clip(of.scene.clip))
    return &*of.scene.clip;
  return of.pictures.find(of.scene.picture) ? &*of.scene.picture : nullptr;
}

double shape_behind(scene_builder& of) {
  if (auto clip = of.pictures.clip(of.scene.clip))
    return clip->width() / clip->height();
  auto picture = of.pictures.find(of.scene.picture);
  return picture ? static_cast<double>(picture->width) / picture->height : 0;
}

backdrop::backdrop(scene_builder& to, const rect& room)
  : to_(to),
    clip_(to.pictures.clip(to.scene.clip)),
    room_(room),
    inks_(inks_on_picture(to.look)) {
  if (clip_)
    add_clip();
  else
    add_picture();
}

void backdrop::add_picture() {
  auto& shown = *to_.scene.picture;
  auto reach = camera_reach(to_.speed);
  picture_ = opaque(to_.pictures.cover(shown, room_.w, room_.h, reach),
                    inks_.shade);
  auto focus = picture_.focus.x / room_.w;
  subject_is_left_ = focus < 0.42 || (focus < 0.58 && to_.mirrored());
  auto nearer = to_.scene.index % 2 == 0;
  to_.add_upright(room_, [x = picture_, room = room_, reach, nearer,
                          scene = &to_.scene](cairo_t* cr, const moment& now) {
    auto alpha = brightness(*scene, now);
    if (alpha >= 1)
      paint_covering(cr, x, room, now, reach, nearer);
    else if (alpha > 0)
      faded(cr, alpha, [&](cairo_t* on) {
        paint_covering(on, x, room, now, reach, nearer);
      });
  });
}

/// Footage moves by itself: there is no camera.
void backdrop::add_clip() {
  auto focus = to_.scene.clip->focus_x;
  subject_is_left_ = focus < 0.42 || (focus < 0.58 && to_.mirrored());
  to_.add_upright(room_, [x = clip_, room = room_, scene = &to_.scene](
                           cairo_t* cr, const moment& now) {
    auto alpha = brightness(*scene, now);
    if (alpha >= 1)
      x->paint(cr, room, now);
    else if (alpha > 0)
      faded(cr, alpha, [&](cairo_t* on) { x->paint(on, room, now); });
  });
}

double backdrop::shade_for(const rect& seen) const {
  if (!clip_)
    return shade_needed(picture_, room_, seen, inks_);
  // As dark as its brightest moment asks for: a shade that breathes with the
  // footage would be seen.
  double out = 0;
  for (auto& moment : clip_->samples(room_))
    out = std::max(out, shade_needed(moment, room_, seen, inks_));
  return out;
}

void backdrop::add_shade(const rect& area, const rect& room, point from,
                         point to) {
  // Measured and painted as the viewer sees it: pictures are never mirrored.
  auto flip = [&](double x) { return to_.rtl ? room_.w - x : x; };
  auto seen = area;
  auto box = room;
  if (to_.rtl) {
    seen.x = flip(area.right());
    box.x = flip(room.right());
    from.x = flip(from.x);
    to.x = flip(to.x);
  }
  auto opacity = shade_for(seen);
  auto shade = make_sprite(1, box, [&](cairo_t* cr) {
    auto slope = cairo_pattern_create_linear(from.x, from.y, to.x, to.y);
    // As a curve, so that its beginning can't be seen.
    for (int i = 0; i <= 8; ++i) {
      auto share = in_out_cubic(i / 8.0) * 0.4 + (i / 8.0) * 0.6 * (i / 8.0);
      add_stop(slope, i / 8.0, inks_.shade, opacity * share);
    }
    cairo_rectangle(cr, box.x, box.y, box.w, box.h);
    fill_pattern(cr, slope);
  });
  to_.add_upright({0, 0, room_.w, room_.h},
                  [shade, scene = &to_.scene](cairo_t* cr, const moment& now) {
                    paint(cr, shade, {0, 0}, brightness(*scene, now));
                  });
}

void backdrop::shade_bottom(const rect& area) {
  auto full = area.y - to_.u(36);
  auto begin = std::max(0.0, full - to_.u(440));
  add_shade({area.x, area.y - to_.u(20), area.w,
             std::min(area.h + to_.u(40), room_.h - area.y)},
            {0, begin, room_.w, room_.h - begin}, {0, begin}, {0, full});
}

void backdrop::shade_side(const rect& area) {
  auto is_left = area.center().x < room_.w / 2;
  auto full = is_left ? area.right() + to_.u(40) : area.x - to_.u(40);
  auto begin = is_left ? std::min(room_.w, full + to_.u(760))
                       : std::max(0.0, full - to_.u(760));
  auto box = is_left ? rect{0, 0, begin, room_.h}
                     : rect{begin, 0, room_.w - begin, room_.h};
  add_shade(area.inset(-to_.u(20)), box, {begin, 0}, {full, 0});
}

picture_words set_picture_words(scene_builder& to, double width,
                                double height) {
  picture_words out;
  auto& scene = to.scene;
  if (auto shown = shown_behind(to); shown && !shown->credit.empty())
    out.credit = to.fit(text_role::footnote, shown->credit, width, 2);
  auto fixed = column_kicker_height(to, width)
               + (out.credit.height > 0 ? out.credit.height + to.u(26) : 0);
  double rows = 0;
  for (auto& point : scene.points) {
    if (out.rows.size() == 3)
      break;
    out.rows.push_back(to.fit(text_role::body, point.text,
                              width - to.u(row_indent), 2));
    rows += out.rows.back().height + to.u(row_gap);
  }
  if (rows > 0)
    fixed += rows + to.u(16);
  auto is_large = scene.points.empty() && scene.title.size() <= 48;
  auto wide = to.grid.shape == frame_shape::wide;
  out.title = to.fit(is_large ? text_role::display : text_role::h1,
                     scene.title, width, wide ? 3 : 5,
                     std::max(to.u(90), height - fixed));
  out.width = width;
  out.height = fixed + out.title.height;
  return out;
}

double column_kicker_height(scene_builder& to, double width) {
  auto block = set_column_kicker(to, width);
  return block.height > 0 ? block.height + to.u(kicker_gap) : 0;
}

double place_column_kicker(scene_builder& to, double left, double y,
                           double width, color tint) {
  auto rule = to.u(kicker_rule);
  auto gap = to.u(kicker_gap);
  auto block = set_column_kicker(to, width);
  if (block.height <= 0)
    return y;
  auto middle = std::round(y + block.height / std::max(1, block.lines) / 2);
  auto thick = std::max(2.0, std::round(to.u(5)));
  to.add([=, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.2, p.enter));
    rounded(cr, {left, middle - thick / 2, rule * part, thick}, thick / 2);
    fill(cr, tint);
  });
  to.place(block, {{left + rule + gap, y}, tint, 0.26, "kicker"});
  return y + block.height + gap;
}

void place_picture_words(scene_builder& to, const picture_words& x,
                         const picture_inks& inks, double left, double top) {
  auto y = place_column_kicker(to, left, top, x.width, inks.accent);
  to.place(x.title, {{left - to.u(3), y}, inks.ink, 0.34, "title"});
  y += x.title.height + (x.rows.empty() ? 0 : to.u(16) + to.u(row_gap));
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  for (size_t i = 0; i < x.rows.size(); ++i) {
    auto line = x.rows[i].height / std::max(1, x.rows[i].lines);
    point dot{left + to.u(10), std::round(y + line / 2)};
    auto radius = to.u(8);
    auto start = starts[i];
    to.add([=, tint = inks.accent, p = to.speed](cairo_t* cr,
                                                 const moment& now) {
      auto part = now.at_rest ? 1.0
                              : out_back(ramp(now.t, start, p.enter * 0.6));
      if (part <= 0)
        return;
      circle(cr, dot, radius * part);
      fill(cr, tint);
    });
    to.place(x.rows[i], {{left + to.u(row_indent), y}, inks.ink, start,
                         "point"});
    y += x.rows[i].height + to.u(row_gap);
  }
  if (x.credit.height > 0)
    to.place(x.credit, {{left, top + x.height - x.credit.height},
                        inks.secondary, 0.8, "credit"});
}

} // namespace troupe::media
