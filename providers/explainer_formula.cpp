#include "providers/explainer_formula.hpp"

#include "protocol/formula.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

constexpr size_t most_formulas = 20;
constexpr size_t formula_length = 120;
constexpr size_t most_parts = 60;
/// A letter, a name of a quantity; longer ones are words of the sentence.
constexpr size_t name_length = 14;

enum class part : uint8_t {
  name,
  number,
  sign,
  script,
  relation,
  open,
  close,
  other
};

struct token {
  part what = part::other;
  /// As the grammar of formulas has it.
  std::string text;
  size_t begin = 0;
  size_t end = 0;
};

struct spelling {
  std::string_view from;
  part what;
  std::string_view to;
};

constexpr spelling spellings[] = {
  {"+/-", part::sign, "+-"},        {"\u00B1", part::sign, "+-"},
  {"+-", part::sign, "+-"},         {"->", part::relation, "->"},
  {"\u2192", part::relation, "->"}, {"\u2248", part::relation, "~"},
  {"\u00D7", part::sign, "*"},      {"\u00B7", part::sign, "*"},
  {"\u22C5", part::sign, "*"},      {"\u00F7", part::sign, "/"},
  {"\u2212", part::sign, "-"},      {"\u221A", part::name, "sqrt"},
  {"\u03C0", part::name, "pi"},     {"\u0394", part::name, "Delta"},
  {"\u03B8", part::name, "theta"},  {"\u03BB", part::name, "lambda"},
  {"\u03BC", part::name, "mu"},     {"\u03C1", part::name, "rho"},
  {"\u03C3", part::name, "sigma"},
};

constexpr std::array raised_digits{
  "\u2070"sv, "\u00B9"sv, "\u00B2"sv, "\u00B3"sv, "\u2074"sv,
  "\u2075"sv, "\u2076"sv, "\u2077"sv, "\u2078"sv, "\u2079"sv};
constexpr std::array lowered_digits{
  "\u2080"sv, "\u2081"sv, "\u2082"sv, "\u2083"sv, "\u2084"sv,
  "\u2085"sv, "\u2086"sv, "\u2087"sv, "\u2088"sv, "\u2089"sv};

bool is_ascii_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0
         && static_cast<unsigned char>(c) < 0x80;
}

class lexer {
public:
  explicit lexer(std::string_view text) : text_(text) {}

  std::vector<token> all() {
    while (at_ < text_.size())
      if (is_space(text_[at_]))
        ++at_;
      else
        next();
    return std::move(out_);
  }

private:
  void put(part what, std::string_view text, size_t bytes) {
    out_.push_back({what, std::string{text}, at_, at_ + bytes});
    at_ += bytes;
  }

  bool small_digit() {
    for (auto [table, sign] :
         {std::pair{&raised_digits, "^"sv}, std::pair{&lowered_digits, "_"sv}})
      for (size_t i = 0; i < table->size(); ++i)
        if (text_.substr(at_).starts_with((*table)[i])) {
          auto digit = std::to_string(i);
          auto bytes = (*table)[i].size();
          out_.push_back({part::script, std::string{sign}, at_, at_});
          put(part::number, digit, bytes);
          return true;
        }
    return false;
  }

  void next() {
    auto rest = text_.substr(at_);
    if (small_digit())
      return;
    for (auto& x : spellings)
      if (rest.starts_with(x.from))
        return put(x.what, x.to, x.from.size());
    auto c = rest.front();
    if (is_digit(c))
      return number(rest);
    if (is_ascii_letter(c))
      return name(rest);
    auto joined = at_ + 1 < text_.size() && at_ > 0
                  && is_ascii_letter(text_[at_ - 1])
                  && is_ascii_letter(text_[at_ + 1]);
    if (c == '=')
      return put(rest.starts_with("==") ? part::other : part::relation, "=", 1);
    // "mass-energy", "and/or" are words.
    if (c == '-' && joined)
      return put(part::other, "-", 1);
    if (c == '+' || c == '-' || c == '*' || c == '/')
      return put(part::sign, rest.substr(0, 1), 1);
    if (c == '^' || c == '_')
      return put(part::script, rest.substr(0, 1), 1);
    if (c == '(' || c == '[' || c == '{')
      return put(part::open, rest.substr(0, 1), 1);
    if (c == ')' || c == ']' || c == '}')
      return put(part::close, rest.substr(0, 1), 1);
    put(part::other, rest.substr(0, 1), 1);
  }

  void number(std::string_view rest) {
    size_t n = 1;
    while (n < rest.size()
           && (is_digit(rest[n])
               || ((rest[n] == '.' || rest[n] == ',') && n + 1 < rest.size()
                   && is_digit(rest[n + 1]))))
      ++n;
    auto text = std::string{rest.substr(0, n)};
    std::erase(text, ',');
    put(part::number, text, n);
  }

