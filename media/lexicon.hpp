/// How to say names that the voices' own rules get wrong: drugs and medical
/// words. Data; any thread.
#pragma once

#include <span>

namespace troupe {

/// flite's addenda format: "word : phones", stress 0 or 1 on vowels.
std::span<const char* const> speech_lexicon();

} // namespace troupe
