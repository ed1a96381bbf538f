#define CAF_SUITE text
#include "tests/support/test.hpp"

#include "media/text.hpp"
#include "media/text_breaks.hpp"
#include "media/text_script.hpp"

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
  auto width = aut.width_of("Hyperlipoproteinaemia", big()) * 0.8;
  auto x = aut.fit("Hyperlipoproteinaemia", big(), {width, 1e9, 3, 8, true});
  CAF_CHECK_EQUAL(x.lines, 1);
  CAF_CHECK(x.width <= width);
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

CAF_TEST(numbers stay with their units and names with their numerals) {
  CAF_CHECK(tear_cost("12", "mmHg") >= 1);
  CAF_CHECK(tear_cost("0.5", "%.") >= 1);
  CAF_CHECK(tear_cost("angiotensin", "II") >= 1);
  CAF_CHECK(tear_cost("type", "2") >= 1);
  CAF_CHECK(tear_cost("Dr.", "Meyer") >= 1);
  CAF_CHECK(tear_cost("24", "hours") < 1);
  CAF_CHECK(tear_cost("blood", "pressure") < 0.5);
  text_setter aut;
  text_style body;
  body.size = 20;
  auto width = aut.width_of("The pressure fell by 12", body) + 4;
  auto x = aut.fit("The pressure fell by 12 mmHg at night", body,
                   {width, 1e9, 3, 20, false});
  auto line_of = [&](std::string_view word) {
    for (auto& one : x.words)
      if (x.text.substr(one.first, one.last - one.first) == word)
        return one.line;
    return -1;
  };
  CAF_CHECK(x.lines > 1);
  CAF_CHECK_EQUAL(line_of("12"), line_of("mmHg"));
}

CAF_TEST(a long compound is divided with a hyphen when it has to be) {
  text_setter aut;
  auto text = "Arzneimittelsicherheitsabteilung benachrichtigen";
  auto style = big();
  auto wide = aut.fit(text, style, {2000, 1e9, 2, 30, false});
  CAF_CHECK_EQUAL(wide.lines, 1);
  auto narrow = aut.fit(text, style, {360, 1e9, 4, 34, false});
  CAF_CHECK(!narrow.cut);
  CAF_CHECK(narrow.lines >= 3);
  CAF_CHECK(narrow.width <= 360);
  for (auto& point : hyphen_points("Arzneimittelsicherheitsabteilung"))
    CAF_CHECK(point.at >= 4);
  CAF_CHECK(hyphen_points("hormone").empty());
}

CAF_TEST(lines that would be one word are avoided when words can move) {
  std::vector<text_atom> atoms;
  for (size_t i = 0; i < 9; ++i) {
    text_atom x{i * 5, i * 5 + 4};
    x.width = 4;
    x.blank = 1;
    atoms.push_back(x);
  }
  // Eight words fill a line: greedy breaking leaves the ninth alone.
  auto lines = break_lines(atoms, {39, 3, false});
  CAF_REQUIRE(lines);
  CAF_REQUIRE_EQUAL(lines->size(), 2u);
  CAF_CHECK(lines->back().last - lines->back().first >= 2);
  CAF_CHECK(!break_lines(atoms, {3, 3, false}));
  atoms[3].is_glued = true;
  auto glued = break_lines(atoms, {20, 3, true});
  CAF_REQUIRE(glued);
  for (auto& line : *glued)
    CAF_CHECK(line.last != 4);
}

CAF_TEST(texts of one script or several keep their direction) {
  CAF_CHECK(!is_rtl("Lisinopril"));
  CAF_CHECK(is_rtl("\u0643\u064A\u0641 Lisinopril"));
  CAF_CHECK(is_rtl("ACE \u064A\u0639\u0645\u0644 \u0639\u0644\u0649 "
                   "\u0627\u0644\u0623\u0648\u0639\u064A\u0629"));
  CAF_CHECK(!is_rtl("How \u062F\u0648\u0627\u0621 works"));
  CAF_CHECK_EQUAL(han_language("\u9AD8\u8840\u5727\u3092"), "ja");
  CAF_CHECK_EQUAL(han_language("\uD608\uC555"), "ko");
  CAF_CHECK_EQUAL(han_language("\u836F\u7269\u538B\u529B"), "zh-cn");
  CAF_CHECK_EQUAL(han_language("\u85E5\u7269\u58D3\u529B"), "zh-tw");
  CAF_CHECK_EQUAL(han_language("none"), "");
}

CAF_TEST(scripts of the world are drawn without a missing character) {
  text_setter aut;
  for (auto text :
       {"\u0643\u064A\u0641 \u064A\u0639\u0645\u0644", // Arabic
        "\u05DB\u05DA \u05E4\u05D5\u05E2\u05DC\u05EA", // Hebrew
        "\u0930\u0915\u094D\u0924\u091A\u093E\u092A",  // Devanagari
        "\u0E04\u0E27\u0E32\u0E21\u0E14\u0E31\u0E19",  // Thai
        "\u9AD8\u8840\u5727\u306E\u85AC",              // Japanese
        "\u9AD8\u8840\u538B",                          // Chinese
        "\uD608\uC555",                                // Korean
        "\u2600\uFE0F \U0001F34A \U0001F468\u200D\U0001F469"}) { // emoji
    auto x = aut.fit(text, big(), {900, 1e9, 2, 20, false});
    CAF_CHECK_EQUAL(x.missing, 0);
    CAF_CHECK(!x.words.empty());
    CAF_CHECK(!x.cut);
  }
}

CAF_TEST(emoji have colours and digits beside them do not) {
  text_setter aut;
  auto x = aut.fit("12 \U0001F34A", big(), {900, 1e9, 1, 20, false});
  CAF_REQUIRE_EQUAL(x.words.size(), 2u);
  CAF_CHECK(!x.words[0].is_coloured);
  CAF_CHECK(x.words[1].is_coloured);
}

CAF_TEST(texts without blanks enter phrase by phrase) {
  text_setter aut;
  auto thai = aut.fit("\u0E44\u0E15\u0E2B\u0E25\u0E31\u0E48\u0E07"
                      "\u0E40\u0E23\u0E19\u0E34\u0E19\u0E40\u0E02"
                      "\u0E49\u0E32\u0E2A\u0E39\u0E48\u0E01\u0E23"
                      "\u0E30\u0E41\u0E2A\u0E40\u0E25\u0E37\u0E2D"
                      "\u0E14",
                      big(), {2000, 1e9, 1, 20, false});
  CAF_CHECK(thai.words.size() >= 3);
  for (size_t i = 1; i < thai.words.size(); ++i)
    CAF_CHECK_EQUAL(thai.words[i].first, thai.words[i - 1].last);
}

CAF_TEST(joined letters have the same ink whole and word by word) {
  // The block draws each word from the whole line's shaping: nothing of it
  // may be lost or changed.
  text_setter aut;
  auto text = "\u0643\u064A\u0641 \u064A\u0639\u0645\u0644";
  auto x = aut.fit(text, big(), {900, 1e9, 1, 20, false});
  auto first = aut.fit("\u0643\u064A\u0641", big(), {900, 1e9, 1, 20, false});
  CAF_REQUIRE_EQUAL(x.words.size(), 2u);
  CAF_CHECK(std::abs(cairo_image_surface_get_width(x.words[0].mask.get())
                     - cairo_image_surface_get_width(first.words[0].mask.get()))
            <= 1);
}
