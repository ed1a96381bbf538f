// A product as it was photographed, and tags that say what is special about it.

#include "media/painter_backdrop.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr size_t most_tags = 4;

/// A photograph stands as a card, a cut-out floats above its shadow.
void add_card(scene_builder& to, const rect& box) {
  auto reach = 1 + (camera_reach(to.speed) - 1) * 0.8;
  auto shot = to.pictures.cover(*to.scene.picture, box.w, box.h, reach);
  auto radius = to.u(std::max(16.0, to.look.radius));
  auto shadow = make_soft(1, {0, 0, box.w, box.h}, to.u(50), rgb(0x050A18),
                          [=](cairo_t* cr) {
                            rounded(cr, {0, 0, box.w, box.h}, radius);
                            fill(cr, rgb(0), to.look.shadow + 0.1);
                          });
  to.add_upright(box, [=, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, 0.1, p.enter * 1.3);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 1.8);
    cairo_translate(cr, 0, std::round((1 - out_quint(part)) * box.h * 0.07
                                      * (p.rise > 0 ? 1 : 0)));
    paint(cr, shadow, {box.x, box.y + box.h * 0.04}, seen);
    auto draw = [&](cairo_t* on) {
      cairo_save(on);
      rounded(on, box, radius);
      clip(on);
      paint_covering(on, shot, box, now, reach, true);
      cairo_restore(on);
    };
    if (seen >= 1)
      draw(cr);
    else
      faded(cr, seen, draw);
  });
}

/// Where a cut-out begins in a row (0..1 of its height), seen from a side;
/// pixels from its left.
double edge_of(const fitted_picture& x, double row, bool from_left) {
  auto data = cairo_image_surface_get_data(x.pixels.get());
  auto stride = cairo_image_surface_get_stride(x.pixels.get());
  auto width = cairo_image_surface_get_width(x.pixels.get());
  auto height = cairo_image_surface_get_height(x.pixels.get());
  auto line = data
              + std::clamp(static_cast<int>(row * height), 0, height - 1)
                  * stride;
  for (int i = 0; i < width; ++i) {
    auto column = from_left ? i : width - 1 - i;
    if (line[column * 4 + 3] > 128)
      return column;
  }
  return width / 2.0;
}

/// A product in its room, and where the line of a tag ends on it.
struct placed_product {
  rect box;
  fitted_picture cut_out;

  point target(double share, bool from_left) const {
    auto y = box.y + box.h * share;
    auto inward = box.w * (from_left ? 0.06 : -0.06);
    return {box.x + edge_of(cut_out, share, from_left) + inward, y};
  }
};

placed_product add_cut_out(scene_builder& to, const rect& box) {
  auto shot = to.pictures.contain(*to.scene.picture, box.w, box.h * 0.92);
  auto width = static_cast<double>(
    cairo_image_surface_get_width(shot.pixels.get()));
  auto height = static_cast<double>(
    cairo_image_surface_get_height(shot.pixels.get()));
  rect at{std::round(box.x + (box.w - width) / 2),
          std::round(box.y + (box.h * 0.92 - height) / 2), width, height};
  auto glow = make_soft(1, {0, 0, box.w * 0.9, box.w * 0.9}, to.u(120),
                        to.look.accent, [&](cairo_t* cr) {
                          circle(cr, {box.w * 0.45, box.w * 0.45},
                                 box.w * 0.34);
                          fill(cr, rgb(0), to.look.dark ? 0.30 : 0.22);
                        });
  auto shadow = make_soft(1, {0, 0, width * 0.8, to.u(40)}, to.u(24),
                          rgb(0x050A18), [&](cairo_t* cr) {
                            cairo_scale(cr, width * 0.8, to.u(40));
                            circle(cr, {0.5, 0.5}, 0.5);
                            fill(cr, rgb(0), to.look.shadow + 0.2);
                          });
  auto center = at.center();
  to.add_upright(box, [=, p = to.speed, sway = to.u(7)](cairo_t* cr,
                                                        const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, 0.1, p.enter * 1.4);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 1.8);
    auto lift = now.at_rest ? 0.0 : std::sin(now.idle * 1.1) * sway * p.drift;
    auto rise = (1 - (p.bounces ? out_back(part) : out_quint(part))) * box.h
                * 0.09 * (p.rise > 0 ? 1 : 0);
    paint(cr, glow, {center.x - box.w * 0.45, center.y - box.w * 0.45}, seen);
    paint(cr, shadow, {center.x - width * 0.4, at.bottom() - sway}, seen);
    cairo_translate(cr, 0, rise + lift);
    paint_smooth(cr, shot.pixels.get(), at.x, at.y, seen);
  });
  return {at, shot};
}

struct tag {
  text_block text;
  rect box;
  double start = 0;
};

/// Chips of one height below each other.
std::vector<tag> set_tags(scene_builder& to, double width) {
  std::vector<tag> out;
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  for (size_t i = 0; i < to.scene.points.size() && i < most_tags; ++i) {
    tag one;
    one.text = to.fit(text_role::body, to.scene.points[i].text,
                      width - to.u(104), 2);
    one.box.w = std::round(std::min(width, one.text.width + to.u(104)));
    one.box.h = std::round(one.text.height + to.u(30));
    one.start = starts[i];
    out.push_back(std::move(one));
  }
  return out;
}

double height_of(const std::vector<tag>& tags, double gap) {
  double out = 0;
  for (auto& one : tags)
    out += one.box.h + gap;
  return std::max(0.0, out - gap);
}

