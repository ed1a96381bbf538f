/// How to say names that the voices' own rules get wrong: drugs and medical
/// words by list, drugs nobody has listed by the endings that the WHO gives
/// their families. Data and pure functions; any thread.
#pragma once

#include <span>
#include <string_view>

namespace troupe {

/// flite's addenda format: "word : phones", stress 0 or 1 on vowels.
std::span<const char* const> speech_lexicon();

/// The ending of a family of drugs.
struct drug_ending {
  std::string_view letters;
  std::string_view phones;
  /// Whether the stress lies on the last vowel before the ending; it is in
  /// `phones` otherwise.
  bool stress_before = false;
};

/// The longest ending of a lower-case word, null when it doesn't look like a
/// drug's name.
const drug_ending* drug_ending_of(std::string_view word);

} // namespace troupe
