#include "providers/explainer_formula.hpp"

#include "protocol/formula.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_formula_tokens.hpp"

#include <algorithm>

namespace troupe::writing {

namespace {

using namespace formulas;

constexpr size_t most_formulas = 20;
constexpr size_t formula_length = 120;
constexpr size_t most_parts = 60;

/// Grows a formula to both sides of its relation.
class grower {
public:
  explicit grower(std::vector<token> tokens) : all_(std::move(tokens)) {
    // "Principal x Rate"
    for (size_t i = 1; i + 1 < all_.size(); ++i)
      if ((all_[i].text == "x" || all_[i].text == "X") && big(all_[i - 1])
          && big(all_[i + 1]))
        all_[i] = {part::sign, "*", all_[i].begin, all_[i].end};
  }

  size_t size() const { return all_.size(); }
  bool is_relation(size_t i) const { return all_[i].what == part::relation; }

  bool grow(size_t relation) {
    first_ = relation;
    last_ = relation;
    return left() && right();
  }

  found_formula take() const {
    std::string out;
    auto arrow =
      std::any_of(all_.begin() + static_cast<std::ptrdiff_t>(first_),
                  all_.begin() + static_cast<std::ptrdiff_t>(last_) + 1,
                  [](auto& x) { return x.text == "->"; });
    auto signs = 0;
    auto names = 0;
    for (auto i = first_; i <= last_; ++i)
      write(i, arrow, out, signs, names);
    auto simple = signs == 0 && !short_sides();
    if (simple || names < 2 || length_of(out) > formula_length
        || !parse_formula(out))
      return {};
    return {all_[first_].begin, all_[last_].end, out};
  }

private:
  static bool big(const token& x) {
    return x.what == part::number || x.what == part::close
           || (x.what == part::name && x.text.size() > 1 && !is_common(x));
  }

  /// "V = IR", "F = ma": products without a sign.
  bool short_sides() const {
    size_t longest = 0;
    for (auto i = first_; i <= last_; ++i)
      if (all_[i].what == part::name)
        longest = std::max(longest, all_[i].text.size());
    return longest >= 2 && longest <= 4 && last_ - first_ == 2;
  }

  bool adjacent(size_t i) const {
    return i > 0 && all_[i - 1].end == all_[i].begin;
  }

  bool left() {
    if (first_ == 0 || !back())
      return false;
    while (first_ > 0 && last_ - first_ < most_parts) {
      auto& x = all_[first_ - 1];
      if (x.what == part::sign || x.what == part::script
          || x.what == part::relation) {
        auto before = first_;
        --first_;
        if (first_ == 0 || !back()) {
          // A minus at the beginning belongs to it, other signs don't.
          first_ = x.text == "-" ? before - 1 : before;
          return true;
        }
      } else if ((x.what == part::number && all_[first_].what == part::name)
                 || (is_symbol(x) && all_[first_].what != part::number)
                 || (x.text == "a" && all_[first_].what == part::name
                     && starts_at(first_ - 1))) {
        --first_;
      } else {
        break;
      }
    }
    return true;
  }

  /// One operand to the left.
  bool back() {
    auto& x = all_[first_ - 1];
    if (is_operand(x)) {
      --first_;
      return true;
    }
    if (x.what != part::close)
      return false;
    auto depth = 0;
    for (auto i = first_; i-- > 0;) {
      if (all_[i].what == part::close)
        ++depth;
      if (all_[i].what == part::open && --depth == 0) {
        first_ = i;
        if (i > 0 && is_symbol(all_[i - 1]) && adjacent(i))
          --first_;
        return true;
      }
      if (all_[i].what == part::other)
        return false;
    }
    return false;
  }

  bool right() {
    if (!forward())
      return false;
    while (last_ + 1 < all_.size() && last_ - first_ < most_parts) {
      auto& x = all_[last_ + 1];
      if (x.what == part::sign || x.what == part::script
          || x.what == part::relation) {
        ++last_;
        if (!forward()) {
          --last_;
          return true;
        }
      } else if (x.what == part::open || is_symbol(x)
                 || (x.what == part::name && is_operand(x)
                     && all_[last_].what == part::number)
                 || (x.text == "a" && ends_after(last_ + 1))) {
        if (!forward())
          return true;
      } else {
        break;
      }
    }
    return true;
  }

  /// "a x^2": a letter and no article, because nothing stands before it.
  bool starts_at(size_t i) const {
    return i == 0 || all_[i - 1].what == part::relation
           || all_[i - 1].what == part::sign;
  }

  bool ends_after(size_t i) const {
    return i + 1 >= all_.size() || all_[i + 1].what == part::other
           || all_[i + 1].what == part::sign
           || all_[i + 1].what == part::relation;
  }

