/// Pixels of a decoded picture, and the one form in which they rest in files
/// and go through pipes: 32 bytes of header, then rows. Our own form, so that
/// nothing that draws a film ever parses what a user sent. Values; any thread.
#pragma once

#include "media/picture_view.hpp"
#include "protocol/error.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::media {

struct raw_picture {
  uint32_t width = 0;
  uint32_t height = 0;
  /// Some pixel is not opaque.
  bool has_alpha = false;
  /// BGRA, premultiplied, rows without gaps.
  std::vector<uint8_t> pixels;

  size_t stride() const { return size_t{width} * 4; }
  bgra_view view() const { return {pixels.data(), stride(), width, height}; }
};

/// No side of a raw picture is longer: what a 2160p frame needs.
inline constexpr uint32_t raw_picture_max_side = 3840;

inline constexpr size_t raw_header_size = 32;

std::array<uint8_t, raw_header_size> raw_header_of(const raw_picture& x);

/// A picture of that size with room for its pixels; media_failed for anything
/// but a header of ours within the limits.
result<raw_picture> read_raw_header(std::span<const uint8_t> bytes);

} // namespace troupe::media
