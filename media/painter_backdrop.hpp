/// A picture or clip behind a whole scene, with a shade under the words as
/// strong as this one needs it, and words upon it. Part of the painter; any thread
/// that has its own builder.
#pragma once

#include "media/painter_clips.hpp"
#include "media/painter_scene.hpp"

namespace troupe::media {

class backdrop {
 public:
  /// Adds the scene's clip, or its picture, over a part of the frame; there
  /// must be one.
  backdrop(scene_builder& to, const rect& room);

  /// Darkens the bottom of the frame under an area of words, in a soft slope
  /// above it.
  void shade_bottom(const rect& area);
  /// Darkens the side of the frame on which the area lies.
  void shade_side(const rect& area);

  const picture_inks& inks() const { return inks_; }
  /// The picture's subject is on the left: words go to the right.
  bool subject_is_left() const { return subject_is_left_; }

 private:
  void add_picture();
  void add_clip();
  /// How dark it has to be under an area as the viewer sees it.
  double shade_for(const rect& seen) const;
  void add_shade(const rect& area, const rect& room, point from, point to);

  scene_builder& to_;
  std::shared_ptr<moving_picture> clip_;
  fitted_picture picture_;
  rect room_;
  picture_inks inks_;
  bool subject_is_left_ = false;
};

/// What a scene shows behind its words: its clip when that can be read, else
/// its picture, else nothing.
const composed_picture* shown_behind(scene_builder& of);
/// Width by height of that; 0 for nothing.
double shape_behind(scene_builder& of);

/// The whole frame, and what shows when a leaving scene rises.
rect whole_frame(const scene_builder& of);

/// Headline, rows and credit of a scene, one below the other, with room for
/// its kicker above them.
struct picture_words {
  text_block title;
  std::vector<text_block> rows;
  text_block credit;
  double width = 0;
  double height = 0;
};

picture_words set_picture_words(scene_builder& to, double width,
                                double height);
void place_picture_words(scene_builder& to, const picture_words& x,
                         const picture_inks& inks, double left, double top);

/// A kicker with its rule that keeps to a column, in two lines if it must.
double column_kicker_height(scene_builder& to, double width);
/// Places it; the y below it.
double place_column_kicker(scene_builder& to, double left, double y,
                           double width, color tint);

} // namespace troupe::media
