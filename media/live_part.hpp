/// Fragments of a film for players that begin before it is done (HLS with
/// fMP4): the same packets as in the film, stamped with the film's times. A
/// fragment depends on its scene, its place and the sound track only, so
/// fragments can be written in any order, by any thread or process; the same
/// inputs give the same bytes. Blocking (a few milliseconds); any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/film_format.hpp"

#include <cstdint>
#include <filesystem>

namespace troupe {

struct live_part {
  film_format format;
  /// Made by encode_segment.
  std::filesystem::path segment;
  /// Made by encode_sound, for the whole film.
  std::filesystem::path soundtrack;
  /// 0, 1, 2, ... in the film's order.
  uint32_t number = 0;
  /// Of the segment, in the film.
  uint32_t first_frame = 0;
  uint32_t frames = 0;
  /// Of the whole film.
  uint32_t film_frames = 0;
};

/// What a player needs to know before any fragment (EXT-X-MAP). `part` may be
/// any of the film.
result<void> write_live_head(const live_part& part,
                             const std::filesystem::path& out);

/// Pictures and sound of one segment. `out` is written in place: give it a
/// name that nobody looks at yet.
result<void> write_live_part(const live_part& part,
                             const std::filesystem::path& out);

} // namespace troupe
