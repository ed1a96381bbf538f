/// What a picture says of itself before anybody decodes it: its format by its
/// first bytes (never by name or declared type), its size, how it lies. Reads
/// bytes that anybody may have made; allocates nothing. Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <span>

namespace troupe::media {

enum class picture_format : uint8_t { png, jpeg, webp };

struct picture_header {
  picture_format format = picture_format::png;
  /// As stored; with an orientation from 5 on, width and height change places
  /// for the eye.
  uint32_t width = 0;
  uint32_t height = 0;
  /// EXIF: 1 upright, 2 mirrored, 3 upside down, ... 8.
  int orientation = 1;
};

/// What is refused before decoding.
struct picture_limits {
  size_t bytes = 20 * 1024 * 1024;
  uint64_t pixels = 40'000'000;
  uint32_t side = 12'000;
};

/// invalid_argument with a sentence about "the picture": empty, too large, not
/// PNG, JPEG or WebP, animated, cut off, of no size.
result<picture_header> read_picture_header(std::span<const uint8_t> bytes,
                                           const picture_limits& limits = {});

} // namespace troupe::media
