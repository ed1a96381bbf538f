/// What a picture is like: how light, which colours. Looks at some ten
/// thousand pixels of any picture, in integers, so that equal pictures give
/// equal answers. Pure; any thread.
#pragma once

#include "media/raw_picture.hpp"
#include "media/theme.hpp"

#include <vector>

namespace troupe::media {

struct picture_color {
  color shown;
  /// Of the pixels that can be seen, 0..1.
  double share = 0;
};

struct picture_stats {
  /// WCAG's relative luminance, mean over what can be seen.
  double luminance = 0;
  /// How much of the picture can be seen, 0..1.
  double coverage = 1;
  /// At most 5, the most frequent first; alike ones are one.
  std::vector<picture_color> colors;
};

picture_stats stats_of(const bgra_view& picture);

/// How far a colour is from grey, 0..1.
double chroma(color x);
/// "#rrggbb"
std::string hex_of(color x);

} // namespace troupe::media
