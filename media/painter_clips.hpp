/// Moving pictures in scenes: a clip from the shelf in a room of the frame, one
/// of its frames for each of the scene's. A clip that is shorter than its scene
/// begins again. Part of the painter; belongs to its thread.
#pragma once

#include "media/clip_file.hpp"
#include "media/painter_motion.hpp"
#include "media/painter_pictures.hpp"

#include <memory>
#include <vector>

namespace troupe::media {

/// A clip that is open for a scene. It remembers the first thing that went
/// wrong: what paints can't say it.
class moving_picture {
 public:
  explicit moving_picture(std::shared_ptr<clip_file> file);

  double width() const { return file_->width(); }
  double height() const { return file_->height(); }
  const error& failure() const { return failure_; }

  /// Fills a room, never distorted, at a moment of the scene.
  void paint(cairo_t* cr, const rect& room, const moment& now);
  /// Some of its frames, small, as they fill the room: to measure how bright
  /// it is under words. Taken from its whole length.
  const std::vector<fitted_picture>& samples(const rect& room);

 private:
  uint32_t number_at(const moment& now) const;
  /// The frame as a surface over the file's own pixels.
  cairo_surface_t* surface_of(uint32_t number);

  std::shared_ptr<clip_file> file_;
  surface shown_;
  error failure_;
  rect sampled_;
  std::vector<fitted_picture> samples_;
};

} // namespace troupe::media
