/// Formulas in a text: where they stand, how the painter writes them and how a
/// voice says them. Used by the explainer's writer only. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

struct found_formula {
  /// Where it stands in the text.
  size_t begin = 0;
  size_t end = 0;
  /// In the grammar of protocol/formula.hpp, checked.
  std::string formula;
};

/// The first formula of a sentence: something equals something, with at least
/// one sign or script in it ("E = mc^2", "a^2 + b^2 = c^2", "PV = nRT"), or a
/// reaction ("2 H2 + O2 -> 2 H2O"). Empty `formula` when there is none.
found_formula find_formula(std::string_view text);

/// The formula that a line consists of; empty when it is something else.
std::string whole_formula(std::string_view line);

/// "E equals m c squared".
std::string formula_in_words(std::string_view formula);

/// Sentences, each with its formula in the place where it stood.
std::vector<std::string> sentences_with_formulas(std::string_view text);

} // namespace troupe::writing
