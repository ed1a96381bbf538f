#include "protocol/formula.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace troupe {

namespace {

using kind = formula_part::kind;

constexpr int most_depth = 8;
constexpr size_t most_parts = 120;

using translation = std::pair<std::string_view, std::string_view>;

/// Longer spellings stand before the shorter ones that they begin with.
constexpr std::array relations = {
  translation{"<=", "\u2264"}, translation{">=", "\u2265"},
  translation{"!=", "\u2260"}, translation{"->", "\u2192"},
  translation{"~", "\u2248"},  translation{"=", "="},
  translation{"<", "<"},       translation{">", ">"},
  translation{"\u2264", "\u2264"}, translation{"\u2265", "\u2265"},
  translation{"\u2260", "\u2260"}, translation{"\u2192", "\u2192"},
  translation{"\u2248", "\u2248"},
};

constexpr std::array signs = {
  translation{"+-", "\u00B1"},     translation{"+", "+"},
  translation{"-", "\u2212"},      translation{"*", "\u00B7"},
  translation{"\u2212", "\u2212"}, translation{"\u00B7", "\u00B7"},
  translation{"\u00D7", "\u00D7"}, translation{"\u00F7", "\u00F7"},
  translation{"\u00B1", "\u00B1"},
};

constexpr std::array marks = {
  translation{"//", "/"}, translation{",", ","}, translation{";", ";"},
  translation{":", ":"},  translation{"!", "!"}, translation{"%", "%"},
  translation{"'", "\u2032"},
};

constexpr std::array names = {
  translation{"alpha", "\u03B1"},   translation{"beta", "\u03B2"},
  translation{"gamma", "\u03B3"},   translation{"delta", "\u03B4"},
  translation{"epsilon", "\u03B5"}, translation{"zeta", "\u03B6"},
  translation{"eta", "\u03B7"},     translation{"theta", "\u03B8"},
  translation{"kappa", "\u03BA"},   translation{"lambda", "\u03BB"},
  translation{"mu", "\u03BC"},      translation{"nu", "\u03BD"},
  translation{"xi", "\u03BE"},      translation{"pi", "\u03C0"},
  translation{"rho", "\u03C1"},     translation{"sigma", "\u03C3"},
  translation{"tau", "\u03C4"},     translation{"phi", "\u03C6"},
  translation{"chi", "\u03C7"},     translation{"psi", "\u03C8"},
  translation{"omega", "\u03C9"},   translation{"Gamma", "\u0393"},
  translation{"Delta", "\u0394"},   translation{"Theta", "\u0398"},
  translation{"Lambda", "\u039B"},  translation{"Pi", "\u03A0"},
  translation{"Sigma", "\u03A3"},   translation{"Phi", "\u03A6"},
  translation{"Psi", "\u03A8"},     translation{"Omega", "\u03A9"},
  translation{"sum", "\u2211"},     translation{"infinity", "\u221E"},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  auto byte = static_cast<unsigned char>(c);
  return std::isalpha(byte) != 0 || byte >= 0x80;
}

class formula_reader {
 public:
  explicit formula_reader(std::string_view text) : text_(text) {}

  result<formula_part> all() {
    auto out = row("");
    if (out && at_ < text_.size())
      return refuse("has no partner");
    if (out && out->parts.empty())
      return refuse("is missing");
    return out;
  }

 private:
  result<formula_part> row(std::string_view until) {
    formula_part out;
    if (++depth_ > most_depth)
      return refuse("is nested too deeply");
    for (skip(); at_ < text_.size(); skip()) {
      auto c = text_[at_];
      if (until.find(c) != std::string_view::npos || c == ')' || c == ']'
          || c == '}')
        break;
      auto x = item();
      if (!x)
        return x;
      out.parts.push_back(std::move(*x));
    }
    --depth_;
    return out;
  }

  result<formula_part> item() {
    auto out = factor();
    for (skip(); out && at_ < text_.size() && text_[at_] == '/'
                 && !text_.substr(at_).starts_with("//");
         skip()) {
      ++at_;
      skip();
      auto below = factor();
      if (!below)
        return below;
      if (is_loose(*out) || is_loose(*below))
        return refuse("is no fraction");
      *out = {kind::fraction, {}, {bare(std::move(*out)),
                                   bare(std::move(*below))}};
    }
    return out;
  }

