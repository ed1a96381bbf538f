/// Everything by which items put pixels into a frame. What is painted through
/// here can be listed first, so that a frame costs only what is new in it;
/// items therefore call nothing of Cairo that paints or clips by itself (the
/// names are poisoned in painter_scene.hpp). On any other context (sprites)
/// these paint at once. Any thread; a context belongs to one.
///
/// Rules for items: the same moment gives the same calls in the same order;
/// surfaces live as long as the item and don't change; a source is set under
/// the transformation under which it is used.
#pragma once

#include "media/painter_canvas.hpp"

namespace troupe::media {

/// The current path with the current source; the path is gone afterwards.
void fill(cairo_t* cr);
void stroke(cairo_t* cr);
/// Everything within the clip.
void flood(cairo_t* cr);
/// The current source through the alpha of a surface.
void mask(cairo_t* cr, cairo_surface_t* shape, double x, double y);
/// Pixels as they are, their top left at a point of the user space.
void paint_pixels(cairo_t* cr, cairo_surface_t* pixels, double x, double y,
                  double alpha = 1);
/// Pixels turned, scaled or moved by parts of a pixel: as the user space is.
void paint_smooth(cairo_t* cr, cairo_surface_t* pixels, double x, double y,
                  double alpha = 1);
/// Pixels that change from frame to frame.
struct changing_pixels {
  int width = 0;
  int height = 0;
  /// Stands for what they show: the same number, the same pixels.
  uint64_t version = 0;
  /// Gives them when they are wanted, or null for none; valid until the next
  /// call.
  std::function<cairo_surface_t*()> now;
};
/// As paint_smooth; their edges go on beyond them.
void paint_changing(cairo_t* cr, const changing_pixels& x, double left,
                    double top);
/// Until the next cairo_restore nothing shows outside of the path.
void clip(cairo_t* cr);
/// What `draw` paints, as a whole with an alpha.
void faded(cairo_t* cr, double alpha, const drawing& draw);
/// What `draw` paints, through the alpha of a pattern.
void through(cairo_t* cr, cairo_pattern_t* owned, const drawing& draw);

} // namespace troupe::media
