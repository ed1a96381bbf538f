/// Wishes that hold words of the reviewer: mention X, remove X, replace X with
/// Y, the title, the tone, scenes to add or remove. Used by feedback*.cpp
/// only. Pure; any thread.
#pragma once

#include "protocol/feedback.hpp"
#include "protocol/feedback_tokens.hpp"

#include <optional>
#include <string_view>

namespace troupe::feedback_detail {

struct worded_wish {
  directive wish;
  /// What follows after "and" or a comma still belongs to it.
  bool open = false;
};

/// The wish that the words begin with, or nothing. `text` is the whole
/// feedback: arguments are cut from it verbatim.
std::optional<worded_wish> read_worded(token_span words, std::string_view text);

/// The verb of a replacement whose second half is still to come: "say quick
/// [and easy instead of fast]".
bool awaits_second_half(token_span words);
bool holds_second_half(token_span words);

/// The text of the tokens as written, without polite words at its ends.
std::string argument_of(token_span words, std::string_view text);

/// Cuts "in scene 2", "at the end" off the end of the tokens.
std::vector<scene_target> take_trailing_target(token_span& words);

} // namespace troupe::feedback_detail
