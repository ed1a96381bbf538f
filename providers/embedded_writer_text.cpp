#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// <b>, </p>, <br/>: a letter or slash follows the bracket. "<5 %" is text.
size_t tag_end(std::string_view text, size_t at) {
  if (text[at] != '<' || at + 1 >= text.size())
    return 0;
  auto next = text[at + 1];
  if (next != '/' && next != '!' && !is_upper(next) && !is_lower(next))
    return 0;
  auto end = text.substr(0, at + 400).find('>', at);
  return end == std::string_view::npos ? 0 : end + 1;
}

struct entity {
  std::string_view name;
  std::string_view text;
};

constexpr std::array<entity, 10> entities{{{"&amp;", "&"},
                                           {"&lt;", "<"},
                                           {"&gt;", ">"},
                                           {"&quot;", "\""},
                                           {"&#39;", "'"},
                                           {"&apos;", "'"},
                                           {"&nbsp;", " "},
                                           {"&ndash;", "\u2013"},
                                           {"&mdash;", "\u2014"},
                                           {"&percnt;", "%"}}};

bool ends_line_tag(std::string_view tag) {
  auto name = lower(tag);
  return name.starts_with("<br") || name.starts_with("</p")
         || name.starts_with("</li") || name.starts_with("</h")
         || name.starts_with("</div") || name.starts_with("<li");
}

std::string without_markup(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (auto end = tag_end(text, i)) {
      out += ends_line_tag(text.substr(i, end - i)) ? '\n' : ' ';
      i = end;
      continue;
    }
    auto found = std::ranges::find_if(entities, [&](auto& e) {
      return text.substr(i).starts_with(e.name);
    });
    if (found != entities.end()) {
      out += found->text;
      i += found->name.size();
    } else if (text.substr(i).starts_with("\u00A0")) {
      out += ' ';
      i += 2;
    } else {
      auto c = text[i++];
      if (c != '*' && c != '`' && c != '|' && c != '~' && c != '^' && c != '_'
          && c != '{' && c != '}' && c != '\\')
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
      else
        out += c == '_' || c == '|' || c == '\\' ? ' ' : '\0';
    }
  }
  std::erase(out, '\0');
  return out;
}

/// "- ", "1. ", "# " at the start of a line.
std::string_view without_list_mark(std::string_view line) {
  auto skip = [&](size_t n) {
    line.remove_prefix(n);
    while (!line.empty() && is_space(line.front()))
      line.remove_prefix(1);
  };
  skip(0);
  for (auto mark : {"- "sv, "+ "sv, "> "sv, "\u2022"sv, "\u2013 "sv,
                    "\u00B7"sv, "\u25AA"sv, "\u25CF"sv})
    if (line.starts_with(mark))
      skip(mark.size());
  while (line.starts_with("#"))
    skip(1);
  size_t digits = 0;
  while (digits < line.size() && digits < 3 && is_digit(line[digits]))
    ++digits;
  if (digits > 0 && digits + 1 < line.size()
      && (line[digits] == '.' || line[digits] == ')')
      && is_space(line[digits + 1]))
    skip(digits + 2);
  return line;
}

bool is_mark(char c) {
  return ".,;:!?"sv.find(c) != std::string_view::npos;
}

constexpr std::array function_words{
  "a"sv,    "an"sv,    "the"sv,  "and"sv,  "or"sv,    "but"sv,  "of"sv,
  "for"sv,  "with"sv,  "to"sv,   "in"sv,   "on"sv,    "at"sv,   "by"sv,
  "from"sv, "as"sv,    "that"sv, "which"sv, "is"sv,   "are"sv,  "was"sv,
  "were"sv, "be"sv,    "than"sv, "then"sv, "into"sv,  "over"sv, "its"sv,
  "their"sv, "your"sv, "our"sv,  "his"sv,  "her"sv,   "this"sv, "these"sv,
  "those"sv, "it"sv,   "if"sv,   "so"sv,   "not"sv,   "no"sv,   "has"sv,
  "have"sv, "had"sv,   "can"sv,  "will"sv, "may"sv,   "must"sv, "should"sv,
  "who"sv,  "whose"sv, "when"sv, "while"sv, "where"sv, "because"sv, "also"sv,
  "up"sv,   "about"sv, "between"sv, "per"sv, "via"sv, "vs"sv,   "do"sv,
  "does"sv, "we"sv,    "you"sv,  "they"sv, "he"sv,   "she"sv,
  "there"sv, "more"sv, "most"sv, "very"sv, "within"sv, "without"sv,
  "after"sv, "before"sv, "during"sv, "each"sv, "every"sv, "all"sv, "any"sv,
  "what"sv, "how"sv,   "why"sv,  "&"sv,    "+"sv};

