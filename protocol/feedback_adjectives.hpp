/// The adjectives of feedback and what they ask for. Used by feedback*.cpp
/// only. Pure; any thread.
#pragma once

#include "protocol/feedback.hpp"

#include <string_view>

namespace troupe::feedback_detail {

enum class adjective_form : uint8_t {
  plain,       ///< "short": needs "make", "too", "more" beside it
  comparative, ///< "shorter": a wish by itself
  complaint,   ///< "boring": always asks for the opposite
};

struct adjective {
  std::string_view word;
  directive_kind kind;
  /// What "less", "too" or a complaint asks for.
  directive_kind opposite;
  adjective_form form;
};

/// The adjective, also with a letter missing, too many or swapped in long
/// words; null when it is none.
const adjective* find_adjective(std::string_view word);

} // namespace troupe::feedback_detail
