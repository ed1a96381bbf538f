/// Text as the writer handles it: cleaned of markup, counted, cut between
/// words, cased. Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

std::string lower(std::string_view text);
bool is_space(char c);
bool is_digit(char c);
bool is_letter(char c); ///< ASCII letters and every byte of other scripts

/// Without tags, entities, list marks and markdown, blanks folded, no doubled
/// punctuation. Line ends are kept as \n: they part sentences.
std::string tidy(std::string_view text);

/// Words as a narrator counts them: runs of letters and digits.
std::vector<std::string_view> words_of(std::string_view text);
size_t word_count(std::string_view text);
/// Unicode code points.
size_t length_of(std::string_view text);

std::string upper_first(std::string text);
/// Lower case for the first letter, unless the word is an acronym, a name
/// that is written otherwise (eBay, Parkinson's) or the word "I".
std::string lower_first(std::string text);
/// ALL CAPS as a sentence; short words without vowels stay (ACE, mRNA, HDL).
std::string without_shouting(std::string text);

/// At most so many code points: cut after a word, without a function word or
/// mark left at the end. Empty when not even the first word fits.
std::string shortened(std::string_view text, size_t max_length);

/// One full stop, question or exclamation mark at the end, a capital first.
std::string as_sentence(std::string text);
/// Without the marks at its end.
std::string bare(std::string text);

/// Whole words, case ignored; npos when it does not occur.
size_t find_words(std::string_view text, std::string_view phrase,
                  size_t from = 0);
bool says(std::string_view text, std::string_view phrase);
bool says_any(std::string_view text,
              std::initializer_list<std::string_view> phrases);
/// All occurrences; the first letter keeps the case of what it replaces.
std::string replaced(std::string_view text, std::string_view phrase,
                     std::string_view other);
/// Blanks and marks put right after a cut.
std::string mended(std::string text);

/// "a", "the", "of", "with" ...: carries no meaning by itself.
bool is_function_word(std::string_view lower_word);

} // namespace troupe::writing
