/// The ground of a film: soft light, rendered once on a surface larger than
/// the frame and panned by whole pixels. Belongs to its painter's thread.
#pragma once

#include "media/painter_canvas.hpp"
#include "media/painter_marks.hpp"
#include "media/picture_view.hpp"

namespace troupe::media {

class scene_builder;

class background {
 public:
  explicit background(const scene_builder& of);

  /// Where the frame's top left lies at a part (0..1) of the scene, even
  /// pixels. Ends where the next scene of the film begins, however long this
  /// one is.
  point offset_at(double part) const;

  /// Copies a part of the ground into a frame.
  void copy(cairo_surface_t* frame, point offset, const pixel_box& box) const;
  /// Copies all of it into a frame's planes: what converting it would give,
  /// for less.
  void copy_planes(const i420_target& frame, point offset);

  const surface& pixels() const { return pixels_; }

 private:
  void convert();

  surface pixels_;
  point from_;
  point to_;
  size_t width_ = 0;
  size_t height_ = 0;
  /// Y, U and V of pixels_, one after the other; empty until they are wanted.
  std::vector<uint8_t> planes_;
};

} // namespace troupe::media