  bool forward() {
    auto i = last_ + 1;
    while (i < all_.size() && (all_[i].text == "-" || all_[i].text == "+-"))
      ++i;
    if (i >= all_.size())
      return false;
    if (is_operand(all_[i])) {
      last_ = i;
      return true;
    }
    if (all_[i].what != part::open)
      return false;
    auto depth = 0;
    for (; i < all_.size(); ++i) {
      if (all_[i].what == part::open)
        ++depth;
      if (all_[i].what == part::close && --depth == 0) {
        last_ = i;
        return true;
      }
      if (all_[i].what == part::other)
        return false;
    }
    return false;
  }

  /// "C6H12O6" -> "C_6 H_12 O_6", "x1" -> "x_1".
  static std::string with_subscripts(const std::string& name) {
    std::string out;
    for (size_t i = 0; i < name.size(); ++i) {
      if (is_digit(name[i]) && i > 0 && !is_digit(name[i - 1]))
        out += '_';
      else if (i > 0 && is_digit(name[i - 1]) && !is_digit(name[i]))
        out += ' ';
      out += name[i];
    }
    return out;
  }

  void write(size_t i, bool arrow, std::string& out, int& signs,
             int& names) const {
    auto& x = all_[i];
    auto script = i > first_ && all_[i - 1].what == part::script;
    switch (x.what) {
      case part::sign:
      case part::script: ++signs; break;
      case part::name: ++names; break;
      case part::number:
      case part::relation:
      case part::open:
      case part::close:
      case part::other: break;
    }
    if (x.what == part::script) {
      out += x.text;
      return;
    }
    // "10^-3" has no exponent in the grammar without its braces.
    if (script && x.text == "-" && i + 1 <= last_) {
      out += "{-" + all_[i + 1].text + "}";
      return;
    }
    if (i >= first_ + 2 && all_[i - 1].text == "-"
        && all_[i - 2].what == part::script)
      return;
    auto divides = i > first_ && all_[i - 1].text == "/";
    auto product = x.what == part::number && i < last_
                   && all_[i + 1].what == part::name && adjacent(i + 1);
    if (divides && product) {
      out += " {" + x.text;
      return;
    }
    auto closes = i >= first_ + 2 && all_[i - 2].text == "/"
                  && all_[i - 1].what == part::number && x.what == part::name
                  && adjacent(i);
    auto minus = i > first_ && all_[i - 1].text == "-"
                 && (i == first_ + 1 || all_[i - 2].what == part::open
                     || all_[i - 2].what == part::relation);
    auto tight = script || x.what == part::close || out.empty() || minus
                 || (i > first_ && all_[i - 1].what == part::open)
                 || (x.what == part::open && i > first_ && adjacent(i)
                     && all_[i - 1].what == part::name);
    auto digits = x.what == part::name && std::ranges::any_of(x.text, is_digit);
    out += (tight ? "" : " ")
           + (digits && (arrow || x.text.size() <= 3) ? with_subscripts(x.text)
                                                      : x.text)
           + (closes ? "}" : "");
  }

  std::vector<token> all_;
  size_t first_ = 0;
  size_t last_ = 0;
};

} // namespace

found_formula find_formula(std::string_view text) {
  if (text.size() > 4'000
      || (text.find('=') == text.npos && text.find("->") == text.npos
          && text.find("\u2192") == text.npos))
    return {};
  grower all{tokens_of(text)};
  for (size_t i = 0; i < all.size(); ++i)
    if (all.is_relation(i) && all.grow(i))
      if (auto found = all.take(); !found.formula.empty())
        return found;
  return {};
}

std::string whole_formula(std::string_view line) {
  while (line.ends_with('.') || line.ends_with(',') || line.ends_with('`'))
    line.remove_suffix(1);
  while (line.starts_with('`'))
    line.remove_prefix(1);
  auto found = find_formula(line);
  return found.begin == 0 && found.end == line.size() ? found.formula : "";
}

std::vector<std::string> sentences_with_formulas(std::string_view text) {
  // Placeholders that no rule for sentences touches.
  std::string marked;
  std::vector<std::string> formulas;
  auto rest = text;
  while (formulas.size() < most_formulas) {
    auto found = find_formula(rest);
    if (found.formula.empty())
      break;
    marked += rest.substr(0, found.begin);
    marked += "\uE000"
              + std::string(1, static_cast<char>('a' + formulas.size()))
              + "\uE001";
    formulas.emplace_back(rest.substr(found.begin, found.end - found.begin));
    rest.remove_prefix(found.end);
  }
  auto sentences = sentences_of(marked + std::string{rest});
  for (auto& x : sentences)
    for (size_t i = 0; i < formulas.size(); ++i) {
      auto mark =
        "\uE000" + std::string(1, static_cast<char>('a' + i)) + "\uE001";
      // A sentence may begin with it: its letter is a capital then.
      auto big =
        "\uE000" + std::string(1, static_cast<char>('A' + i)) + "\uE001";
      for (auto& form : {mark, big})
        if (auto at = x.find(form); at != std::string::npos)
          x.replace(at, form.size(), formulas[i]);
    }
  return sentences;
}

} // namespace troupe::writing
