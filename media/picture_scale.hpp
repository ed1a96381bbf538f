/// Scales pictures with a good filter (Catmull-Rom, widened where it shrinks),
/// in integers, so that every machine gives the same pixels. Not for every
/// frame: pictures are scaled once and then moved. Pure; any thread.
#pragma once

#include "media/raw_picture.hpp"

namespace troupe::media {

/// Part of a picture, in its pixels.
struct picture_part {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;
};

/// That part at a new size; `out` has rows of `stride` bytes. The part is kept
/// within the picture; sizes are at least 1.
void scale_picture(const bgra_view& from, const picture_part& part,
                   uint32_t width, uint32_t height, uint8_t* out,
                   size_t stride);

/// All of it.
raw_picture scaled(const raw_picture& from, uint32_t width, uint32_t height);

} // namespace troupe::media
