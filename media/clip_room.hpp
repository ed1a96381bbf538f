/// How much of a frame moving or still pictures take: all of it, or one side
/// when they would lose more than half. Pure; any thread.
#pragma once

#include <algorithm>
#include <cmath>

namespace troupe::media {

/// Below this a picture loses too much when it fills the frame.
inline constexpr double least_share = 0.45;

/// How much of a picture can be seen when it fills a room, by both shapes
/// (width / height).
inline double share_seen(double picture, double room) {
  return std::min(picture, room) / std::max(picture, room);
}

struct room_size {
  double w = 0;
  double h = 0;
};

/// One side of a frame, for a picture of another shape: a column in a wide
/// frame, a band on top of an upright one. Pixels.
inline room_size room_beside(double picture, room_size frame, bool is_wide) {
  if (is_wide) {
    auto share = std::clamp(picture * frame.h / frame.w, 0.34, 0.46);
    return {std::round(frame.w * share), frame.h};
  }
  return {frame.w, std::round(std::clamp(frame.w / picture, frame.h * 0.34,
                                         frame.h * 0.46))};
}

} // namespace troupe::media
