/// Speaks text with the voices that come with flite: 48 kHz mono samples and
/// the exact time of every word. The same request gives the same samples in
/// every process, thread and order. Blocking (about 1/100 of the time the
/// speech takes); any thread, several at once.
#pragma once

#include "media/progress.hpp"
#include "protocol/error.hpp"
#include "protocol/film_style.hpp"
#include "protocol/pronunciations.hpp"
#include "protocol/timeline.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Longest text of one narration, in bytes: about ten minutes of speech.
inline constexpr size_t narration_max_bytes = 10'000;

struct narration_request {
  /// UTF-8 as people write it: numbers, units, money, abbreviations and drug
  /// names are turned into words here. Markup has no meaning.
  std::string text;
  voice_style voice;
  /// How some words are said, before everything that is known here.
  pronunciations lexicon = {};
};

struct narration {
  uint32_t sample_rate = 48'000;
  /// Mono, as it goes into the mix: through the voice chain, at
  /// narration_lufs. Empty when the text holds nothing to say.
  std::vector<int16_t> samples;
  /// The words as written, punctuation kept, from the start of the samples;
  /// one for each word of the text, in order, never overlapping.
  std::vector<spoken_word> words;

  /// Rounded to the microsecond.
  std::chrono::microseconds duration() const;
};

/// ec::invalid_argument names the field (text too long, unknown voice, rate,
/// pause or pitch out of range); ec::cancelled within one sentence (20-40 ms).
result<narration> narrate(const narration_request& request,
                          std::stop_token stop = {},
                          const media_progress& progress = {});

/// Where a voice comes from, and its licence by its SPDX name.
struct voice_source {
  std::string_view name;
  std::string_view source;
  std::string_view licence;
};
std::span<const voice_source> voice_sources();

/// Names that voice_style.voice may have.
const std::vector<std::string_view>& narrator_voices();

} // namespace troupe
