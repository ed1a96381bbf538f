/// Pixels that somebody else owns. Valid as long as the owner says; any
/// thread that the owner allows.
#pragma once

#include <cstddef>
#include <cstdint>

namespace troupe::media {

/// Premultiplied BGRA, 8 bits a channel (Cairo's ARGB32 on little endian).
/// Alpha is 255 in every frame that a painter gives.
struct bgra_view {
  const uint8_t* data = nullptr;
  /// Bytes from one row to the next.
  size_t stride = 0;
  uint32_t width = 0;
  uint32_t height = 0;
};

/// Planes to be written: full-size luma, chroma of half width and height.
/// What reads them afterwards gets an i420_view (frame.hpp).
struct i420_target {
  uint8_t* y = nullptr;
  uint8_t* u = nullptr;
  uint8_t* v = nullptr;
  size_t y_stride = 0;
  size_t u_stride = 0;
  size_t v_stride = 0;
};

} // namespace troupe::media