  void name(std::string_view rest) {
    size_t n = 1;
    while (
      n < rest.size()
      && (is_ascii_letter(rest[n]) || is_digit(rest[n]) || rest[n] == '\''))
      ++n;
    put(part::name, rest.substr(0, n), n);
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<token> out_;
};

bool is_common(const token& x) {
  static constexpr std::array common{
    "is"sv,   "in"sv,   "as"sv,   "by"sv,    "of"sv,    "to"sv,    "so"sv,
    "or"sv,   "an"sv,   "at"sv,   "be"sv,    "it"sv,    "we"sv,    "if"sv,
    "on"sv,   "and"sv,  "the"sv,  "for"sv,   "are"sv,   "was"sv,   "has"sv,
    "its"sv,  "law"sv,  "say"sv,  "that"sv,  "this"sv,  "where"sv, "when"sv,
    "with"sv, "then"sv, "thus"sv, "hence"sv, "which"sv, "from"sv,  "but"sv,
    "not"sv,  "you"sv,  "can"sv,  "gives"sv, "says"sv,  "means"sv, "called"sv};
  auto text = lower(x.text);
  return std::ranges::find(common, text) != common.end();
}

bool is_operand(const token& x) {
  return x.what == part::number
         || (x.what == part::name && !is_common(x)
             && x.text.find('\'') == std::string::npos
             && x.text.size() <= name_length);
}

/// "x", "4ac", "CO2": stands beside another operand without a sign.
bool is_symbol(const token& x) {
  return x.what == part::name && is_operand(x) && x.text != "a"
         && (x.text.size() <= 2 || std::ranges::any_of(x.text, is_digit)
             || x.text == "sqrt" || x.text == "pi" || x.text == "Delta");
}

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

/// Letters one by one: "mc" -> "m c".
std::string spelled(const std::string& name) {
  if (name.size() > 3 || name == "pi" || name == "mu" || name == "rho")
    return name;
  std::string out;
  for (auto c : name)
    out += (out.empty() ? "" : " ") + std::string{c};
  return out;
}

std::string sign_in_words(const std::string& sign) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
    {"+", "plus"},
    {"\u2212", "minus"},
    {"\u00B7", "times"},
    {"\u00B1", "plus or minus"},
    {"=", "equals"},
    {"\u2192", "gives"},
    {"\u2248", "is about"},
    {"\u00D7", "times"},
    {"\u00F7", "divided by"},
    {"/", "divided by"}};
  for (auto& [from, to] : table)
    if (sign == from)
      return std::string{to};
  return sign;
}

std::string name_in_words(const std::string& name) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
    {"\u03C0", "pi"},     {"\u0394", "delta"}, {"\u03B8", "theta"},
    {"\u03BB", "lambda"}, {"\u03BC", "mu"},    {"\u03C1", "rho"},
    {"\u03C3", "sigma"},  {"\u03B1", "alpha"}, {"\u03B2", "beta"}};
  for (auto& [from, to] : table)
    if (name == from)
      return std::string{to};
  return spelled(name);
}

std::string in_words(const formula_part& x);

std::string row_in_words(const std::vector<formula_part>& parts) {
  std::string out;
  for (auto& x : parts)
    out += (out.empty() ? "" : " ") + in_words(x);
  return out;
}

std::string in_words(const formula_part& x) {
  using kind = formula_part::kind;
  switch (x.what) {
    case kind::row: return row_in_words(x.parts);
    case kind::word: return name_in_words(x.text);
    case kind::number:
    case kind::mark: return x.text;
    case kind::sign:
    case kind::relation: return sign_in_words(x.text);
    case kind::fraction: {
      auto above = in_words(x.parts[0]);
      auto whole = x.parts[0].what == kind::row && x.parts[0].parts.size() > 1;
      return above + (whole ? ", all divided by " : " divided by ")
             + in_words(x.parts[1]);
    }
    case kind::lowered:
      return in_words(x.parts[0]) + " " + in_words(x.parts[1]);
    case kind::raised: {
      auto script = in_words(x.parts[1]);
      auto base = in_words(x.parts[0]);
      auto many = x.parts[0].what == kind::bracket;
      return base + (many ? "," : "")
             + (script == "2"   ? " squared"
                : script == "3" ? " cubed"
                                : " to the power of " + script);
    }
    case kind::root: return "the square root of " + row_in_words(x.parts);
    case kind::bracket: return "the quantity " + row_in_words(x.parts);
  }
  return {};
}

} // namespace

found_formula find_formula(std::string_view text) {
  if (text.size() > 4'000
      || (text.find('=') == text.npos && text.find("->") == text.npos
          && text.find("\u2192") == text.npos))
    return {};
  grower all{lexer{text}.all()};
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

std::string formula_in_words(std::string_view formula) {
  auto tree = parse_formula(formula);
  return tree ? in_words(*tree) : std::string{formula};
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
