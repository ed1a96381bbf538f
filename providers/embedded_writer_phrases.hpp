/// What of spoken words is worth showing: a key phrase, a list, a quote, an
/// address, a call to action. All of it is taken from the words; nothing is
/// added. Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "providers/embedded_writer_structure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

/// The part of the words that says most in at most so many code points: a
/// short sentence, or a clause of a longer one. `pick` chooses between equals.
/// Empty when there is none, as for unspaced scripts in long sentences.
std::string key_phrase(const std::vector<std::string>& sentences,
                       size_t max_length, size_t pick);

/// "light, tight and dry": three or four things with the words they are said
/// by; empty when the sentence lists none.
std::vector<key_point> listed(std::string_view sentence);

/// What stands in "quotes" and is a sentence of at least four words.
std::string quote_in(std::string_view text);

struct web_address {
  /// As it is written: "northway.example/start".
  std::string text;
  std::string url;
};

/// The first address of the web; empty texts when there is none.
web_address address_in(std::string_view text);

/// A sentence that asks the viewer to do something, short enough for a
/// button; empty when it doesn't.
std::string call_to_action(std::string_view sentence);

} // namespace troupe::writing
