#define CAF_SUITE explainer_finds
#include "tests/support/test.hpp"

#include "protocol/formula.hpp"
#include "providers/explainer_finds.hpp"
#include "providers/explainer_formula.hpp"
#include "providers/explainer_text.hpp"

using namespace troupe;
using namespace troupe::writing;

CAF_TEST(formulas are found where they stand) {
  struct row {
    const char* text;
    const char* formula;
  };
  for (auto& [text, formula] : {
         row{"Energy is E = mc^2 in a body at rest.", "E = mc^2"},
         row{"It reads a^2 + b^2 = c^2.", "a^2 + b^2 = c^2"},
         row{"The law F = m * a holds.", "F = m * a"},
         row{"Ohm wrote V=IR.", "V = IR"},
         row{"So PV = nRT, and that is all.", "PV = nRT"},
         row{"BMI = weight / height^2 is a rough guide.",
             "BMI = weight / height^2"},
         row{"E = mc\u00B2", "E = mc^2"},
         row{"Area = \u03C0 r\u00B2", "Area = pi r^2"},
         row{"x = (-b \u00B1 \u221A(b\u00B2 - 4ac)) / 2a",
             "x = (-b +- sqrt(b^2 - 4 ac)) / {2 a}"},
         row{"2 H2 + O2 -> 2 H2O", "2 H_2 + O_2 -> 2 H_2 O"},
         row{"Interest = Principal x Rate x Time",
             "Interest = Principal * Rate * Time"},
         row{"Here n = 20 and p = 5.", ""},
         row{"Set colour=red please.", ""},
         row{"No sign of equality here.", ""},
         row{"a == b", ""},
       }) {
    auto found = find_formula(text);
    CAF_CHECK_EQUAL(found.formula, formula);
    if (!found.formula.empty())
      CAF_CHECK(parse_formula(found.formula));
  }
}

CAF_TEST(formulas are said in words) {
  CAF_CHECK_EQUAL(formula_in_words("E = mc^2"), "E equals m c squared");
  CAF_CHECK_EQUAL(formula_in_words("F = m * a"), "F equals m times a");
  CAF_CHECK_EQUAL(formula_in_words("a^2 + b^2 = c^2"),
                  "a squared plus b squared equals c squared");
  CAF_CHECK_EQUAL(formula_in_words("p = part / whole"),
                  "p equals part divided by whole");
  CAF_CHECK_EQUAL(formula_in_words("A = pi * r^3"),
                  "A equals pi times r cubed");
  CAF_CHECK_EQUAL(formula_in_words("2 H_2 + O_2 -> 2 H_2 O"),
                  "2 H 2 plus O 2 gives 2 H 2 O");
}

CAF_TEST(a sentence keeps its formula) {
  auto list = sentences_with_formulas(
    "It is short. E = m c^2 says it all. With x_1 + x_2 = y_1 it ends.");
  CAF_REQUIRE_EQUAL(list.size(), 3u);
  CAF_CHECK_EQUAL(list[1], "E = m c^2 says it all.");
  CAF_CHECK_EQUAL(list[2], "With x_1 + x_2 = y_1 it ends.");
}

CAF_TEST(definitions steps and subjects are known by their words) {
  CAF_CHECK(defines("Photosynthesis is the way plants eat.",
                    "How photosynthesis works"));
  CAF_CHECK(defines("Tides are the rise and fall of the sea.", "Tides"));
  CAF_CHECK(!defines("Plants are green.", "Photosynthesis"));
  CAF_CHECK(!defines("It is easy.", "Photosynthesis"));
  CAF_CHECK_EQUAL(step_of("First, open the lid."), 1);
  CAF_CHECK_EQUAL(step_of("Then the water boils."), 2);
  CAF_CHECK_EQUAL(step_of("Finally, serve it."), 3);
  CAF_CHECK_EQUAL(step_of("First aid saves lives."), 0);
  CAF_CHECK_EQUAL(without_step_word("After that, it rains."), "It rains.");
  CAF_CHECK_EQUAL(subject_of("The green pigment absorbs light."),
                  "Green pigment");
  CAF_CHECK_EQUAL(subject_of("It absorbs light."), "");
  CAF_CHECK_EQUAL(subject_of("In spring the plant grows."), "");
}

