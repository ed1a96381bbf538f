/// What an explainer shows of dates, values, tables and formulas, and what is
/// said of them. Used by the explainer's writer only. Pure; any thread.
#pragma once

#include "providers/embedded_writer_structure.hpp"
#include "providers/explainer_finds.hpp"
#include "providers/explainer_formula.hpp"
#include "providers/explainer_text.hpp"

#include <string>
#include <vector>

namespace troupe::writing {

/// Rows of a list, letters of a formula, values that are said.
inline constexpr size_t most_shape_rows = 4;

struct told_moment {
  dated moment;
  std::string said;
};

/// Two columns with their heads.
struct two_sides {
  std::string left;
  std::string right;
  std::vector<std::string> left_rows;
  std::vector<std::string> right_rows;
};

/// Names keep their capitals: single words, and those with another capital.
std::string as_item(const std::string& text);
/// "oil, gas, and wind".
std::string list_of(const std::vector<std::string>& items);
/// "In 1789, the Bastille falls." as people say a date before its event.
std::string moment_in_words(const std::string& when, const std::string& what);

/// The member `compare` of a scene.
json comparison(const std::string& left, const std::vector<std::string>& said,
                const std::string& right,
                const std::vector<std::string>& other);
/// Of a table's lines ("a|b"); so many rows at most.
two_sides sides_of(const std::vector<std::string>& rows, size_t most);
/// "Plant cells: have a firm wall. Make sugar."
std::string told_side(const std::string& name,
                      const std::vector<std::string>& points);

void fill_timeline(scene_draft& scene, std::vector<told_moment> list);
/// False when the lines are no values of one chart.
bool fill_chart(scene_draft& scene, const std::vector<std::string>& lines,
                const std::string& heading);
/// What a formula's block says: the formula and its letters.
void fill_formula(scene_draft& scene, const text_block& block);
/// The same of a formula in a sentence, whose letters that sentence or the next
/// one tells. Answers how many of the two are said.
size_t fill_formula(scene_draft& scene, std::string sentence,
                    const found_formula& found, const std::string& next);

} // namespace troupe::writing
