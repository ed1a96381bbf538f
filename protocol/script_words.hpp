/// A script as somebody sent it, read into the words that are spoken: without
/// stage directions, speaker labels and marks of lists and markdown, and with
/// where a thought ends. No word is changed, added or put elsewhere. Pure; any
/// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// What ends with a word.
enum class word_end : uint8_t {
  none,
  clause, ///< a comma
  part,   ///< a semicolon, colon or dash
  item,   ///< a line of a list, or a short line of its own
  sentence,
  paragraph, ///< a sentence or heading before an empty line or another speaker
};

struct script_word {
  std::string text;
  word_end end = word_end::none;
  /// A cut behind it would part a number, a name or an abbreviation from what
  /// it belongs to.
  bool is_tied = false;
  /// The next word follows without a blank (Chinese, Japanese).
  bool is_glued = false;

  bool operator==(const script_word&) const = default;
};

struct script_text {
  std::vector<script_word> words;
  /// Directions and labels, as written: said to the author, not to viewers.
  std::vector<std::string> unspoken;
};

/// `character` is a name that the script may use as a label.
script_text read_script(std::string_view script,
                        std::string_view character = {});

/// Words from `first` up to `last`, as they are written in a text.
std::string joined(const std::vector<script_word>& words, size_t first,
                   size_t last);

/// Seconds that a voice needs for these words, with the pause behind each
/// sentence, as an estimate.
double seconds_of(const script_word& x);

} // namespace troupe
