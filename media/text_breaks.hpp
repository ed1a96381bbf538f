/// Where a text is broken into lines: not greedily, but the whole text at
/// once, so that lines come out alike, no word stands alone and what belongs
/// together stays together. Widths are in sizes ("ems"), so the answer for
/// one size is the answer for all. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace troupe::media {

/// What is never divided.
struct text_atom {
  /// Bytes, without the blanks behind it.
  size_t first = 0;
  size_t last = 0;
  double width = 0;
  /// Of the blanks behind it, when the line goes on.
  double blank = 0;
  /// How bad a line's end behind it is: 0 = good, 1 = only if it must be.
  double cost = 0;
  /// A line can't end here.
  bool is_glued = false;
  /// A line that ends here shows a hyphen, this wide.
  double hyphen = 0;
  /// How much of a word it is, for telling lines that are too short.
  double words = 1;
};

struct break_room {
  /// In sizes.
  double width = 20;
  int lines = 2;
  /// Lines of about the same length, instead of filled ones.
  bool balanced = false;
};

/// Atoms first..last (exclusive) of a line.
struct text_line {
  size_t first = 0;
  size_t last = 0;
  double width = 0;
};

/// The best lines, as few as fit; nothing when the room is too small.
std::optional<std::vector<text_line>>
break_lines(const std::vector<text_atom>& atoms, const break_room& room);

/// A line of less than one and a half words.
bool stands_alone(const std::vector<text_atom>& atoms, const text_line& line);

/// Bytes of a word at which it may be divided, best ones first in cost: at
/// joints of compounds, else between syllables. None within four letters of
/// either end, none in words shorter than ten letters.
struct hyphen_point {
  size_t at = 0;
  double cost = 0;
};
std::vector<hyphen_point> hyphen_points(std::string_view word);

/// How much a line's end between these two words tears apart: 0 = nothing,
/// below 1 = better not, from 1 on = a number and its unit, a name and its
/// numeral.
double tear_cost(std::string_view left, std::string_view right);

} // namespace troupe::media