  /// What can't be part of a fraction.
  static bool is_loose(const formula_part& x) {
    return x.what == kind::sign || x.what == kind::relation
           || x.what == kind::mark;
  }

  /// A fraction's rule does what round brackets did.
  static formula_part bare(formula_part x) {
    if (x.what == kind::bracket && x.text == "()")
      return std::move(x.parts.front());
    return x;
  }

  result<formula_part> factor() {
    auto out = atom();
    while (out && at_ < text_.size()
           && (text_[at_] == '^' || text_[at_] == '_')) {
      auto what = text_[at_] == '^' ? kind::raised : kind::lowered;
      ++at_;
      auto script = atom();
      if (!script)
        return script;
      *out = {what, {}, {std::move(*out), std::move(*script)}};
    }
    return out;
  }

  result<formula_part> atom() {
    if (++count_ > most_parts)
      return refuse("is one part too many");
    if (at_ == text_.size())
      return refuse("is missing");
    auto c = text_[at_];
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size()
                        && is_digit(text_[at_ + 1])))
      return number();
    if (c == '"')
      return words();
    if (c == '(' || c == '[' || c == '{')
      return bracket(c);
    if (auto sign = one_of(relations, kind::relation))
      return *sign;
    if (auto sign = one_of(signs, kind::sign))
      return *sign;
    if (auto sign = one_of(marks, kind::mark))
      return *sign;
    if (is_letter(c))
      return name();
    return refuse("can't be read");
  }

  result<formula_part> number() {
    auto first = at_;
    while (at_ < text_.size()
           && (is_digit(text_[at_])
               || ((text_[at_] == '.' || text_[at_] == ',')
                   && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))))
      ++at_;
    return formula_part{kind::number, std::string{cut(first)}, {}};
  }

  result<formula_part> words() {
    auto end = text_.find('"', at_ + 1);
    if (end == std::string_view::npos)
      return refuse("has no partner");
    formula_part out{kind::word,
                     std::string{text_.substr(at_ + 1, end - at_ - 1)},
                     {}};
    at_ = end + 1;
    return out;
  }

  result<formula_part> bracket(char open) {
    auto close = open == '(' ? ')' : open == '[' ? ']' : '}';
    ++at_;
    auto inside = row("");
    if (!inside)
      return inside;
    if (at_ == text_.size() || text_[at_] != close)
      return refuse("needs a closing bracket");
    ++at_;
    if (open == '{')
      return inside;
    return formula_part{kind::bracket, std::string{open, close},
                        {std::move(*inside)}};
  }

  result<formula_part> name() {
    auto first = at_;
    while (at_ < text_.size() && (is_letter(text_[at_])
                                  || (at_ > first && is_digit(text_[at_])))
           && !starts_sign())
      ++at_;
    auto word = cut(first);
    if (word == "sqrt" && at_ < text_.size() && text_[at_] == '(') {
      auto inside = bracket('(');
      if (!inside)
        return inside;
      return formula_part{kind::root, {}, {bare(std::move(*inside))}};
    }
    for (auto& [spelling, letter] : names)
      if (word == spelling)
        return formula_part{kind::word, std::string{letter}, {}};
    return formula_part{kind::word, std::string{word}, {}};
  }

  bool starts_sign() const {
    auto rest = text_.substr(at_);
    auto begins = [&](auto& x) { return rest.starts_with(x.first); };
    return std::any_of(relations.begin(), relations.end(), begins)
           || std::any_of(signs.begin(), signs.end(), begins);
  }

  template <class List>
  std::optional<formula_part> one_of(const List& list, kind what) {
    for (auto& [spelling, shown] : list)
      if (text_.substr(at_).starts_with(spelling)) {
        at_ += spelling.size();
        return formula_part{what, std::string{shown}, {}};
      }
    return std::nullopt;
  }

  std::string_view cut(size_t first) const {
    return text_.substr(first, at_ - first);
  }

  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ')
      ++at_;
  }

  error refuse(const std::string& why) const {
    auto what = at_ < text_.size()
                  ? "\"" + std::string{text_.substr(at_, 1)} + "\" at "
                      + std::to_string(at_ + 1) + ' ' + why
                  : "what comes at the end " + why;
    return make_error(ec::invalid_argument, "formula: " + what);
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  size_t count_ = 0;
};

} // namespace

result<formula_part> parse_formula(std::string_view text) {
  return formula_reader{text}.all();
}

} // namespace troupe
