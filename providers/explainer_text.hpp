/// A text that explains something, as blocks: its paragraphs, lists, steps,
/// dates, values, tables and formulas. Reads plain prose and the marks that
/// people know from Markdown. Used by the explainer's writer only. Pure; any
/// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

enum class block_kind : uint8_t {
  prose,   ///< lines are sentences
  steps,   ///< a numbered list
  list,    ///< a list with other marks
  formula, ///< one line; `more` says what its letters mean
  dates,   ///< "1789: the Bastille falls"
  values,  ///< "Nitrogen: 78%", all with one unit
  table,   ///< two columns: the heads, then rows; cells parted by '|'
};

struct text_block {
  block_kind kind = block_kind::prose;
  /// The heading above it; empty when there is none.
  std::string heading;
  std::vector<std::string> lines;
  std::vector<std::string> more;
  /// Who says so, as it is shown; empty for the payload's own words.
  std::string source;
};

/// The blocks of a text, in its order. At most 400 lines are read.
std::vector<text_block> blocks_of(std::string_view text,
                                  std::string_view source);

/// A "when: what" or "label: value" line in its two parts; false when it is
/// neither.
bool parted(std::string_view line, std::string& head, std::string& tail);

/// Does it begin with a year, a century or a day of one? "1789", "14 July
/// 1789", "44 BC".
bool is_moment(std::string_view text);

} // namespace troupe::writing
