/// Wishes that are one word: "shorter", "too fast", "less formal", "a deeper
/// voice", "calm music", "no captions", "blue". Used by feedback*.cpp only.
/// Pure; any thread.
#pragma once

#include "protocol/feedback.hpp"
#include "protocol/feedback_tokens.hpp"

#include <vector>

namespace troupe::feedback_detail {

/// What an attribute is said of.
enum class subject : uint8_t {
  film,
  voice,
  music,
  captions,
  text,
  colour,
  motion,
  tone,
  title,
};

subject subject_of(token_span words);

/// The attribute directives in the words, without targets. `loose` accepts
/// bare adjectives, as in the second half of "make it short and blue".
std::vector<directive> read_attributes(token_span words, bool loose);

} // namespace troupe::feedback_detail
