/// From written text to words a simple voice can say: numbers, units, money,
/// dates, ranges, abbreviations, roman numerals, accents. Every displayed word
/// keeps the spoken words made of it, so that times can be mapped back. Pure;
/// any thread.
#pragma once

#include "protocol/pronunciations.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// One word as displayed, with its punctuation.
struct speech_word {
  std::string display;
  /// What to say: lower-case ASCII words (letters and apostrophes only). May
  /// be empty (a dash by itself): such a word takes no time.
  std::vector<std::string> spoken;
  /// ',' ';' ':' or '-' when a short break follows, else 0.
  char stop = 0;

  bool operator==(const speech_word&) const = default;
};

/// What is spoken in one breath.
struct speech_sentence {
  std::vector<speech_word> words;
  /// '.', '!', '?', '\n' for the end of a paragraph, or ',' when a sentence was
  /// too long and had to be split.
  char end = '.';

  bool operator==(const speech_sentence&) const = default;
};

/// At most so many spoken characters in one sentence: keeps the time between
/// two looks at a stop token short.
inline constexpr size_t sentence_max_chars = 320;

/// Bytes that are not UTF-8 and control characters count as spaces. Words with
/// a respelling in the lexicon are said as it says.
std::vector<speech_sentence>
prepare_speech(std::string_view text, const pronunciations& lexicon = {});

/// Words for a number as written ("1,250.5", "-3", "1/2"); empty if it isn't.
std::vector<std::string> number_words(std::string_view text);

} // namespace troupe
