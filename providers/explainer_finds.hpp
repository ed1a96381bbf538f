/// What a sentence offers to the eye: a definition, a step, a date, a series, a
/// comparison, somebody's words. Used by the explainer's writer only. Pure; any
/// thread.
#pragma once

#include "providers/embedded_writer_structure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

/// The words before the verb, when they are few and name something: "The
/// chlorophyll absorbs light" -> "The chlorophyll". Empty otherwise.
std::string subject_of(std::string_view sentence);

/// Does it say what the topic is? "Photosynthesis is the way ..."
bool defines(std::string_view sentence, std::string_view topic);

/// "Vaccination is a way to ...": the first sentence may define by itself.
bool defines_itself(std::string_view sentence);

/// Numbers in a sentence; more than two are a calculation.
size_t numbers_in(std::string_view sentence);

/// Place in a sequence that the first words tell: 1 for "First", 2 for "Then",
/// "Next", "Second", 3 for "Finally"; 0 for none.
int step_of(std::string_view sentence);
/// The step without that word.
std::string without_step_word(std::string_view sentence);

struct dated {
  std::string when;
  std::string what;
};
/// "In 1789, the Bastille fell" -> {"1789", "The Bastille fell"}; an empty
/// `when` when it has no date at its beginning or end.
dated date_of(std::string_view sentence);

struct series {
  /// What the items are: "Three kinds of rock".
  std::string title;
  std::vector<std::string> items;
};
/// "The main gases are nitrogen, oxygen and argon." At least three items.
series series_of(std::string_view sentence);

struct contrast {
  std::string left;
  std::string left_says;
  std::string right;
  std::string right_says;
};
/// "Mitosis makes two cells, while meiosis makes four." Empty when it is none.
contrast contrast_of(std::string_view sentence);

struct quotation {
  std::string text;
  std::string by;
};
quotation quotation_of(std::string_view sentence);

/// What of a sentence fits a row: all of it, or its first thought; empty when
/// that is too long. Half a thought would be another one.
std::string row_of(std::string_view sentence);
/// The same, or as many words as fit and an ellipsis.
std::string cut_row(std::string_view sentence);
inline constexpr size_t row_length = 84;

/// Most words are none of English.
bool is_foreign(std::string_view text);

} // namespace troupe::writing
