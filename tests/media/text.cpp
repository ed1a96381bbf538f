#define CAF_SUITE text
#include "tests/support/test.hpp"

#include "media/text.hpp"

#include <set>

using namespace troupe::media;

namespace {

text_style big() {
  text_style out;
  out.face = typeface::display;
  out.weight = 600;
  out.size = 40;
  out.leading = 1.1;
  return out;
}

/// Right edge of the ink on a line.
double line_end(const text_block& x, int line) {
  double out = 0;
  for (auto& word : x.words)
    if (word.line == line)
      out = std::max(out, word.x
                            + double(cairo_image_surface_get_width(
                              word.mask.get())));
  return out;
}

} // namespace

CAF_TEST(a headline is broken into lines of about the same length) {
  text_setter aut;
  auto x = aut.fit("Every morning begins with one small and simple step",
                   big(), {560, 1e9, 3, 20, true});
  CAF_REQUIRE_EQUAL(x.lines, 2);
  CAF_CHECK(std::abs(line_end(x, 0) - line_end(x, 1)) < 160);
  CAF_CHECK(x.width <= 560);
}

CAF_TEST(a headline does not leave one word alone) {
  text_setter aut;
  auto x = aut.fit("How lisinopril works", big(), {340, 1e9, 3, 20, true});
  CAF_CHECK_EQUAL(x.lines, 1);
  CAF_CHECK(x.size < 40);
  CAF_CHECK(x.size >= 40 * 0.74);
}

CAF_TEST(running text does not end on one short word) {
  text_setter aut;
  text_style body;
  body.size = 20;
  auto text = "It takes the seat of the hormone and keeps the vessels from "
              "getting too tight at night";
  auto whole = aut.width_of(text, body);
  // Just too narrow for one line: the last word would stand alone.
  auto x = aut.fit(text, body, {whole - 4, 1e9, 3, 20, false});
  CAF_REQUIRE_EQUAL(x.lines, 2);
  CAF_CHECK(line_end(x, 1) > whole * 0.1);
  size_t last_line = 0;
  for (auto& word : x.words)
    last_line += word.line == 1 ? 1 : 0;
  CAF_CHECK(last_line >= 2);
}

CAF_TEST(text shrinks to its room and then drops words with an ellipsis) {
  text_setter aut;
  auto shrunk = aut.fit("A long line that has to become smaller", big(),
                        {500, 1e9, 1, 10, false});
  CAF_CHECK_EQUAL(shrunk.lines, 1);
  CAF_CHECK(shrunk.size < 40);
  CAF_CHECK(shrunk.width <= 500);
  CAF_CHECK(!shrunk.cut);
  auto cut = aut.fit("A long line that has to become smaller", big(),
                     {300, 1e9, 1, 38, false});
  CAF_CHECK(cut.cut);
  CAF_CHECK(cut.text.ends_with("\u2026"));
  CAF_CHECK(cut.width <= 300);
}

CAF_TEST(a word wider than the room shrinks instead of breaking) {
  text_setter aut;
  auto x = aut.fit("Hyperlipoproteinaemia", big(), {200, 1e9, 3, 8, true});
  CAF_CHECK_EQUAL(x.lines, 1);
  CAF_CHECK(x.width <= 200);
}

CAF_TEST(markup is shown and not obeyed) {
  text_setter aut;
  auto plain = aut.width_of("<b>&amp;</b>", big());
  auto inner = aut.width_of("&", big());
  CAF_CHECK(plain > inner * 4);
}

CAF_TEST(right to left words stand in their order) {
  text_setter aut;
  auto x = aut.fit("\u0623\u0628 \u062A\u062B", big(),
                   {600, 1e9, 1, 20, false});
  CAF_REQUIRE_EQUAL(x.words.size(), 2u);
  CAF_CHECK(x.words[0].x > x.words[1].x);
}

CAF_TEST(ink lies within the block and words do not share it) {
  text_setter aut;
  auto x = aut.fit("one two three four", big(), {2000, 1e9, 1, 20, false});
  CAF_REQUIRE_EQUAL(x.words.size(), 4u);
  for (size_t i = 1; i < x.words.size(); ++i)
    CAF_CHECK(x.words[i].x
              >= x.words[i - 1].x
                   + cairo_image_surface_get_width(x.words[i - 1].mask.get())
                   - 2);
  CAF_CHECK(x.ink.y >= -2);
  CAF_CHECK(x.ink.bottom() <= x.height + 2);
}

CAF_TEST(capitals are made by the setter and not by the writer) {
  text_setter aut;
  auto style = big();
  style.caps = true;
  auto x = aut.fit("stra\u00DFe \u00E4", style, {900, 1e9, 1, 20, false});
  CAF_CHECK_EQUAL(x.text, "STRASSE \u00C4");
}
