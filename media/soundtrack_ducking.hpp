/// How far the music steps back for the voice, known ahead from the times of
/// the words. Pure but for its place on the time line; an object belongs to
/// one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace troupe {

/// From first to last sample of continuous speech.
struct speech_span {
  uint64_t start = 0;
  uint64_t end = 0;
};

/// Sorted and joined where the music would not come back in between.
std::vector<speech_span> joined_spans(std::vector<speech_span> spans);

class ducking {
public:
  /// `spans` from joined_spans.
  explicit ducking(std::vector<speech_span> spans);

  /// Decibels (0 .. -11) at a sample; asked for with rising positions.
  double at(uint64_t sample);

private:
  std::vector<speech_span> spans_;
  size_t next_ = 0;
};

} // namespace troupe
