#include "media/painter_logo.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Below this a colour is taken for the ground.
constexpr double least_contrast = 1.7;
/// Smaller parts of a logo may drown: there are more.
constexpr double main_share = 0.12;

color plate_color(logo_plate x) {
  return x == logo_plate::light ? rgb(0xFFFFFF) : rgb(0x10151F);
}

/// A picture may be anything behind a logo.
bool is_on_picture(scene_builder& to) {
  auto layout = to.scene.layout;
  auto picture = to.pictures.find(to.scene.picture);
  // A presenter on one side, under a logo in one of its corners.
  if (layout == layout_kind::presenter && picture && to.scene.logo_at) {
    auto at = to.scene.logo_at->corner;
    auto is_left = at == logo_corner::top_left
                   || at == logo_corner::bottom_left;
    auto is_top = at == logo_corner::top_left || at == logo_corner::top_right;
    return to.scene.stand == presenter_stand::large && !picture->has_alpha
           && (to.grid.upright() ? is_top : is_left == to.mirrored());
  }
  return (layout == layout_kind::picture || layout == layout_kind::footage
          || layout == layout_kind::lower_third)
         && picture;
}

logo_plate plate_of(scene_builder& to) {
  auto logo = to.pictures.find(to.scene.logo);
  auto& stats = to.pictures.stats(*to.scene.logo);
  auto plate = plate_for(stats, logo->has_alpha, ground_of(to.look));
  if (plate != logo_plate::none || !logo->has_alpha || !is_on_picture(to))
    return plate;
  return plate_for(stats, true, rgb(0xFFFFFF)) == logo_plate::none
           ? logo_plate::light
           : logo_plate::dark;
}

bool says_whose_it_is(const composition& x) {
  switch (x.layout) {
    case layout_kind::logo:
    case layout_kind::end_card: return false;
    case layout_kind::cta: return true;
    default: return x.index == 0;
  }
}

/// Where its owner wants it. It never stands on captions: what belongs to the
/// bottom stands above them.
void place_standing_logo(scene_builder& to, const logo_stand& at) {
  auto shows_itself = to.scene.layout == layout_kind::logo
                      || to.scene.layout == layout_kind::end_card;
  if (at.opacity <= 0 || shows_itself || !to.pictures.find(to.scene.logo))
    return;
  auto side = to.u(at.size);
  auto edge = to.u(44);
  auto width = to.u(to.grid.width);
  auto top = to.u(to.grid.shape == frame_shape::portrait ? 150 : 44);
  auto low = to.u(to.grid.bottom) + to.u(24) - side;
  auto is_left = at.corner == logo_corner::top_left
                 || at.corner == logo_corner::bottom_left;
  auto is_low = at.corner == logo_corner::bottom_left
                || at.corner == logo_corner::bottom_right;
  rect box{is_left ? edge : width - edge - side, is_low ? low : top, side,
           side};
  if (at.corner == logo_corner::center)
    box = {(width - side) / 2, (to.u(to.grid.height) - side) / 2, side, side};
  auto bounds = logo_bounds(to, box, align::center);
  // A wide logo keeps to its edge, not to the middle of a square.
  if (at.corner != logo_corner::center) {
    box.y = is_low ? low + side - bounds.h : top;
    box.h = bounds.h;
  }
  place_logo(to, box,
             at.corner == logo_corner::center ? align::center
             : is_left                        ? align::left
                                              : align::right,
             to.scene.goes_on ? -1 : 0.3, at.opacity);
}

double padding_of(logo_plate plate, const rect& box) {
  return plate == logo_plate::none ? 0 : std::round(box.h * 0.14);
}

} // namespace

logo_plate plate_for(const picture_stats& logo, bool has_alpha, color ground) {
  if (!has_alpha)
    return logo_plate::none;
  auto worst_on = [&](color on) {
    double worst = 21;
    for (auto& [shown, share] : logo.colors)
      if (share >= main_share)
        worst = std::min(worst, contrast(shown, on));
    return worst;
  };
  if (worst_on(ground) >= least_contrast)
    return logo_plate::none;
  return worst_on(plate_color(logo_plate::light))
             >= worst_on(plate_color(logo_plate::dark))
           ? logo_plate::light
           : logo_plate::dark;
}

rect logo_bounds(scene_builder& to, const rect& box, align side) {
  auto logo = to.pictures.find(to.scene.logo);
  if (!logo)
    return {};
  auto pad = padding_of(plate_of(to), box);
  auto scale = std::min((box.w - 2 * pad) / logo->width,
                        (box.h - 2 * pad) / logo->height);
  rect out;
  out.w = std::round(logo->width * scale + 2 * pad);
  out.h = std::round(logo->height * scale + 2 * pad);
  out.x = side == align::left     ? box.x
          : side == align::center ? box.x + (box.w - out.w) / 2
                                  : box.right() - out.w;
  out.y = box.y + (box.h - out.h) / 2;
  out.x = std::round(out.x);
  out.y = std::round(out.y);
  return out;
}

bool place_logo(scene_builder& to, const rect& box, align side,
                double start, double opacity) {
  auto logo = to.pictures.find(to.scene.logo);
  if (!logo)
    return false;
  auto at = logo_bounds(to, box, side);
  auto plate = plate_of(to);
  auto pad = padding_of(plate, box);
  auto fitted = to.pictures.contain(*to.scene.logo, at.w - 2 * pad,
                                    at.h - 2 * pad);
  auto radius = std::min(to.u(std::max(8.0, to.look.radius)), at.h * 0.24);
  // Without alpha it is a tile: rounded like the film's other cards.
  auto is_tile = !logo->has_alpha;
  auto sprite = make_sprite(1, {0, 0, at.w, at.h}, [&](cairo_t* cr) {
    if (plate != logo_plate::none) {
      rounded(cr, {0, 0, at.w, at.h}, radius);
      fill(cr, plate_color(plate));
    }
    if (is_tile) {
      rounded(cr, {0, 0, at.w, at.h}, radius);
      clip(cr);
    }
    auto width = cairo_image_surface_get_width(fitted.pixels.get());
    auto height = cairo_image_surface_get_height(fitted.pixels.get());
    paint_pixels(cr, fitted.pixels.get(), std::round((at.w - width) / 2),
                 std::round((at.h - height) / 2));
  });
  to.add_upright(at, [=, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest || start < 0 ? 1.0
                                         : ramp(now.t, start, p.enter * 1.2);
    if (part <= 0)
      return;
    auto rise = (1 - out_quint(part)) * std::min(at.h * 0.2, at.w)
                * (p.rise > 0 ? 1 : 0);
    paint(cr, sprite, {at.x, std::round(at.y + rise)},
          opacity * std::min(1.0, part * 1.6));
  });
  return true;
}

bool is_wordmark(scene_builder& to) {
  auto logo = to.pictures.find(to.scene.logo);
  return logo && logo->width >= 2 * logo->height;
}

void place_corner_logo(scene_builder& to) {
  if (to.scene.logo_at)
    return place_standing_logo(to, *to.scene.logo_at);
  if (!says_whose_it_is(to.scene))
    return;
  auto wide = to.grid.shape == frame_shape::wide;
  auto height = to.u(wide ? 72 : 76);
  auto width = to.u(260);
  auto y = to.u(wide ? 64 : to.grid.upright() ? to.grid.kicker_y - 104 : 56);
  place_logo(to,
             {to.u(to.grid.width - to.grid.margin) - width,
              std::max(to.u(32), y), width, height},
             align::right, 0.3);
}

} // namespace troupe::media
