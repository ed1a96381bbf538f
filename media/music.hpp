/// The music under a film: composed from a mood and a seed, played by small
/// synthesised instruments, streamed block by block. The same arguments give
/// the same samples. An object belongs to one thread.
#pragma once

#include "media/music_score.hpp"
#include "media/music_synth.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace troupe {

class music_bed {
public:
  /// `sections` are sample positions at which the arrangement may change, in
  /// order. An unknown mood is silence.
  music_bed(std::string_view mood, uint64_t seed, uint64_t samples,
            std::vector<uint64_t> sections);

  bool is_silent() const { return score_.is_silent(); }
  /// The next samples, 48 kHz; both spans of the same size.
  void render(std::span<float> left, std::span<float> right);

private:
  music_score score_;
  ensemble players_;
  reverb room_;
  std::vector<note> coming_;
  uint32_t next_bar_ = 0;
  uint64_t at_ = 0;
};

} // namespace troupe
