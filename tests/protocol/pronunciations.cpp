#define CAF_SUITE pronunciations
#include "tests/support/test.hpp"

#include "protocol/piece_spec.hpp"
#include "protocol/pronunciations.hpp"

using namespace troupe;

namespace {

pronunciations good(std::string_view text) {
  auto parsed = pronunciations::parse(text, "words.txt");
  if (!parsed)
    CAF_FAIL(text_of(parsed.error()));
  return *parsed;
}

std::string wrong(std::string_view text) {
  auto parsed = pronunciations::parse(text, "words.txt");
  return parsed ? "" : text_of(parsed.error());
}

} // namespace

CAF_TEST(phones and respellings are read) {
  auto words = good("# our products\nXarelto\tz ax0 r eh1 l t ow0\n\n"
                    "GLP-1 = glip one\r\n");
  CAF_CHECK_EQUAL(words.size(), 2u);
  CAF_REQUIRE(words.find("xarelto"));
  CAF_CHECK_EQUAL(words.find("XARELTO")->phones, "z ax0 r eh1 l t ow0");
  CAF_CHECK_EQUAL(words.find("glp-1")->respelling, "glip one");
  CAF_CHECK(!words.find("else"));
}

CAF_TEST(errors name file and line) {
  auto check = [](std::string_view text, std::string_view begins,
                  std::string_view holds) {
    auto message = wrong(text);
    CAF_MESSAGE(message);
    CAF_CHECK(message.find(begins) != message.npos);
    CAF_CHECK(message.find(holds) != message.npos);
  };
  check("\nnonsense", "words.txt:2:", "tab");
  check("a b = c", "words.txt:1:", "without blanks");
  check("x\tz aa", "words.txt:1:", "aa needs its stress");
  check("x\tz q1", "words.txt:1:", "no phone named q1");
  check("x\tz s t", "words.txt:1:", "no vowel");
  check("x = 5", "words.txt:1:", "letters");
  check("b12\tb iy1", "words.txt:1:", "respelling");
  check("x = y\nX = z", "words.txt:2:", "already");
  check("x = ", "words.txt:1:", "1 to 200");
}

CAF_TEST(only entries of words in the text matter) {
  auto words = good("alpha = al fa\nbeta\tb ey1 t ax0\nr&d = are and dee\n");
  auto lines = words.lines_for("Say (Beta), and our R&D's ALPHA-plan. betamax");
  CAF_REQUIRE_EQUAL(lines.size(), 3u);
  CAF_CHECK_EQUAL(lines[0], "alpha = al fa");
  CAF_CHECK_EQUAL(lines[1], "beta\tb ey1 t ax0");
  CAF_CHECK_EQUAL(lines[2], "r&d = are and dee");
  CAF_CHECK(words.lines_for("nothing of ours").empty());
  std::string text;
  for (auto& line : lines)
    text += line + "\n";
  CAF_CHECK(good(text) == words);
}

CAF_TEST(a narration spec without entries is as it was) {
  narration_spec spec{"Hello.", {}, {}};
  CAF_CHECK(!to_json(spec).has("lexicon"));
  spec.lexicon = {"hello = hallo"};
  auto back = narration_spec_from(to_json(spec));
  CAF_REQUIRE(back);
  CAF_CHECK(*back == spec);
}
