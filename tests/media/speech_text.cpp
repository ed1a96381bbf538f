#define CAF_SUITE speech_text
#include "tests/support/test.hpp"

#include "media/speech_text.hpp"

#include <algorithm>
#include <random>

using namespace troupe;

namespace {

/// All spoken words of a text, sentences apart by '|'.
std::string spoken(std::string_view text) {
  std::string out;
  for (auto& sentence : prepare_speech(text)) {
    if (!out.empty())
      out += "| ";
    for (auto& word : sentence.words)
      for (auto& x : word.spoken)
        out += x + " ";
  }
  if (!out.empty())
    out.pop_back();
  return out;
}

std::string displayed(std::string_view text) {
  std::string out;
  for (auto& sentence : prepare_speech(text))
    for (auto& word : sentence.words)
      out += (out.empty() ? "" : " ") + word.display;
  return out;
}

void check(std::string_view written, std::string_view said) {
  auto got = spoken(written);
  // Whatever is said, every written word has its time.
  auto kept = displayed(written);
  CAF_CHECK(kept.find("  ") == kept.npos);
  CAF_CHECK_EQUAL(std::ranges::count(kept, ' '),
                  std::ranges::count(written, ' '));
  CAF_MESSAGE(std::string{written});
  CAF_CHECK_EQUAL(got, std::string{said});
}

} // namespace

CAF_TEST(numbers are said as people say them) {
  check("0", "zero");
  check("42 1,250 1000000", "forty two one thousand two hundred fifty one "
                            "million");
  check("0.5 12.75 .5", "zero point five twelve point seven five zero point "
                        "five");
  check("007 1st 22nd 3rd 12th 30th", "zero zero seven first twenty second "
                                      "third twelfth thirtieth");
  check("½ cup, 2/3, 24/7, 5 in 10", "one half cup two thirds twenty four "
                                     "seven five in ten");
  check("1:1000 at 10:30am", "one to one thousand at ten thirty ay em");
  check("-3 and ±5 and <5% and ≥18", "minus three and plus or minus five and "
                                     "less than five percent and at least "
                                     "eighteen");
  check("123456789012345678901234567890",
        "one two three four five six seven eight nine zero one two three four "
        "five six seven eight nine zero one two three four five six seven "
        "eight nine zero");
}

CAF_TEST(ranges dates and money) {
  check("5-10 mg", "five to ten milligrams");
  check("10–20mg", "ten to twenty milligrams");
  check("$4.99 or $5 million or €50 or £1.2bn or $1",
        "four dollars ninety nine or five million dollars or fifty euros or "
        "one point two billion pounds or one dollar");
  check("$5-10", "five to ten dollars");
  check("in 2024, the 1990s, 2019-2021, 2005",
        "in twenty twenty four the nineteen nineties twenty nineteen to "
        "twenty twenty one two thousand five");
  check("3/14/2024 2024-05-03", "march fourteenth twenty twenty four may third "
                                "twenty twenty four");
}

CAF_TEST(units come behind numbers) {
  check("10 mg, 1 mg, 5mL, 120/80 mmHg, 5.5 mmol/L, 2 mg/kg/day, 20°C",
        "ten milligrams one milligram five milliliters one hundred twenty "
        "over eighty millimeters of mercury five point five millimoles per "
        "liter two milligrams per kilogram per day twenty degrees celsius");
  check("5 µg of µg", "five micrograms of ug");
}

CAF_TEST(abbreviations and capitals) {
  check("Dr. Lee met Ms. Ray, e.g. at 5 p.m. in the U.S. Army.",
        "doctor lee met miz ray for example at five pee em in the you ess | "
        "army");
  check("The FDA's NSAIDs, mRNA, HbA1c, COVID-19, IL-17A, GLP-1, B12, CO₂.",
        "the ef dee ay's en seds em ar en ay aitch bee ay one see covid "
        "nineteen eye el seventeen ay gee el pee one bee twelve see oh two");
  check("It is NOT a cure. STOP TAKING IT NOW!",
        "it is not a cure | stop taking it now");
  check("Phase III, type I, angiotensin II, vitamin A, plan B, an IV line",
        "phase three type one angiotensin two vitamin ay plan bee an eye vee "
        "line");
  check("R&D w/o and/or CardioPlus www.example.com a@b.org",
        "ar and dee without and or cardio plus example dot com a at bee dot "
        "org");
}

CAF_TEST(words are read by the words around them) {
  check("5 – 10 mg or 10 km – 20 km or 5 mg–10 mg or 5 – 3 = 2",
        "five to ten milligrams or ten kilometers to twenty kilometers or five "
        "milligrams to ten milligrams or five minus three equals two");
  check("on 3 May 2024, on May 3, the 12 June, Jan. 5, in May 3 people met",
        "on the third of may twenty twenty four on may third the twelfth of "
        "june january fifth in may three people met");
  check("10:30 am, 12:00 pm, 9 a.m., 7 PM",
        "ten thirty ay em twelve pee em nine ay em seven pee em");
  check("Henry VIII, Pope Francis I, Louis XIV, World War I, Mary I like",
        "henry the eighth pope francis the first louis the fourteenth world "
        "war one mary i like");
  check("Call (555) 123-4567, 555-1234 or +44 20 7946 0958, dial 911.",
        "call five five five one two three four five six seven five hundred "
        "fifty five to one thousand two hundred thirty four or plus four four "
        "two zero seven nine four six zero nine five eight dial nine one one");
  check("Call 555-1234. Ring 0800 123 456.",
        "call five five five one two three four | ring zero eight zero zero "
        "one two three four five six");
  check("20 000 people and 12 000 000 more, 5 100 mg tablets",
        "twenty thousand people and twelve million more five one hundred "
        "milligrams tablets");
  check("2 x 500 mg, 2 1/2 cups, 2½ cups, max. 10, min. 5, St. Mary, Main St.",
        "two times five hundred milligrams two and a half cups two and a half "
        "cups maximum ten minimum five saint mary main street");
  check("J. R. Smith met Dr. K. Lee. Take vitamin C. It helps.",
        "jay ar smith met doctor kay lee | take vitamin see | it helps");
}

