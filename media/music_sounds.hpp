/// The instruments as waves: each sound is synthesised once, for a pitch, and
/// played as often as the score asks. A sum of a few partials or a little
/// noise: no samples of others. Deterministic; an object belongs to one
/// thread and grows to about 20 MB.
#pragma once

#include "media/music_score.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace troupe {

struct music_sound {
  std::vector<float> wave; ///< mono, 48 kHz
  /// Goes round without a seam for as long as the note is held.
  bool loops = false;
  uint32_t attack = 0;  ///< samples
  uint32_t release = 0; ///< samples
  float level = 0;
  /// Share that goes into the room.
  float send = 0;
  /// Rings by itself; the note's length means nothing.
  bool rings = false;
};

class sound_bank {
public:
  const music_sound& of(const note& x);

private:
  /// Instrument and pitch (grain, length) of what is kept.
  std::map<uint64_t, std::unique_ptr<const music_sound>> kept_;
};

} // namespace troupe
