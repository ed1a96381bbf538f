/// The kinds of piece there are (protocol/piece.hpp). Plain values; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string_view>

namespace troupe {

/// Who makes it.
enum class piece_kind : uint8_t {
  scenes,     ///< writer: payload -> scenes data
  script,     ///< writer: scenes -> script data
  still,      ///< painter: one preview picture of a scene
  motion,     ///< painter: a short moving preview of a scene
  narration,  ///< narrator: words -> speech and word times
  segment,    ///< painter + encoder: one scene's video packets
  music,      ///< composer: mood + seed + scenes -> the bed under the voice
  soundtrack, ///< mixer: narrations + music -> one audio track
  film,       ///< muxer: segments + soundtrack -> the film's files
  transition, ///< painters + encoder: the frames two scenes share
  animatic,   ///< the narrations over stills, small: a film to judge early
  live,       ///< opens the list that plays while the film is rendered
  picture,    ///< a child process: what a person sent -> pixels of our own form
  clip,       ///< the same for moving pictures
  delivery,   ///< the film once more, in another container
};

std::string_view to_string(piece_kind x);
result<piece_kind> parse_piece_kind(std::string_view text);

} // namespace troupe
