/// What stands in scripts and is not spoken: directions, speakers' names,
/// marks of lists. Used by script_words.cpp only. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::script_marks {

bool is_digit(char c);
bool is_ascii_letter(char c);
/// Bytes of the character that begins with this byte.
size_t char_size(char first);
/// Chinese, Japanese, Thai ...: written without blanks.
bool is_unspaced(std::string_view character);
bool is_closing_mark(std::string_view character);
bool has_letter(std::string_view text);
std::string_view trimmed(std::string_view text);

/// False for words that begin with a small letter.
bool begins_sentence(std::string_view word);

/// The script without [directions] and (directions). A bracket that isn't
/// closed is text, and so is a remark in (round ones) that belongs to its
/// sentence.
std::string without_directions(std::string_view script,
                               std::vector<std::string>& unspoken);

/// Names that stand before a colon at the beginning of lines as those of
/// speakers do, in lower case.
std::vector<std::string> label_names(std::string_view script,
                                     std::string_view character);
/// The label at the beginning of a line with its colon; empty without one.
std::string_view label_at(std::string_view line,
                          const std::vector<std::string>& labels);

/// Bytes of "- ", "* ", a bullet or the "#" of a heading.
size_t list_mark(std::string_view line);
/// "1." or "2)".
bool is_list_number(std::string_view word);
/// "---", "***".
bool is_rule(std::string_view line);
/// "INT. KITCHEN", "CUT TO:"
bool is_heading_of_scene(std::string_view line);

} // namespace troupe::script_marks