constexpr std::array eponyms{
  "parkinson"sv, "alzheimer"sv, "crohn"sv,   "hodgkin"sv,  "huntington"sv,
  "tourette"sv,  "cushing"sv,   "graves"sv,  "addison"sv,  "hashimoto"sv,
  "lyme"sv,      "ebola"sv,     "down"sv,    "marfan"sv,   "raynaud"sv,
  "fabry"sv,     "gaucher"sv,   "wilson"sv,  "barrett"sv,  "sjogren"sv,
  "kawasaki"sv,  "duchenne"sv,  "american"sv, "european"sv, "english"sv,
  "i"sv,         "i'm"sv,       "i've"sv,    "i'll"sv,     "monday"sv,
  "christmas"sv, "easter"sv,    "january"sv, "february"sv, "italian"sv,
  "french"sv,    "german"sv,    "swiss"sv,   "japanese"sv, "chinese"sv,
  "indian"sv,    "african"sv,   "spanish"sv, "greek"sv,   "turkish"sv,
  "arabic"sv,    "british"sv,   "scottish"sv, "irish"sv,  "asian"sv,
  "mediterranean"sv, "brazilian"sv, "colombian"sv, "ethiopian"sv,
  "mexican"sv,   "danish"sv,    "swedish"sv, "norwegian"sv, "dutch"sv,
  "korean"sv,    "thai"sv,      "vietnamese"sv, "russian"sv};

} // namespace

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v'
         || c == '\f';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return is_upper(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80;
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out)
    if (is_upper(c))
      c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string tidy(std::string_view text) {
  auto plain = without_markup(text);
  std::string out;
  for (size_t from = 0; from <= plain.size();) {
    auto to = std::min(plain.find('\n', from), plain.size());
    auto line = mended(std::string{
      without_list_mark(std::string_view{plain}.substr(from, to - from))});
    if (!line.empty())
      out += (out.empty() ? "" : "\n") + line;
    from = to + 1;
  }
  return out;
}

std::string mended(std::string text) {
  std::string out;
  auto bracket_open = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    auto c = text[i];
    if (is_space(c)) {
      if (!out.empty() && out.back() != ' ' && out.back() != '(')
        out += ' ';
      continue;
    }
    // A mark after a blank or after another mark; "?!" and "..." fold.
    if (is_mark(c) || c == ')') {
      auto decimal = c == '.' && i + 1 < text.size() && is_digit(text[i + 1]);
      if (!out.empty() && out.back() == ' ' && !decimal)
        out.pop_back();
      if (c == ')') {
        if (out.ends_with("(")) {
          out.pop_back();
          --bracket_open;
          continue;
        }
        if (bracket_open == 0)
          continue;
        --bracket_open;
      }
      if (is_mark(c) && !decimal) {
        if (out.empty())
          continue;
        if (is_mark(out.back())) {
          // The stronger one stays.
          if (c == '!' || c == '?' || (c == '.' && out.back() != '!'
                                       && out.back() != '?'))
            out.back() = c;
          continue;
        }
      }
    } else if (c == '(') {
      ++bracket_open;
    }
    out += c;
  }
  while (!out.empty() && is_space(out.back()))
    out.pop_back();
  if (bracket_open > 0)
    if (auto open = out.rfind('('); open != std::string::npos)
      out.erase(open, 1);
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t i = 0; i < text.size();) {
    while (i < text.size() && is_space(text[i]))
      ++i;
    auto begin = i;
    auto sounds = false;
    for (; i < text.size() && !is_space(text[i]); ++i)
      sounds |= is_letter(text[i]) || is_digit(text[i]);
    // A dash alone is not spoken.
    if (sounds && text.substr(begin, i - begin) != "\u2013"
        && text.substr(begin, i - begin) != "\u2014")
      out.push_back(text.substr(begin, i - begin));
  }
  return out;
}

