/// What a clip says of itself before anybody decodes it: its container by its
/// first bytes (never by name), whether it is whole, and that it refers to
/// nothing outside of itself. Reads bytes that anybody may have made;
/// allocates nothing. Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <span>

namespace troupe::media {

enum class clip_format : uint8_t {
  mp4,  ///< ISO base media: MP4, M4V, MOV
  webm,
};

/// What is refused before or while decoding.
struct clip_limits {
  size_t bytes = 64 * 1024 * 1024;
  uint32_t side = 4096;
  /// 4096 x 2304: the largest frames that phones record.
  uint64_t pixels = 9'437'184;
  /// The whole clip, also what is not shown of it.
  uint32_t seconds = 600;
};

/// invalid_argument with a sentence about "the clip": empty, too large,
/// neither MP4, MOV nor WebM, cut off, with parts in other files.
result<clip_format> read_clip_header(std::span<const uint8_t> bytes,
                                     const clip_limits& limits = {});

} // namespace troupe::media
