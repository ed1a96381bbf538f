/// A lexicon of a user: how words are said, from a text file. A line is a word,
/// a tab and its phones ("Xarelto<TAB>z ax0 r eh1 l t ow0"), or a word, "=" and
/// a respelling ("Xarelto = za rell toe"); "#" begins a comment. Only entries
/// of words that a narration holds are part of its key. Plain value; any
/// thread.
#pragma once

#include "protocol/error.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// How one word is said: exactly one of the two.
struct pronunciation {
  /// As the voices know them: "z ax0 r eh1 l t ow0".
  std::string phones;
  /// Lower-case words that are said instead.
  std::string respelling;

  bool operator==(const pronunciation&) const = default;
};

class pronunciations {
public:
  /// Errors name `source` and the line. At most 1 MiB and 10,000 entries.
  static result<pronunciations> parse(std::string_view text,
                                      std::string_view source);
  static result<pronunciations> read(const std::filesystem::path& file);

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  /// For a word as written, whatever its case; null when there is none.
  const pronunciation* find(std::string_view word) const;
  /// Those of words that stand in the text, as lines that parse() reads, in
  /// order.
  std::vector<std::string> lines_for(std::string_view text) const;

  bool operator==(const pronunciations&) const = default;

private:
  /// By lower-case word.
  std::map<std::string, pronunciation, std::less<>> entries_;
};

} // namespace troupe
