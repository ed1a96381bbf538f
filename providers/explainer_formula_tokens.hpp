/// The words of a text as parts of a formula. Used by explainer_formula.cpp
/// only. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing::formulas {

enum class part : uint8_t {
  name,
  number,
  sign,
  script,
  relation,
  open,
  close,
  other
};

struct token {
  part what = part::other;
  /// As the grammar of formulas has it.
  std::string text;
  size_t begin = 0;
  size_t end = 0;
};

/// All tokens of a text; blanks are none.
std::vector<token> tokens_of(std::string_view text);

/// A word of the sentence around it: "is", "where".
bool is_common(const token& x);
/// A number, or a name that a quantity may have.
bool is_operand(const token& x);
/// "x", "4ac", "CO2": stands beside another operand without a sign.
bool is_symbol(const token& x);

} // namespace troupe::writing::formulas
