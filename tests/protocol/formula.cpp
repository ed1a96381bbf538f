#define CAF_SUITE formula
#include "tests/support/test.hpp"

#include "protocol/formula.hpp"

#include <random>

using namespace troupe;

namespace {

using kind = formula_part::kind;

/// The tree in one line: f(a b) a fraction, ^(a b) raised and so on.
std::string drawn(const formula_part& x) {
  auto inside = [&] {
    std::string out;
    for (auto& part : x.parts)
      out += (out.empty() ? "" : " ") + drawn(part);
    return '(' + out + ')';
  };
  switch (x.what) {
    case kind::row: return inside();
    case kind::fraction: return "f" + inside();
    case kind::raised: return "^" + inside();
    case kind::lowered: return "_" + inside();
    case kind::root: return "r" + inside();
    case kind::bracket: return x.text + inside();
    case kind::word:
    case kind::number:
    case kind::sign:
    case kind::relation:
    case kind::mark: return x.text;
  }
  return {};
}

std::string read(std::string_view text) {
  auto out = parse_formula(text);
  return out ? drawn(*out) : text_of(out.error());
}

size_t depth_of(const formula_part& x) {
  size_t out = 0;
  for (auto& part : x.parts)
    out = std::max(out, depth_of(part));
  return out + 1;
}

} // namespace

CAF_TEST(formulas are read as people write them) {
  CAF_CHECK_EQUAL(read("BMI = mass / height^2"),
                  "(BMI = f(mass ^(height 2)))");
  CAF_CHECK_EQUAL(read("t_{1/2}"), "(_(t (f(1 2))))");
  CAF_CHECK_EQUAL(read("(a + b)/(c - d)"), "(f((a + b) (c \u2212 d)))");
  CAF_CHECK_EQUAL(read("sqrt(x^2 + 1)"), "(r((^(x 2) + 1)))");
  CAF_CHECK_EQUAL(read("alpha <= 2*pi"), "(\u03B1 \u2264 2 \u00B7 \u03C0)");
  CAF_CHECK_EQUAL(read("\"net weight\" = 1,200.5"), "(net weight = 1,200.5)");
  CAF_CHECK_EQUAL(read("mg//kg"), "(mg / kg)");
  CAF_CHECK_EQUAL(read("x_i^2"), "(^(_(x i) 2))");
}

CAF_TEST(what cannot be read is named with its place) {
  for (auto bad : {"", "a/", "(a", "a)", "x^", "\"open", "a + = /b", "<b>&",
                   "{", "sqrt(", "a_"})
    CAF_CHECK(!parse_formula(bad));
  CAF_CHECK_EQUAL(read("a + (b"),
                  "formula: what comes at the end needs a closing bracket");
  CAF_CHECK_EQUAL(read("a & b"), "formula: \"&\" at 3 can't be read");
}

CAF_TEST(random bytes end in a small tree or an error) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  constexpr std::string_view pool = "ab12 ()[]{}^_/+-=<>\"sqrt.,*~\xCE\xB1\xFF";
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (auto n = random() % 60; n > 0; --n)
      text += pool[random() % pool.size()];
    auto out = parse_formula(text);
    if (out && depth_of(*out) > 40)
      CAF_FAIL("deep: " << text);
  }
  CAF_CHECK(!parse_formula(std::string(500, '(')));
  CAF_CHECK(!parse_formula(std::string(5'000, 'a') + std::string(300, '+')));
}