size_t word_count(std::string_view text) {
  return words_of(text).size();
}

size_t length_of(std::string_view text) {
  return static_cast<size_t>(
    std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

std::string upper_first(std::string text) {
  auto at = std::ranges::find_if(text, [](char c) {
    return is_letter(c) || is_digit(c);
  });
  if (at == text.end())
    return text;
  if (is_lower(*at)) {
    // iPhone, mRNA, eBay: a capital further on means it is meant so.
    auto end = std::find_if(at, text.end(), is_space);
    if (std::none_of(at, end, is_upper))
      *at = static_cast<char>(*at - 'a' + 'A');
  } else if (static_cast<unsigned char>(*at) == 0xC3 && at + 1 != text.end()) {
    // U+00E0 .. U+00FE: one bit away from the capital; not the division sign.
    auto next = static_cast<unsigned char>(at[1]);
    if (next >= 0xA0 && next <= 0xBE && next != 0xB7)
      at[1] = static_cast<char>(next - 0x20);
  }
  return text;
}

std::string lower_first(std::string text) {
  auto end = static_cast<size_t>(
    std::ranges::find_if(text, is_space) - text.begin());
  if (text.empty() || !is_upper(text[0]))
    return text;
  auto word = std::string_view{text}.substr(0, end);
  for (size_t i = 1; i < word.size(); ++i)
    if (is_upper(word[i]) || is_digit(word[i]))
      return text;
  auto plain = lower(word);
  while (!plain.empty() && is_mark(plain.back()))
    plain.pop_back();
  auto possessive = plain.ends_with("'s") || plain.ends_with("\u2019s");
  auto stem = possessive ? plain.substr(0, plain.find_last_of("'\xE2")) : plain;
  if (std::ranges::find(eponyms, stem) != eponyms.end()
      || (word.size() == 1 && word != "A"))
    return text;
  if (possessive && stem != "it" && stem != "that" && stem != "what"
      && stem != "here" && stem != "let" && stem != "there")
    return text;
  text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string without_shouting(std::string text) {
  size_t upper_words = 0;
  size_t lower_words = 0;
  for (auto word : words_of(text)) {
    auto small = std::ranges::any_of(word, is_lower);
    auto big = std::ranges::any_of(word, is_upper);
    upper_words += big && !small && length_of(word) > 1 ? 1 : 0;
    lower_words += small ? 1 : 0;
  }
  if (lower_words > 0 || upper_words < 2)
    return text;
  std::string out;
  for (size_t i = 0; i < text.size();) {
    auto end = i;
    while (end < text.size() && !is_space(text[end]))
      ++end;
    auto word = text.substr(i, end - i);
    auto letters = std::ranges::count_if(word, is_upper);
    auto vowels = std::ranges::count_if(word, [](char c) {
      return "AEIOUY"sv.find(c) != std::string_view::npos;
    });
    auto acronym = (letters >= 2 && letters <= 5 && vowels == 0)
                   || std::ranges::any_of(word, is_digit);
    out += acronym ? word : lower(word);
    for (; end < text.size() && is_space(text[end]); ++end)
      out += text[end];
    i = end;
  }
  return upper_first(out);
}

std::string shortened(std::string_view text, size_t max_length) {
  auto whole = mended(std::string{text});
  if (length_of(whole) <= max_length)
    return whole;
  size_t end = 0;
  size_t length = 0;
  for (size_t i = 0; i < whole.size() && length <= max_length; ++i) {
    if (is_space(whole[i]))
      end = i;
    length += continues(whole[i]) ? 0 : 1;
  }
  auto cut = whole.substr(0, end);
  // "angiotensin II", "type 2": the numeral is part of the word before it.
  auto next = std::string_view{whole}.substr(std::min(end + 1, whole.size()));
  next = next.substr(0, next.find_first_of(" ,.;:)"));
  auto numeral = !next.empty()
                 && std::ranges::all_of(next, [](char c) {
                      return is_digit(c) || c == 'I' || c == 'V' || c == 'X'
                             || c == '%';
                    });
  if (numeral)
    cut.resize(std::min(cut.rfind(' '), cut.size()));
  auto loose = [](char c) {
    return is_space(c) || ",;:-(/&\"'"sv.find(c) != std::string_view::npos;
  };
  for (bool again = true; again && !cut.empty();) {
    again = false;
    while (!cut.empty() && loose(cut.back())) {
      cut.pop_back();
      again = true;
    }
    auto blank = cut.rfind(' ');
    auto last = blank == std::string::npos ? cut : cut.substr(blank + 1);
    if (blank != std::string::npos && is_function_word(lower(last))) {
      cut.resize(blank);
      again = true;
    }
  }
  return mended(cut);
}

std::string bare(std::string text) {
  text = mended(std::move(text));
  while (!text.empty() && (is_mark(text.back()) || is_space(text.back())))
    text.pop_back();
  return text;
}

std::string as_sentence(std::string text) {
  text = mended(std::move(text));
  while (!text.empty()
         && ",;:-"sv.find(text.back()) != std::string_view::npos)
    text.pop_back();
  if (text.empty())
    return text;
  auto last = text.back();
  if (last == '"' && text.size() > 1 && is_mark(text[text.size() - 2]))
    return upper_first(std::move(text));
  if (text.ends_with("\u2026"))
    text.resize(text.size() - 3);
  last = text.back();
  auto ends = last == '.' || last == '!' || last == '?';
  for (auto mark : {"\u3002"sv, "\uFF01"sv, "\uFF1F"sv, "\u0964"sv,
                    "\u061F"sv})
    ends |= text.ends_with(mark);
  if (!ends)
    text += '.';
  return upper_first(std::move(text));
}

size_t find_words(std::string_view text, std::string_view phrase,
                  size_t from) {
  if (phrase.empty() || phrase.size() > text.size())
    return std::string_view::npos;
  auto where = lower(text);
  auto what = lower(phrase);
  auto inside = [](char c) { return is_letter(c) || is_digit(c); };
  for (auto i = where.find(what, from); i != std::string::npos;
       i = where.find(what, i + 1)) {
    auto end = i + what.size();
    auto begins = i == 0 || !inside(where[i - 1]) || !inside(what.front());
    auto ends = end == where.size() || !inside(where[end])
                || !inside(what.back());
    if (begins && ends)
      return i;
  }
  return std::string_view::npos;
}

bool says(std::string_view text, std::string_view phrase) {
  return find_words(text, phrase) != std::string_view::npos;
}

bool says_any(std::string_view text,
              std::initializer_list<std::string_view> phrases) {
  return std::ranges::any_of(phrases,
                             [&](auto phrase) { return says(text, phrase); });
}

std::string replaced(std::string_view text, std::string_view phrase,
                     std::string_view other) {
  std::string out;
  size_t from = 0;
  for (auto at = find_words(text, phrase); at != std::string_view::npos;
       at = find_words(text, phrase, from)) {
    out += text.substr(from, at - from);
    auto capital = is_upper(text[at]) && is_lower(phrase[0]);
    auto starts = at == 0 && is_upper(text[at]);
    out += capital || starts ? upper_first(std::string{other})
                             : std::string{other};
    from = at + phrase.size();
  }
  out += text.substr(from);
  return out;
}

bool is_function_word(std::string_view word) {
  while (!word.empty() && is_mark(word.back()))
    word.remove_suffix(1);
  return std::ranges::find(function_words, word) != function_words.end();
}

} // namespace troupe::writing
