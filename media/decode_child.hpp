/// The other side of decode_picture() and clip_stream: the program that decodes
/// what strangers sent and may be killed for it. Reads a request from
/// descriptor 0, writes a raw picture, the frames of a clip or the words of a
/// document to 1, or one sentence to 2. Runs in a process of its own, on its
/// only thread.
#pragma once

#include "media/clip_header.hpp"
#include "media/document_text.hpp"
#include "media/picture_header.hpp"
#include "media/raw_clip.hpp"
#include "media/raw_picture.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace troupe::media {

enum class decode_kind : uint32_t { picture, clip, document };

/// What is in front of the file's bytes on descriptor 0. Both sides are the
/// same program, so it is handed over as it lies in memory.
struct decode_order {
  decode_kind what = decode_kind::picture;
  uint64_t bytes = 0;
  uint64_t cpu_seconds = 10;
  uint64_t memory_bytes = 0;
  uint32_t longest_side = raw_picture_max_side;
  picture_limits limits;
  clip_wish clip;
  clip_limits clip_limit;
  document_kind document = document_kind::pdf;
  document_limits document_limit;
};

/// Exit codes.
inline constexpr int decode_done = 0;
inline constexpr int decode_refused = 2;
inline constexpr int decode_broken = 3;

/// The whole life of the process; does not return.
[[noreturn]] void run_decode_child();

/// What the child does with the bytes: upright, premultiplied BGRA in sRGB, no
/// side longer than asked.
result<raw_picture> decode_in_this_process(std::span<const uint8_t> bytes,
                                           const picture_limits& limits,
                                           uint32_t longest_side);

/// Takes the header first, then each frame; false ends the decoding.
using clip_taker = std::function<bool(std::span<const uint8_t>)>;

/// The same for a clip; ec::cancelled when `take` wants no more.
result<void> decode_clip_in_this_process(std::span<const uint8_t> bytes,
                                         const clip_limits& limits,
                                         const clip_wish& wish,
                                         const clip_taker& take);

} // namespace troupe::media
