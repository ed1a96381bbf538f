#include "media/painter_signs.hpp"

#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double turn = 2 * std::numbers::pi;

void clock_path(cairo_t* cr) {
  circle(cr, {0, 0}, 0.40);
  cairo_move_to(cr, 0, -0.22);
  cairo_line_to(cr, 0, 0.02);
  cairo_line_to(cr, 0.16, 0.12);
}

void phone_path(cairo_t* cr) {
  rounded(cr, {-0.24, -0.42, 0.48, 0.84}, 0.10);
  cairo_move_to(cr, -0.07, 0.28);
  cairo_line_to(cr, 0.07, 0.28);
}

void globe_path(cairo_t* cr) {
  circle(cr, {0, 0}, 0.40);
  cairo_new_sub_path(cr);
  cairo_save(cr);
  cairo_scale(cr, 0.45, 1);
  cairo_arc(cr, 0, 0, 0.40, 0, turn);
  cairo_restore(cr);
  cairo_move_to(cr, -0.38, -0.13);
  cairo_line_to(cr, 0.38, -0.13);
  cairo_move_to(cr, -0.38, 0.13);
  cairo_line_to(cr, 0.38, 0.13);
}

} // namespace

void pin_path(cairo_t* cr) {
  constexpr double radius = 0.34;
  constexpr double middle = -0.66;
  // Where the sides of the tip touch the head.
  auto spread = std::acos(radius / -middle);
  auto from = turn / 4 + spread;
  auto until = turn / 4 - spread;
  cairo_new_path(cr);
  cairo_move_to(cr, 0, 0);
  cairo_line_to(cr, radius * std::cos(from), middle + radius * std::sin(from));
  cairo_arc(cr, 0, middle, radius, from, until + turn);
  cairo_close_path(cr);
}

void draw_sign(cairo_t* cr, contact_sign what, point center, double size,
               color ink, double alpha) {
  cairo_save(cr);
  cairo_translate(cr, center.x, center.y);
  cairo_scale(cr, size, size);
  cairo_new_path(cr);
  switch (what) {
    case contact_sign::pin:
      cairo_save(cr);
      cairo_translate(cr, 0, 0.46);
      cairo_scale(cr, 0.92, 0.92);
      pin_path(cr);
      circle(cr, {0, -0.66}, 0.13);
      cairo_restore(cr);
      break;
    case contact_sign::clock: clock_path(cr); break;
    case contact_sign::phone: phone_path(cr); break;
    case contact_sign::globe: globe_path(cr); break;
  }
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  stroke(cr, ink, 0.085, alpha);
  cairo_restore(cr);
}

} // namespace troupe::media
