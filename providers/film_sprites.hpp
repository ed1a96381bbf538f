/// The strip of small pictures that players show over their time line: one
/// sheet (sprites.jpg) and which part of it stands for which time
/// (sprites.vtt, "sprites.jpg#xywh=..."). Put together from what was taken
/// while the segments were encoded. Blocking; any thread.
#pragma once

#include "protocol/piece_spec.hpp"
#include "providers/piece_works.hpp"

namespace troupe {

/// Into the bench's folder.
result<void> write_sprites(const film_spec& film, const piece_job& job,
                           const workbench& bench);

} // namespace troupe
