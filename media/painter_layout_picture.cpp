// Scenes on a picture: words over it, and a name over it.

#include "media/clip_room.hpp"
#include "media/painter_backdrop.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// The same scene without its picture.
void lay_out_bare(scene_builder& to) {
  if (to.scene.points.empty())
    lay_out_title(to);
  else
    lay_out_rows(to);
}

/// Name and role as the scene says them.
struct plate_words {
  std::string name;
  std::string role;
};

plate_words plate_words_of(const composition& x) {
  if (x.person && !x.person->name.empty())
    return {x.person->name, x.person->role};
  return {x.title, x.kicker};
}

/// The plate slides out of its own edge.
void add_plate(scene_builder& to, const rect& box) {
  auto bar = std::max(2.0, std::round(to.u(10)));
  to.add([=, ground = ground_of(to.look), tint = to.look.accent,
          radius = to.u(std::min(to.look.radius, 18.0)),
          p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.4, p.enter * 1.2));
    if (part <= 0)
      return;
    cairo_rectangle(cr, box.x, box.y, std::round(box.w * part), box.h);
    clip(cr);
    rounded(cr, box, radius);
    fill(cr, ground, 0.96);
    cairo_rectangle(cr, box.x, box.y, bar, box.h);
    fill(cr, tint);
  });
}

/// A clip that was decoded to stand beside words has a narrow shape already.
constexpr double least_clip_share = 0.6;

/// An upright picture in a wide frame, or the other way round: it fills one
/// side, words stand beside it on the film's ground.
void lay_out_split(scene_builder& to) {
  auto ratio = shape_behind(to);
  auto frame = whole_frame(to);
  auto wide = to.grid.shape == frame_shape::wide;
  auto margin = to.u(to.grid.margin);
  auto inner = to.u(to.grid.inner_width());
  auto top = to.u(to.grid.kicker_y);
  auto bottom = to.u(to.grid.bottom);
  auto room = frame;
  rect words_in{margin, top, inner, bottom - top};
  auto beside = room_beside(ratio, {frame.w, frame.h}, wide);
  room.w = beside.w;
  room.h = beside.h;
  if (wide) {
    auto on_left = to.mirrored();
    room.x = on_left ? 0 : frame.w - room.w;
    words_in.w = frame.w - room.w - margin - to.u(96);
    words_in.x = on_left ? room.right() + to.u(96) : margin;
  } else {
    words_in.y = room.bottom() + to.u(64);
    words_in.h = bottom - words_in.y;
  }
  backdrop behind{to, room};
  auto words = set_picture_words(to, words_in.w, words_in.h);
  auto y = wide ? words_in.y + (words_in.h - words.height) / 2 : words_in.y;
  picture_inks inks{to.look.ink, to.look.ink, to.look.secondary,
                    to.look.accent};
  place_picture_words(to, words, inks, words_in.x, std::round(y));
}

} // namespace

void lay_out_picture(scene_builder& to) {
  auto shape = shape_behind(to);
  if (shape <= 0)
    return lay_out_bare(to);
  auto frame = whole_frame(to);
  auto least = to.pictures.clip(to.scene.clip) ? least_clip_share : least_share;
  if (share_seen(shape, frame.w / frame.h) < least)
    return lay_out_split(to);
  backdrop behind{to, frame};
  auto wide = to.grid.shape == frame_shape::wide;
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto bottom = to.u(to.grid.bottom);
  auto top = to.u(to.grid.kicker_y);
  auto width = wide ? inner * (to.scene.points.empty() ? 0.62 : 0.5) : inner;
  auto room = (bottom - top) * (wide ? 1.0 : 0.72);
  auto words = set_picture_words(to, width, room);
  // Beside the subject, not upon it.
  auto x = wide && behind.subject_is_left() ? left + inner - width : left;
  auto is_tall = wide && words.height > (bottom - top) * 0.55;
  auto y = is_tall ? top + (bottom - top - words.height) / 2
                   : bottom - words.height;
  y = std::round(y);
  rect area{x, y, width, words.height};
  if (is_tall)
    behind.shade_side(area);
  else
    behind.shade_bottom(area);
  place_picture_words(to, words, behind.inks(), x, y);
}

void lay_out_lower_third(scene_builder& to) {
  auto words = plate_words_of(to.scene);
  if (!shown_behind(to))
    return lay_out_bare(to);
  backdrop behind{to, whole_frame(to)};
  auto pad = to.u(34);
  auto bar = to.u(10);
  auto most = to.u(to.grid.inner_width()) - 2 * pad - bar;
  auto name = to.fit(text_role::h2, words.name, most, 2);
  auto role = to.fit(text_role::small, words.role, most, 2);
  auto gap = role.height > 0 ? to.u(6) : 0.0;
  auto height = name.height + gap + role.height + to.u(44);
  auto width = std::max(name.width, role.width) + 2 * pad + bar;
  auto least = to.u(to.grid.inner_width()) * (to.grid.upright() ? 0.6 : 0.3);
  rect box{to.u(to.grid.margin), std::round(to.u(to.grid.bottom) - height),
           std::round(std::max(width, least)), std::round(height)};
  add_plate(to, box);
  auto x = box.x + bar + pad;
  auto y = box.y + to.u(22);
  to.place(name, {{x, y}, to.look.ink, 0.6, "name"});
  to.place(role, {{x, y + name.height + gap}, to.look.secondary, 0.75,
                  "role"});
}

} // namespace troupe::media