CAF_TEST(dates series contrasts and quotations come apart) {
  auto date = date_of("In 1789, the Bastille fell.");
  CAF_CHECK_EQUAL(date.when, "1789");
  CAF_CHECK_EQUAL(date.what, "The Bastille fell");
  CAF_CHECK_EQUAL(date_of("On 14 July 1789 a crowd attacked.").when,
                  "14 July 1789");
  CAF_CHECK_EQUAL(date_of("Caesar was murdered in 44 BC.").when, "44 BC");
  CAF_CHECK_EQUAL(date_of("In the 18th century, ideas spread.").when,
                  "18th century");
  CAF_CHECK_EQUAL(date_of("In 12 weeks, it grew.").when, "");
  CAF_CHECK_EQUAL(date_of("It costs 1789 dollars.").when, "");
  auto list = series_of("The three powers are legislative, executive and "
                        "judicial.");
  CAF_CHECK(
    list.items
    == (std::vector<std::string>{"Legislative", "Executive", "Judicial"}));
  CAF_CHECK(series_of("It is slow, and then it stops.").items.empty());
  auto both = contrast_of("Mitosis makes two equal cells, while meiosis makes "
                          "four different ones.");
  CAF_CHECK_EQUAL(both.left, "Mitosis");
  CAF_CHECK_EQUAL(both.left_says, "Makes two equal cells");
  CAF_CHECK_EQUAL(both.right, "Meiosis");
  CAF_CHECK_EQUAL(both.right_says, "Makes four different ones");
  CAF_CHECK(contrast_of("It rains, but it is warm.").left.empty());
  auto quote = quotation_of("\"If I have seen further, it is by standing on "
                            "giants,\" wrote Isaac Newton.");
  CAF_CHECK_EQUAL(quote.by, "Isaac Newton");
  CAF_CHECK(quotation_of("The so-called \"big one\" came.").text.empty());
}

CAF_TEST(lists tables dates and values are blocks) {
  auto blocks = blocks_of("# Head\n\nFirst words.\n\n1. One thing\n2. Two "
                          "things\n\n- 1789: a start\n- 1799: an end\n\n"
                          "- Oil: 30%\n- Gas: 20%\n\n| A | B |\n| --- | --- |\n"
                          "| x | y |\n\nF = m * a\n- F: force\n- m: mass\n",
                          "notes");
  CAF_REQUIRE_EQUAL(blocks.size(), 6u);
  CAF_CHECK(blocks[0].kind == block_kind::prose);
  CAF_CHECK_EQUAL(blocks[0].heading, "Head");
  CAF_CHECK_EQUAL(blocks[0].source, "notes");
  CAF_CHECK(blocks[1].kind == block_kind::steps);
  CAF_CHECK(blocks[2].kind == block_kind::dates);
  CAF_CHECK(blocks[3].kind == block_kind::values);
  CAF_CHECK(blocks[4].kind == block_kind::table);
  CAF_CHECK(blocks[4].lines == (std::vector<std::string>{"A|B", "x|y"}));
  CAF_CHECK(blocks[5].kind == block_kind::formula);
  CAF_CHECK_EQUAL(blocks[5].more.size(), 2u);
}

CAF_TEST(another language is noticed) {
  CAF_CHECK(is_foreign("Die Photosynthese ist der Vorgang, mit dem Pflanzen "
                       "aus Licht, Wasser und Kohlendioxid Zucker bilden."));
  CAF_CHECK(is_foreign("\u0424\u043E\u0442\u043E\u0441\u0438\u043D\u0442"
                       "\u0435\u0437"));
  CAF_CHECK(!is_foreign("Photosynthesis is the way in which plants turn light "
                        "and water into sugar."));
  CAF_CHECK(!is_foreign(""));
}
