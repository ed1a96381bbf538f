#include "protocol/feedback_tokens.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace troupe::feedback_detail {

namespace {

using namespace std::string_view_literals;

constexpr std::array joints{"and"sv,  "but"sv,  "also"sv,    "then"sv,
                            "plus"sv, "yet"sv,  "while"sv,   "&"sv,
                            "+"sv,    "additionally"sv, "furthermore"sv};

constexpr std::array abbreviations{"dr"sv, "mr"sv, "mrs"sv, "ms"sv,  "st"sv,
                                   "vs"sv, "eg"sv, "ie"sv,  "e.g"sv, "i.e"sv,
                                   "no"sv, "approx"sv};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v'
         || c == '\f';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Pairs of quotation marks, as UTF-8.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> quotes{{
  {"\"", "\""},
  {"'", "'"},
  {"\u201c", "\u201d"},
  {"\u2018", "\u2019"},
  {"\u00ab", "\u00bb"},
  {"\u201e", "\u201c"},
}};

class scanner {
 public:
  explicit scanner(std::string_view text) : text_(text) {}

  std::vector<token> run() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_]))
        space();
      else if (!quoted() && !mark() && !number())
        word();
    }
    return std::move(out_);
  }

 private:
  bool next_is(std::string_view x) const {
    return text_.substr(at_).starts_with(x);
  }
  char peek(size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void add(token_kind kind, std::string text, size_t begin, double value = 0) {
    out_.push_back({kind, std::move(text), value, begin, at_});
  }

  void space() {
    auto begin = at_;
    auto line = false;
    for (; at_ < text_.size() && is_space(text_[at_]); ++at_)
      line |= text_[at_] == '\n';
    if (line)
      add(token_kind::stop, "\n", begin);
  }

  /// An apostrophe inside a word is none; a quote closes on its line.
  bool quoted() {
    auto after_word = at_ > 0 && !is_space(text_[at_ - 1])
                      && std::string_view{"([:=,"}.find(text_[at_ - 1])
                           == std::string_view::npos;
    for (auto& [open, close] : quotes) {
      if (!next_is(open) || (open == "'" && after_word))
        continue;
      auto first = at_ + open.size();
      auto last = closing(close, first);
      if (last == std::string_view::npos || last == first)
        continue;
      auto begin = at_;
      at_ = last + close.size();
      add(token_kind::quoted, std::string{text_.substr(first, last - first)},
          begin);
      return true;
    }
    return false;
  }

  size_t closing(std::string_view close, size_t from) {
    // A mark without partner is looked for once, not again at each opening.
    if (close == unclosed_)
      return std::string_view::npos;
    for (auto i = text_.find(close, from); i != std::string_view::npos;
         i = text_.find(close, i + close.size())) {
      auto after = i + close.size();
      auto ends = after >= text_.size() || is_space(text_[after])
                  || std::string_view{".,;:!?)]"}.find(text_[after])
                       != std::string_view::npos;
      if ((close != "'" && close != "\u2019") || ends)
        return i;
    }
    unclosed_ = close;
    return std::string_view::npos;
  }

  bool mark() {
    auto begin = at_;
    auto c = text_[at_];
    auto parts = std::string_view{".!?"}.find(c) != std::string_view::npos;
    if (c == ';' || (parts && (c != '.' || ends_sentence()))) {
      ++at_;
      add(token_kind::stop, std::string(1, c), begin);
      return true;
    }
    if (next_is("\u2014")) { // a dash between two wishes
      at_ += 3;
      add(token_kind::joint, ",", begin);
      return true;
    }
    if (c == ',' || c == '/' || c == '&' || c == '+') {
      ++at_;
      add(token_kind::joint, std::string(1, c), begin);
      return true;
    }
    if (c == '%') {
      ++at_;
      add(token_kind::word, "%", begin);
      return true;
    }
    if (std::string_view{"()[]{}:-.\"'`*_<>|~^=@$\\"}.find(c)
        != std::string_view::npos) {
      ++at_;
      return true;
    }
    return false;
  }

  bool ends_sentence() const {
    auto next = peek(1);
    if (next != '\0' && !is_space(next) && next != '"' && next != ')')
      return false;
    return out_.empty() || out_.back().end != at_
           || std::ranges::find(abbreviations, out_.back().text)
                == abbreviations.end();
  }

  bool number() {
    if (!is_digit(text_[at_]))
      return false;
    auto begin = at_;
    std::string digits;
    for (; at_ < text_.size(); ++at_) {
      auto c = text_[at_];
      auto inner = (c == ',' || c == '.') && is_digit(peek(1));
      if (is_digit(c) || (c == '.' && inner))
        digits += c;
      else if (!inner)
        break;
    }
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    add(token_kind::number, std::move(digits), begin, value);
    return true;
  }

  void word() {
    auto begin = at_;
    std::string text;
    while (at_ < text_.size()) {
      auto c = text_[at_];
      if (next_is("\u2019")) {
        text += '\'';
        at_ += 3;
        continue;
      }
      auto inside = c == '#' || c == '\''
                    || (c == '.' && !is_space(peek(1)) && peek(1) != '\0');
      if (!inside && (is_space(c) || breaks(c)))
        break;
      text += lower(c);
      ++at_;
    }
    if (at_ == begin) { // a byte that nothing else wanted
      ++at_;
      return;
    }
    while (!text.empty() && text.back() == '\'')
      text.pop_back();
    if (text.empty())
      return;
    auto kind = std::ranges::find(joints, text) != joints.end()
                  ? token_kind::joint
                  : token_kind::word;
    add(kind, std::move(text), begin);
  }

  static bool breaks(char c) {
    return std::string_view{".,;:!?/&+%()[]{}\"`*_<>|~^=@$\\-"}.find(c)
           != std::string_view::npos;
  }

  std::string_view text_;
  std::string_view unclosed_;
  size_t at_ = 0;
  std::vector<token> out_;
};

} // namespace

