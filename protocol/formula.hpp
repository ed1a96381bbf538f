/// A small language for formulas: "BMI = mass / height^2", "t_{1/2} = 0.693 *
/// V_d / CL". parse_formula() gives a tree that the painter sets; nothing of a
/// text ever becomes markup. Pure; any thread.
///
///   row      item item ...                 side by side
///   item     factor, or factor / factor    a fraction, stacked
///   factor   atom with ^script _script     raised, lowered
///   script   atom, or { row }
///   atom     12.5, name, "any words", (row), [row], { row }, sqrt(row)
///
/// Greek letters are written by name (alpha, Delta); + - * = < > <= >= != ~
/// -> +- are signs; // is a plain slash.
#pragma once

#include "protocol/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

struct formula_part {
  enum class kind : uint8_t {
    row,      ///< parts side by side
    word,     ///< a name or words
    number,
    sign,     ///< + and the like, with room around it
    relation, ///< = and the like, with more room
    mark,     ///< a comma or slash, without room
    fraction, ///< parts: above, below
    raised,   ///< parts: base, script
    lowered,  ///< parts: base, script
    root,     ///< parts: what is under it
    bracket,  ///< parts: what is inside; text: both brackets
  };
  kind what = kind::row;
  std::string text;
  std::vector<formula_part> parts;

  bool operator==(const formula_part&) const = default;
};

/// A row. ec::invalid_argument names the place of what can't be read.
result<formula_part> parse_formula(std::string_view text);

} // namespace troupe
