#include "protocol/formula.hpp"
#include "providers/explainer_formula.hpp"

namespace troupe::writing {

namespace {

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

std::string formula_in_words(std::string_view formula) {
  auto tree = parse_formula(formula);
  return tree ? in_words(*tree) : std::string{formula};
}

} // namespace troupe::writing
