/// Signs for addresses of all kinds: a pin, a telephone, a globe, a clock.
/// Pure drawing; any thread.
#pragma once

#include "media/painter_canvas.hpp"

namespace troupe::media {

enum class contact_sign : uint8_t { pin, clock, phone, globe };

/// Lines within a square of `size` around the center.
void draw_sign(cairo_t* cr, contact_sign what, point center, double size,
               color ink, double alpha = 1);

/// The outline of a map's pin: its point at (0, 0), its head above, 1 high.
void pin_path(cairo_t* cr);

} // namespace troupe::media
