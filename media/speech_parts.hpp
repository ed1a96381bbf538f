/// The steps behind prepare_speech, each by itself: folding to ASCII, numbers,
/// single words. Only speech_*.cpp and their tests include this. Pure; any
/// thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::speech {

using words = std::vector<std::string>;

/// Stand-ins for currency signs that ASCII lacks.
inline constexpr char euro = '\x01';
inline constexpr char pound = '\x02';
inline constexpr char yen = '\x03';
inline constexpr char rupee = '\x04';

/// Spaces for control characters, broken UTF-8 and every kind of white space.
std::string clean(std::string_view text);

/// A cleaned word in ASCII; signs become their names, what can't be said is
/// dropped. May hold spaces then.
std::string fold(std::string_view word);

bool is_digit(char c);
bool is_upper(char c);
bool is_letter(char c);
std::string lower(std::string_view text);
/// Only digits, at least one.
bool all_digits(std::string_view text);
bool all_letters(std::string_view text);

// -- numbers ------------------------------------------------------------------

/// "1,250", "12.5", "007"; a sign is not part of it.
bool is_plain_number(std::string_view text);
/// "one thousand two hundred fifty"; digits one by one where that is usual.
words cardinal(std::string_view number);
words ordinal(std::string_view digits);
words digits_one_by_one(std::string_view digits);
/// 1100-2099 as years are said, anything else as a cardinal.
words year(std::string_view digits);
bool is_year(std::string_view digits);
/// 1..39 from upper-case roman numerals, 0 if it isn't one.
int roman(std::string_view text);

// -- texts ---------------------------------------------------------------------

/// A displayed word taken apart.
struct piece_of_text {
  std::string display;
  /// Folded, without the punctuation around it.
  std::string core;
  /// The punctuation behind it, folded.
  std::string tail;
  /// An empty line follows.
  bool ends_paragraph = false;
};

/// What a word is because of the words around it: "5 – 10", "3 May", "CHF 20",
/// "Henry VIII", "+44 20 7946". Nothing when it speaks for itself.
std::optional<words> say_among(std::span<const piece_of_text> all, size_t at);

/// "jan", "january".
bool is_month(std::string_view lower_case);

// -- words --------------------------------------------------------------------

/// The words around, lower case, without punctuation; empty at the ends.
struct context {
  std::string before;
  std::string after;
  /// Neighbours are in capitals too: emphasis, not abbreviations.
  bool shouting = false;
};

/// What to say for one word without its punctuation.
words say(std::string_view core, const context& around);
/// Names of the letters: "FDA" -> ef dee ay.
words spell(std::string_view letters);
/// Full words for a unit ("mg/dL"), or nothing.
words unit(std::string_view text, bool singular);
/// "dr" -> doctor; nothing for words that aren't abbreviations.
words abbreviation(std::string_view lower_case);
/// How a full stop after this word is meant.
enum class full_stop { ends, never_ends, ends_before_capital };
full_stop stop_after(std::string_view lower_case);

/// Everything with a digit in it.
words say_with_digits(std::string_view core, const context& around);
/// "2024-05-03", "3/14/2024", "10:30am"; nothing for anything else.
words say_date_or_time(std::string_view core);
/// "dollars" for "$5": said after the "million" that follows it.
words currency_after(std::string_view amount);
bool is_scale(std::string_view word);
/// Letters only (apostrophes inside allowed).
words say_letters(std::string_view core, const context& around);

void append(words& to, const words& more);

} // namespace troupe::speech