bool token::is_any(std::span<const std::string_view> list) const {
  return kind == token_kind::word && std::ranges::find(list, text) != list.end();
}

std::vector<token> tokens_of(std::string_view text) {
  return scanner{text}.run();
}

double number_word(std::string_view word) {
  constexpr std::array words{
    "zero"sv,    "one"sv,     "two"sv,       "three"sv,    "four"sv,
    "five"sv,    "six"sv,     "seven"sv,     "eight"sv,    "nine"sv,
    "ten"sv,     "eleven"sv,  "twelve"sv,    "thirteen"sv, "fourteen"sv,
    "fifteen"sv, "sixteen"sv, "seventeen"sv, "eighteen"sv, "nineteen"sv};
  constexpr std::array tens{"twenty"sv, "thirty"sv,  "forty"sv,  "fifty"sv,
                            "sixty"sv,  "seventy"sv, "eighty"sv, "ninety"sv,
                            "hundred"sv};
  if (auto i = std::ranges::find(words, word); i != words.end())
    return static_cast<double>(std::distance(words.begin(), i));
  if (auto i = std::ranges::find(tens, word); i != tens.end())
    return 10.0 * static_cast<double>(std::distance(tens.begin(), i) + 2);
  return -1;
}

int32_t ordinal_word(std::string_view word) {
  constexpr std::array words{"first"sv,   "second"sv, "third"sv,  "fourth"sv,
                             "fifth"sv,   "sixth"sv,  "seventh"sv, "eighth"sv,
                             "ninth"sv,   "tenth"sv};
  if (word == "last" || word == "final" || word == "closing")
    return -1;
  if (word == "opening" || word == "starting")
    return 1;
  if (auto i = std::ranges::find(words, word); i != words.end())
    return static_cast<int32_t>(std::distance(words.begin(), i)) + 1;
  return 0;
}

} // namespace troupe::feedback_detail
