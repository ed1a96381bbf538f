/// The soft sounds at changes of scene, well below the voice. Deterministic;
/// an object belongs to one thread.
#pragma once

#include "protocol/music.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe {

class effect_player {
public:
  /// `cues` must outlive it.
  explicit effect_player(const std::vector<effect_cue>& cues);

  void rewind() { next_ = 0; }
  /// Adds to the block that begins at `at`; blocks follow each other.
  void add(uint64_t at, std::span<float> left, std::span<float> right);

private:
  struct sound {
    std::vector<float> wave;
    /// Sample that lies on the change.
    uint32_t middle = 0;
    /// From the left to the right, or in the middle.
    bool passes = false;
  };
  static sound make(effect_kind kind);
  const sound& of(effect_kind kind);

  const std::vector<effect_cue>& cues_;
  std::array<sound, 3> sounds_;
  size_t next_ = 0;
};

} // namespace troupe
