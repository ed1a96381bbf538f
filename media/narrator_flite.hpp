/// The one place where flite is called. Its voices, lexicon and reference
/// counts are shared and not atomic, so every call holds one lock: an
/// utterance at a time in this process (a sentence takes 20-40 ms, speech is
/// 100 times faster than real time). Its vocoder draws noise from libc's
/// rand(); narrator_noise.cpp answers those calls with a fixed sequence, which
/// makes samples depend on the request alone. Any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// flite's voices here all speak at this rate.
inline constexpr uint32_t flite_rate = 16'000;

struct token_time {
  double start = 0; ///< seconds
  double end = 0;
};

struct utterance_request {
  std::string_view voice;
  /// Spoken words: letters and apostrophes, punctuation behind.
  std::vector<std::string> tokens;
  /// Entries in flite's addenda format that beat every other.
  std::vector<std::string> lexicon;
  /// Above 1 is slower.
  double stretch = 1;
  /// Semitones above the voice's own pitch.
  double pitch = 0;
  /// Semitones by which the sentence falls from its first word to its last.
  double fall = 0;
  /// Semitones that the end of the sentence goes up (a question) or down.
  double last_move = 0;
};

struct utterance_sound {
  std::vector<int16_t> samples;
  /// One for each token.
  std::vector<token_time> times;
  /// What was spoken, pauses left out, without stress: "l", "ih", "s", ...
  std::vector<std::string> phones;
};

/// The silence that flite puts around an utterance is cut off but for a
/// breath; times are those of the cut samples.
result<utterance_sound> speak_utterance(const utterance_request& request);

} // namespace troupe
