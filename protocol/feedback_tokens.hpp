/// The words of a feedback text: lower-cased for comparing, with the place
/// they were written at, so that arguments are taken over verbatim. Used by
/// feedback*.cpp only. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::feedback_detail {

enum class token_kind : uint8_t {
  word,
  number,
  quoted, ///< "..." or '...'; `text` is what is inside, as written
  joint,  ///< comma, slash, "and", "but", "also", ...: may part two wishes
  stop,   ///< full stop, semicolon, line break: parts two wishes
};

struct token {
  token_kind kind = token_kind::word;
  /// Lower case (ASCII), typographic apostrophes as '.
  std::string text;
  double value = 0;
  /// Bytes of the feedback text, quotes included.
  size_t begin = 0;
  size_t end = 0;

  bool is(std::string_view x) const {
    return kind == token_kind::word && text == x;
  }
  bool is_any(std::span<const std::string_view> list) const;
};

using token_span = std::span<const token>;

std::vector<token> tokens_of(std::string_view text);

/// "ten" -> 10, "half" is not a number; negative when it is none.
double number_word(std::string_view word);
/// "third" -> 3, "last" -> -1; 0 when it is none.
int32_t ordinal_word(std::string_view word);

} // namespace troupe::feedback_detail
