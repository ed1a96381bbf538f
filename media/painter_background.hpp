/// The ground of a film: soft light, rendered once on a surface larger than
/// the frame and panned by whole pixels. Belongs to its painter's thread.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

class background {
 public:
  explicit background(const scene_builder& of);

  /// Where the frame's top left lies at a part (0..1) of the scene. Ends
  /// where the next scene of the film begins, however long this one is.
  point offset_at(double part) const;

  /// Copies the ground into a frame.
  void copy(cairo_surface_t* frame, point offset) const;

  const surface& pixels() const { return pixels_; }

 private:
  surface pixels_;
  point from_;
  point to_;
};

} // namespace troupe::media
