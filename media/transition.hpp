/// Pictures of one scene giving way to those of the next: what lies between
/// two segments when both scenes are seen at once. Works on the encoder's
/// planes in whole numbers, so that every machine gives the same bytes. The
/// source belongs to the thread that calls it.
#pragma once

#include "media/frame.hpp"
#include "protocol/film_format.hpp"
#include "protocol/transition.hpp"

namespace troupe {

struct transition_request {
  /// crossfade, slide or wipe.
  transition_kind kind = transition_kind::crossfade;
  film_format format;
  /// Length, 2 to 120.
  uint32_t frames = 15;
};

/// Frame n shows frame n of both: `from` gives the last frames of the scene
/// that leaves, `to` the first of the one that comes, both counted from 0.
/// Neither end repeats a neighbour: frame 0 has moved already, the last one is
/// still on its way. ec::invalid_argument for a kind without frames of its own
/// and for a length out of range.
result<frame_source> transition_source(const transition_request& request,
                                       frame_source from, frame_source to);

} // namespace troupe
