#include "providers/explainer_formula_tokens.hpp"

#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace troupe::writing::formulas {

namespace {

using namespace std::string_view_literals;

/// A letter, a name of a quantity; longer ones are words of the sentence.
constexpr size_t name_length = 14;

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

} // namespace

std::vector<token> tokens_of(std::string_view text) {
  return lexer{text}.all();
}

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

bool is_symbol(const token& x) {
  return x.what == part::name && is_operand(x) && x.text != "a"
         && (x.text.size() <= 2 || std::ranges::any_of(x.text, is_digit)
             || x.text == "sqrt" || x.text == "pi" || x.text == "Delta");
}

} // namespace troupe::writing::formulas
