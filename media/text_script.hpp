/// What the letters of a text say about how it is set: its direction, the
/// room its lines need, whether its letters join, which of the Han fonts fits.
/// Decided by the text and never by the machine's language. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::media {

/// How a letter's script is written, as far as setting it goes.
enum class script_kind : uint8_t {
  neutral,  ///< digits, punctuation, symbols
  plain,    ///< Latin, Greek, Cyrillic and the like
  hebrew,   ///< from right to left, letters stand apart
  arabic,   ///< from right to left, letters join
  indic,    ///< marks above and below, letters join
  unspaced, ///< Thai, Lao, Khmer, Myanmar: marks, no blanks between words
  han,      ///< Han, Bopomofo: no blanks, a line ends anywhere
  kana,
  hangul,
};

script_kind script_of(char32_t x);

/// Next code point of valid UTF-8; `at` moves behind it.
char32_t next_point(std::string_view text, size_t& at);
size_t count_points(std::string_view text);

/// Written from right to left: begins so, or holds twice as much of it. A
/// Latin name at the start of an Arabic sentence does not turn the sentence
/// around, nor an Arabic name an English one.
bool is_rtl(std::string_view text);

/// Lines that are closer than this many sizes touch each other's marks.
double least_leading(std::string_view text);

/// "ja", "ko", "zh-cn", "zh-tw": whose forms the Han characters take; empty
/// when there are none.
std::string_view han_language(std::string_view text);

} // namespace troupe::media