/// A thin line from the chip to the product, drawn when the chip comes.
void add_leader(scene_builder& to, const tag& x, point target) {
  auto from_right = target.x > x.box.center().x;
  point from{from_right ? x.box.right() : x.box.x, x.box.center().y};
  point bend{from.x + (target.x - from.x) * 0.45, from.y};
  to.note_line({from, bend, target}, "leader");
  to.add([=, tint = to.look.accent, line = std::max(1.5, to.u(2.5)),
          dot = to.u(7), start = x.start](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0
                            : in_out_cubic(ramp(now.t, start + 0.25, 0.6));
    if (part <= 0)
      return;
    partial_line(cr, {from, bend, target}, part);
    stroke(cr, tint, line, 0.75);
    if (part < 1)
      return;
    circle(cr, target, dot);
    fill(cr, tint);
    circle(cr, target, dot);
    stroke(cr, rgb(0xFFFFFF), line);
  });
}

void place_tag(scene_builder& to, const tag& x) {
  to.add([=, look = to.look, u = to.u(1), p = to.speed](cairo_t* cr,
                                                        const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, x.start, p.enter * 0.8);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 2);
    auto radius = std::min(x.box.h / 2, u * std::max(look.radius, 12.0) * 1.4);
    cairo_translate(cr, std::round((out_quint(part) - 1) * u * 40
                                   * (p.rise > 0 ? 1 : 0)),
                    0);
    rounded(cr, x.box, radius);
    fill(cr, look.panel, look.panel_alpha * seen);
    rounded(cr, x.box.inset(u * 0.75), radius);
    stroke(cr, look.line, u * 1.5, look.line_alpha * seen);
    circle(cr, {x.box.x + u * 40, x.box.center().y}, u * 10);
    fill(cr, look.accent, seen);
  });
  to.place(x.text, {{x.box.x + to.u(70),
                     x.box.y + (x.box.h - x.text.height) / 2},
                    to.look.ink, x.start + 0.1, "tag"});
}

/// The product in its room; where leaders end.
placed_product add_product(scene_builder& to, const rect& room) {
  auto shot = to.pictures.find(to.scene.picture);
  if (shot->has_alpha)
    return add_cut_out(to, room);
  auto ratio = std::clamp(static_cast<double>(shot->width) / shot->height,
                          0.75, 1.35);
  auto width = std::min(room.w, room.h * ratio);
  auto height = width / ratio;
  rect box{std::round(room.x + (room.w - width) / 2),
           std::round(room.y + (room.h - height) / 2), std::round(width),
           std::round(height)};
  add_card(to, box);
  return {box, {}};
}

void lay_out_beside(scene_builder& to, double top, double bottom) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto gap = to.u(96);
  auto width = (inner - gap) * 0.5;
  auto on_left = to.mirrored();
  rect room{on_left ? left : left + width + gap, top, inner - width - gap,
            bottom - top};
  auto product = add_product(to, room);
  auto x = on_left ? left + inner - width : left;
  auto tags = set_tags(to, width);
  auto tag_gap = to.u(20);
  auto tags_h = height_of(tags, tag_gap);
  auto between = tags.empty() ? 0.0 : to.u(44);
  auto kicker = column_kicker_height(to, width);
  auto title = to.fit(text_role::display, to.scene.title, width, 3,
                      std::max(to.u(110),
                               bottom - top - kicker - between - tags_h));
  auto whole = kicker + title.height + between + tags_h;
  auto y = std::round(top + std::max(0.0, (bottom - top - whole) / 2));
  y = place_column_kicker(to, x, y, width, to.look.accent);
  to.place(title, {{x - to.u(4), y}, to.look.ink, 0.22, "title"});
  y += title.height + between;
  for (size_t i = 0; i < tags.size(); ++i) {
    auto& one = tags[i];
    one.box.x = x;
    one.box.y = y;
    auto share = tags.size() < 2
                   ? 0.5
                   : 0.24 + 0.52 * static_cast<double>(i)
                              / static_cast<double>(tags.size() - 1);
    // A photograph says itself where its subject is; a cut-out is one.
    if (product.cut_out)
      add_leader(to, one, product.target(share, !on_left));
    place_tag(to, one);
    y += one.box.h + tag_gap;
  }
}

void lay_out_above(scene_builder& to, double top, double bottom) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto square = to.grid.shape == frame_shape::square;
  auto tags = set_tags(to, inner);
  if (square && tags.size() > 2)
    tags.resize(2);
  auto tag_gap = to.u(18);
  auto tags_h = height_of(tags, tag_gap);
  auto between = tags.empty() ? 0.0 : to.u(32);
  auto title = to.fit(text_role::h1, to.scene.title, inner, 3,
                      (bottom - top) * 0.24);
  auto words = to.kicker_height() + title.height + between + tags_h;
  auto air = to.u(square ? 36 : 56);
  auto room = std::max(to.u(200), bottom - top - words - air);
  auto height = std::min(room, inner * (square ? 0.8 : 1.05));
  auto y = std::round(top + std::max(0.0, (room - height) / 2));
  add_product(to, {left, y, inner, height});
  y += height + air;
  y = to.place_kicker(left, y);
  to.place(title, {{left - to.u(3), y}, to.look.ink, 0.22, "title"});
  y += title.height + between;
  for (auto& one : tags) {
    one.box.x = left;
    one.box.y = y;
    place_tag(to, one);
    y += one.box.h + tag_gap;
  }
}

} // namespace

void lay_out_shot(scene_builder& to) {
  auto wide = to.grid.shape == frame_shape::wide;
  auto top = to.u(wide ? 96 : to.grid.kicker_y - 20);
  auto inner = to.u(to.grid.inner_width());
  auto bottom = to.place_legal(to.u(to.grid.margin), inner,
                               to.u(to.grid.bottom));
  if (bottom < to.u(to.grid.bottom))
    bottom -= to.u(30);
  if (wide)
    lay_out_beside(to, top, bottom);
  else
    lay_out_above(to, top, bottom);
}

} // namespace troupe::media
