/// What is wanted of a clip, and the form in which its frames come out of the
/// child that decodes it: 32 bytes of header, then planes of I420, BT.709,
/// limited range, without gaps. Values; any thread.
#pragma once

#include "protocol/error.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace troupe::media {

/// Handed over as it lies in memory: both sides are the same program.
struct clip_wish {
  /// The room that the clip may fill, in pixels.
  uint32_t width = 1280;
  uint32_t height = 720;
  /// Frames a second, and how many at most.
  uint32_t fps = 30;
  uint32_t frames = 1;
  /// What is left out at its beginning.
  uint64_t start_us = 0;
  /// What must stay in sight when the room has another shape, 0..1.
  double focus_x = 0.5;
  double focus_y = 0.5;
  /// 1: fills the room in any case; 0: takes one side of it (clip_room.hpp)
  /// when it would lose more than half.
  uint32_t fills = 0;
};

struct raw_clip {
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t frames = 0;

  size_t frame_bytes() const { return size_t{width} * height * 3 / 2; }
};

inline constexpr size_t raw_clip_header_size = 32;
/// No side of decoded frames is longer; the shortest is what encoders take.
inline constexpr uint32_t raw_clip_max_side = 4096;
inline constexpr uint32_t raw_clip_min_side = 16;

std::array<uint8_t, raw_clip_header_size> raw_header_of(const raw_clip& x);

/// media_failed for anything but a header of ours within the limits.
result<raw_clip> read_raw_clip_header(std::span<const uint8_t> bytes);

} // namespace troupe::media
