/// How sentences sound: contractions, plain words, formal words. Used by
/// embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "providers/embedded_writer_facts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

/// "It is not" -> "It isn't"; never before a mark ("what it is.").
std::string contracted(std::string text);
/// "isn't" -> "is not".
std::string expanded(std::string text);
bool has_contraction(std::string_view text);

/// Long words by short ones that mean the same, asides in brackets left out.
/// Words in `keep` stay.
std::string in_plain_words(std::string text,
                           const std::vector<std::string>& keep);
/// Everyday words by formal ones, no exclamation marks.
std::string in_formal_words(std::string text,
                            const std::vector<std::string>& keep);
std::string in_friendly_words(std::string text,
                              const std::vector<std::string>& keep);

/// The text in the film's manner.
std::string in_manner(std::string text, manner sound, bool simple,
                      const std::vector<std::string>& keep);

} // namespace troupe::writing
