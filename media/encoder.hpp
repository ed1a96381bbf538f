/// Encodes one scene into a segment: an MP4 with a single H.264 track that
/// plays by itself and can be joined with its neighbours by copying packets.
/// Closed GOPs, BT.709; the same frames give the same bytes. Blocking, one
/// thread a call; any thread, several at once.
#pragma once

#include "media/frame.hpp"
#include "media/progress.hpp"
#include "protocol/error.hpp"
#include "protocol/film_format.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace troupe {

/// What the file is for.
enum class coding_aim : uint8_t {
  show, ///< to be seen, as small as it can be
  keep, ///< to be read back frame by frame and encoded again: hardly any loss,
        ///< key frames close to each other, no frame depends on a later one
};

/// Frames from one key frame to the next in what is kept.
constexpr uint32_t kept_key_distance(uint32_t fps) {
  return fps < 4 ? 1 : fps / 2;
}

struct segment_request {
  film_format format;
  /// Length, at least 1.
  uint32_t frames = 0;
  coding_aim aim = coding_aim::show;
};

struct segment_info {
  uint32_t frames = 0;
  uint64_t bytes = 0;
};

/// Written beside `out` (".mp4") and renamed. ec::cancelled within a frame.
result<segment_info> encode_segment(const segment_request& request,
                                    const frame_source& source,
                                    const std::filesystem::path& out,
                                    std::stop_token stop = {},
                                    const media_progress& progress = {});

} // namespace troupe