CAF_TEST(money of many countries) {
  check("CHF 20, USD 100, 20 EUR, EUR 3.50, 1 USD, USD 5 million, 100 SEK",
        "twenty swiss francs one hundred you ess dollars twenty euros three "
        "euros fifty one you ess dollar five million you ess dollars one "
        "hundred swedish kronor");
  check("5 €, 5€, A$20, US$5, ₹500, ¥1000, £1.20, €0.01, $0.99, £0.50",
        "five euros five euros twenty australian dollars five you ess dollars "
        "five hundred rupees one thousand yen one pound twenty one cent "
        "ninety nine cents fifty pence");
}

CAF_TEST(units of every kind) {
  check("25 kg/m2, 25 kg/m², 37 °C, 98.6°F, 5 m², 10 cm³, 3 kWh, 80 km/h",
        "twenty five kilograms per square meter twenty five kilograms per "
        "square meter thirty seven degrees celsius ninety eight point six "
        "degrees fahrenheit five square meters ten cubic centimeters three "
        "kilowatt hours eighty kilometers per hour");
  check("1 IU, 1 h, 45 s, 10 ms, 1 mmHg, 1 kWh, HR 0.85, 120 HR, 230 V",
        "one international unit one hour forty five seconds ten milliseconds "
        "one millimeter of mercury one kilowatt hour aitch ar zero point eight "
        "five one hundred twenty aitch ar two hundred thirty volts");
  check("eGFR ≥ 30 mL/min/1.73 m2, p<0.001, n=120, pH 7.4, 10^6, <5%",
        "ee gee ef ar at least thirty milliliters per minute per one point "
        "seven three square meters pee less than zero point zero zero one en "
        "equals one hundred twenty pee aitch seven point four ten to the "
        "power of six less than five percent");
  check("50/50, 10/10, 120/80, mid-2024",
        "fifty fifty ten out of ten one hundred twenty over eighty mid twenty "
        "twenty four");
}

CAF_TEST(addresses are read without what nobody says) {
  check("https://www.example.com/path?x=1 www.foo-bar.co.uk info@example.com",
        "example dot com path ex equals one foo bar dot co dot uk info at "
        "example dot com");
}

CAF_TEST(other letters are folded and what can not be said is left out) {
  check("naïve café Łódź Straße β-blocker", "naive cafe lodz strasse beta "
                                            "blocker");
  check("“Well…” she said — “no”", "well she said no");
  check("good 😀 day 漢字", "good day");
  check("a\x01\x02 b\xff\xfe c", "a bee see");
}

CAF_TEST(sentences end where people stop) {
  auto sentences = prepare_speech("One. Two? Three! Is it 3.5 or No. 5? I said "
                                  "no. New text\n\nNext part");
  std::string ends;
  for (auto& x : sentences)
    ends += x.end;
  CAF_CHECK_EQUAL(ends, ".?!?.\n.");
}

CAF_TEST(every displayed word is kept in order) {
  auto text = "Dr. “Smith” — 😀 paid $5 million, (twice) … at 10:30am!";
  auto kept = displayed(text);
  CAF_CHECK_EQUAL(kept, text);
}

CAF_TEST(long sentences are cut at short stops) {
  std::string text;
  for (int i = 0; i < 60; ++i)
    text += i % 7 == 6 ? "something, " : "something ";
  auto sentences = prepare_speech(text);
  CAF_REQUIRE_GREATER(sentences.size(), 1u);
  size_t words = 0;
  for (auto& x : sentences) {
    size_t size = 0;
    for (auto& word : x.words)
      size += word.spoken[0].size() + 1;
    CAF_CHECK_LESS_OR_EQUAL(size, sentence_max_chars);
    words += x.words.size();
    if (&x != &sentences.back())
      CAF_CHECK_EQUAL(x.words.back().stop, ',');
  }
  CAF_CHECK_EQUAL(words, 60u);
}

CAF_TEST(spoken words are plain whatever the text) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  const std::string special = "$€%/-:.,@#&+<>=~'\"()0123456789 \n ABCabcIVX½µ°";
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    auto size = random() % 120;
    auto bytes = random() % 4 == 0;
    for (size_t i = 0; i < size; ++i)
      text += bytes ? static_cast<char>(random())
                    : special[random() % special.size()];
    for (auto& sentence : prepare_speech(text))
      for (auto& word : sentence.words)
        for (auto& x : word.spoken) {
          auto plain = !x.empty() && x.size() <= 45
                       && x.find_first_not_of("abcdefghijklmnopqrstuvwxyz'")
                            == x.npos;
          if (!plain)
            CAF_FAIL("not a plain word: '" << x << "' from '" << text << "'");
        }
  }
}
