/// Turns pictures as their camera was held. Pure; any thread.
#pragma once

#include "media/raw_picture.hpp"

namespace troupe::media {

/// `orientation` as EXIF counts: 1 upright, 3 turned by half, 6 turned right,
/// 8 turned left, the others mirrored. What is none of 1 to 8 is upright.
raw_picture upright(raw_picture x, int orientation);

} // namespace troupe::media
