#include "protocol/script_words.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/script_marks.hpp"

#include <algorithm>
#include <array>

namespace troupe {

namespace {

using namespace script_marks;
using namespace std::string_view_literals;

/// Lines that end before this were ended on purpose.
constexpr size_t short_line = 60;
/// Longer runs without a blank may be cut between two characters.
constexpr size_t long_run = 14;

/// "Dr. Lee", "No. 5": what follows belongs to it.
constexpr std::array leaning{
  "dr"sv,  "mr"sv,  "mrs"sv, "ms"sv,     "prof"sv, "st"sv,  "no"sv,
  "nos"sv, "vs"sv,  "e.g"sv, "i.e"sv,    "ca"sv,   "fig"sv, "vol"sv,
  "sr"sv,  "jr"sv,  "gen"sv, "approx"sv, "rev"sv,  "hon"sv, "capt"sv,
  "lt"sv,  "sgt"sv, "col"sv, "mt"sv,     "ft"sv,   "cf"sv,  "dept"sv};
/// These may end a sentence too: the next word tells.
constexpr std::array either{
  "etc"sv, "inc"sv,  "ltd"sv, "co"sv,  "corp"sv, "al"sv,  "ph.d"sv, "min"sv,
  "max"sv, "sec"sv,  "hr"sv,  "hrs"sv, "jan"sv,  "feb"sv, "mar"sv,  "apr"sv,
  "jun"sv, "jul"sv,  "aug"sv, "sep"sv, "sept"sv, "oct"sv, "nov"sv,  "dec"sv,
  "ave"sv, "blvd"sv, "est"sv, "u.s"sv, "a.m"sv,  "p.m"sv};

template <size_t N>
bool in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

/// What stands behind the last letter: closing quotes and brackets are looked
/// through, so that `it."` ends as `it.` does.
std::string_view without_closers(std::string_view word) {
  constexpr std::array closers{"\""sv,     "'"sv,      ")"sv,      "]"sv,
                               "}"sv,      "\u201D"sv, "\u2019"sv, "\u00BB"sv,
                               "\u300D"sv, "\u300F"sv, "\uFF09"sv};
  for (bool again = true; again;) {
    again = false;
    for (auto x : closers)
      if (word.size() > x.size() && word.ends_with(x)) {
        word.remove_suffix(x.size());
        again = true;
      }
  }
  return word;
}

std::string_view without_openers(std::string_view word) {
  auto at = word.find_first_not_of("\"'([{");
  return at == std::string_view::npos ? std::string_view{} : word.substr(at);
}

bool ends_with_any(std::string_view word,
                   std::initializer_list<std::string_view> marks) {
  return std::ranges::any_of(marks, [&](auto x) { return word.ends_with(x); });
}

/// A full stop that may stand within a sentence.
bool is_abbreviation(std::string_view word, std::string_view next) {
  auto name = lower_ascii(std::string{without_openers(word)});
  name.pop_back();
  if (in(leaning, name))
    return !next.empty();
  auto small = next.empty() ? false : !begins_sentence(next);
  if (in(either, name) || name.find('.') != std::string::npos)
    return small;
  // "J. Smith"; a sentence may end with "I" or "A".
  return name.size() == 1 && is_ascii_letter(name[0]) && name != "i"
         && !next.empty();
}

word_end end_of(std::string_view word, std::string_view next) {
  auto bare = without_closers(word);
  if (ends_with_any(bare, {"!", "?", "\u2026", "\u3002", "\uFF01", "\uFF1F",
                           "\u0964", "\u061F", "\u06D4"}))
    return word_end::sentence;
  if (bare.ends_with("..."))
    return begins_sentence(next) ? word_end::sentence : word_end::part;
  if (bare.ends_with('.'))
    return is_abbreviation(bare, next) ? word_end::none : word_end::sentence;
  if (ends_with_any(bare, {";", ":", "\u2014", "\u2013", "\uFF1B", "\uFF1A"})
      || bare == "-" || bare == "--")
    return word_end::part;
  if (ends_with_any(bare, {",", "\uFF0C", "\u3001", "\u060C"}))
    return word_end::clause;
  return word_end::none;
}

/// "5 mg", "10 000", "May 5,": a number stays with its neighbours.
bool ties(std::string_view word, std::string_view next, word_end end) {
  if (next.empty() || end >= word_end::item)
    return false;
  auto bare = without_closers(word);
  if (bare.ends_with('.') && end == word_end::none)
    return true;
  auto number = without_openers(next);
  auto counts = !number.empty()
                && (is_digit(number[0])
                    || (number.size() > 1 && is_digit(number[1])
                        && std::string_view{"$#-+.,"}.find(number[0])
                             != std::string_view::npos));
  if (counts && (end == word_end::none || is_digit(bare[0])))
    return true;
  // A dash or sign of its own leans on what is before it.
  if (!has_letter(next))
    return true;
  return end == word_end::none && is_digit(bare.back())
         && !begins_sentence(next);
}

/// A word without the marks of markdown around it.
std::string_view unmarked(std::string_view word) {
  constexpr auto marks = "*_`~#"sv;
  if (!has_letter(word))
    return word.find_first_not_of(marks) == std::string_view::npos
             ? std::string_view{}
             : word;
  // "#summer" is said, "# Summer" is a heading.
  while (word.size() > 1 && word.front() != '#'
         && marks.find(word.front()) != std::string_view::npos)
    word.remove_prefix(1);
  while (marks.substr(0, 4).find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  return word;
}

/// Scripts without blanks come in runs; these are cut behind their marks, and
/// anywhere when they are very long.
std::vector<std::string> runs_of(std::string_view word) {
  std::vector<std::string> out{{}};
  size_t count = 0;
  for (size_t i = 0; i < word.size();) {
    auto size = char_size(word[i]);
    auto one = word.substr(i, size);
    i += size;
    out.back() += one;
    ++count;
    auto rest = word.substr(i);
    auto mark = ends_with_any(one, {"\u3002", "\uFF0C", "\u3001", "\uFF01",
                                    "\uFF1F", "\uFF1B", "\uFF1A"});
    auto next = rest.substr(0, rest.empty() ? 0 : char_size(rest[0]));
    auto cut = mark
                 ? !is_closing_mark(next)
                 : count >= long_run && is_unspaced(one) && is_unspaced(next);
    if (cut && !rest.empty()) {
      out.emplace_back();
      count = 0;
    }
  }
  return out;
}

struct line {
  std::string_view text;
  bool is_item = false;
  /// An empty line, or another speaker, comes before it.
  bool begins_paragraph = false;
};

/// Whether the words of a line go on in the next one.
bool flows_into(const line& x, const line& next) {
  return !x.is_item && !next.is_item && !next.begins_paragraph
         && (x.text.size() >= short_line || !begins_sentence(next.text));
}

class reader {
public:
  reader(std::string_view script, std::string_view character)
    : text_(without_directions(script, out_.unspoken)),
      labels_(label_names(text_, character)) {}

  script_text read() {
    read_lines();
    for (size_t i = 0; i < lines_.size(); ++i) {
      auto end = word_end::none;
      if (i + 1 == lines_.size() || lines_[i + 1].begins_paragraph)
        end = word_end::paragraph;
      else if (!flows_into(lines_[i], lines_[i + 1]))
        end = word_end::item;
      read_words(lines_[i], end);
    }
    tie();
    return std::move(out_);
  }

private:
  void read_lines() {
    auto fresh = true;
    for (auto rest = std::string_view{text_}; !rest.empty();) {
      auto size = std::min(rest.find('\n'), rest.size());
      auto part = trimmed(rest.substr(0, size));
      rest.remove_prefix(std::min(size + 1, rest.size()));
      if (part.empty() || is_rule(part)) {
        fresh = true;
        continue;
      }
      if (is_heading_of_scene(part)) {
        out_.unspoken.emplace_back(part);
        fresh = true;
        continue;
      }
      line x{part, false, fresh};
      if (auto label = label_at(x.text, labels_); !label.empty()) {
        out_.unspoken.emplace_back(label);
        x.text = trimmed(x.text.substr(label.size()));
        x.begins_paragraph = true;
      }
      if (auto size_of_mark = list_mark(x.text); size_of_mark > 0) {
        x.text = trimmed(x.text.substr(size_of_mark));
        x.is_item = true;
      }
      fresh = x.text.empty();
      if (!x.text.empty())
        lines_.push_back(x);
    }
  }

  void read_words(const line& from, word_end at_end) {
    std::vector<std::string_view> tokens;
    for (auto rest = from.text; !rest.empty();) {
      auto size = std::min(rest.find_first_of(" \t"), rest.size());
      if (auto word = unmarked(rest.substr(0, size)); !word.empty())
        tokens.push_back(word);
      rest.remove_prefix(std::min(size + 1, rest.size()));
    }
    for (size_t i = 0; i < tokens.size(); ++i) {
      auto runs = runs_of(tokens[i]);
      for (size_t r = 0; r < runs.size(); ++r)
        out_.words.push_back(
          {runs[r], word_end::none, false, r + 1 < runs.size()});
      // "1. Open the lid"
      if (i == 0 && is_list_number(tokens[i]))
        out_.words.back().is_tied = tokens.size() > 1;
    }
    if (tokens.empty() || at_end == word_end::none)
      return;
    out_.words.back().end = at_end;
  }

  void tie() {
    auto& words = out_.words;
    for (size_t i = 0; i < words.size(); ++i) {
      auto& x = words[i];
      auto next = i + 1 < words.size() ? std::string_view{words[i + 1].text}
                                       : std::string_view{};
      if (x.end == word_end::item && end_of(x.text, next) >= word_end::sentence)
        x.end = word_end::sentence;
      if (x.is_tied || x.end != word_end::none)
        continue;
      x.end = end_of(x.text, next);
      x.is_tied = !x.is_glued && ties(x.text, next, x.end);
    }
  }

  script_text out_;
  std::string text_;
  std::vector<std::string> labels_;
  std::vector<line> lines_;
};

} // namespace

script_text read_script(std::string_view script, std::string_view character) {
  return reader{script, character}.read();
}

std::string joined(const std::vector<script_word>& words, size_t first,
                   size_t last) {
  std::string out;
  for (size_t i = first; i < last && i < words.size(); ++i) {
    out += words[i].text;
    if (i + 1 < last && !words[i].is_glued)
      out += ' ';
  }
  return out;
}

double seconds_of(const script_word& x) {
  // Measured with the embedded voices: 17 letters a second, a digit is said
  // as a word, a sign of an unspaced script is about a syllable.
  constexpr double letter = 0.059;
  constexpr double digit = 0.22;
  constexpr double sign = 0.2;
  constexpr double sentence = 0.5;
  constexpr double comma = 0.12;
  double out = 0;
  for (size_t i = 0; i < x.text.size();) {
    auto size = char_size(x.text[i]);
    auto one = std::string_view{x.text}.substr(i, size);
    i += size;
    if (is_digit(one[0]))
      out += digit;
    else if (is_unspaced(one))
      out += sign;
    else if (is_ascii_letter(one[0]) || size > 1)
      out += letter;
    else if (one == "%" || one == "$" || one == "&" || one == "@")
      out += 3 * digit;
  }
  if (x.end >= word_end::item)
    out += sentence;
  else if (x.end != word_end::none)
    out += comma;
  return out;
}

} // namespace troupe
