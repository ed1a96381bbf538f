#define CAF_SUITE script_clips
#include "tests/support/seeds.hpp"
#include "tests/support/test.hpp"

#include "protocol/script_clips.hpp"

using namespace troupe;

namespace {

std::string spoken(std::string_view script, std::string_view character = {}) {
  auto words = read_script(script, character).words;
  return joined(words, 0, words.size());
}

std::vector<std::string> clips(std::string_view script) {
  auto words = read_script(script).words;
  std::vector<std::string> out;
  for (auto& x : cut_script(words))
    out.push_back(joined(words, x.first, x.last));
  return out;
}

using texts = std::vector<std::string>;

struct spoken_case {
  std::string_view script;
  std::string_view said;
};

} // namespace

CAF_TEST(directions and speakers are not spoken and everything else is) {
  for (auto& x : {
         spoken_case{"[smiling] Hi there.", "Hi there."},
         {"Hi (pause) there.", "Hi there."},
         {"(Upbeat music) Hi.", "Hi."},
         {"Hi. (She turns to the window.) Bye.",
          "Hi. (She turns to the window.) Bye."},
         {"Take it (with water) daily.", "Take it (with water) daily."},
         {"Save 20% (results may vary.) now",
          "Save 20% (results may vary.) now"},
         {"It is here [holds the bottle].", "It is here."},
         {"Anna: Hello. I'm Anna.", "Hello. I'm Anna."},
         {"ANNA: hello\nBEN: hi", "hello hi"},
         {"Narrator (softly): Once upon a time.", "Once upon a time."},
         {"**Anna:** Hello.", "Hello."},
         {"Scene 2: We go on.", "We go on."},
         {"Remember: drink water.", "Remember: drink water."},
         {"WARNING: Hot.", "WARNING: Hot."},
         {"Result: 34% less pain.", "Result: 34% less pain."},
         {"Visit https://example.org/a: now",
          "Visit https://example.org/a: now"},
         {"At 10:30 we open.", "At 10:30 we open."},
         {"# Our promise\n- **Light**\n- _Fast_\n- Dry",
          "Our promise Light Fast Dry"},
         {"Follow #summer", "Follow #summer"},
         {"An [open bracket is text", "An [open bracket is text"},
         {"INT. KITCHEN - DAY\nHi.", "Hi."},
         {"1. Open the lid.\n2. Fill it.", "1. Open the lid. 2. Fill it."},
       })
    CAF_CHECK_EQUAL(spoken(x.script), x.said);
  CAF_CHECK_EQUAL(spoken("mira: hello.", "Mira"), "hello.");
}

CAF_TEST(what is not spoken is told) {
  auto read = read_script("Anna: Hi. [waves] It works (beat) well.");
  CAF_CHECK_EQUAL(read.unspoken.size(), 3u);
  for (auto text : {"Anna:", "[waves]", "(beat)"})
    CAF_CHECK(std::ranges::find(read.unspoken, text) != read.unspoken.end());
}

CAF_TEST(sentences end where they end) {
  struct row {
    std::string_view script;
    size_t sentences;
  };
  for (auto& x : {
         row{"Dr. Lee knows. So do I. Ask Mr. Ito.", 3},
         row{"It costs $3.50 a day. Not 5.", 2},
         row{"We met at 9 a.m. in Bonn. It rained.", 2},
         row{"Made in the U.S. Loved anywhere.", 2},
         row{"Tea, coffee, etc. are fine. \"Really?\" Yes!", 3},
         row{"Open at 8 a.m. Come in.", 2},
         row{"J. K. Lind wrote it. It sold.", 2},
         row{"Wait... what? Well... no.", 2},
         row{"Take No. 5. It is best.", 2},
         row{"朝のコーヒー。とても美味しい！", 2},
       }) {
    size_t count = 0;
    for (auto& word : read_script(x.script).words)
      count += word.end >= word_end::sentence ? 1u : 0u;
    CAF_MESSAGE(x.script);
    CAF_CHECK_EQUAL(count, x.sentences);
  }
}

CAF_TEST(clips follow sense and length) {
  CAF_CHECK_EQUAL(clips("Hi."), texts{"Hi."});
  CAF_CHECK(clips("").empty());
  CAF_CHECK(clips("[music]\n---\n").empty());
  auto list = clips(
    "Most bottles lose their chill by noon, and you know how that tastes. "
    "Ours keeps water cold for 24 hours. It weighs 310 grams. It never "
    "leaks. Dr. Lind and her team tested it for 2 years in the Alps, in the "
    "desert and at sea. Get yours today at northway.example.");
  for (auto& text : list) {
    CAF_MESSAGE(text);
    CAF_CHECK(text.back() == '.' || text.back() == ',');
    CAF_CHECK(!text.ends_with("Dr."));
  }
  CAF_CHECK_GREATER_OR_EQUAL(list.size(), 2u);
  CAF_CHECK_LESS_OR_EQUAL(list.size(), 6u);
}

CAF_TEST(a long sentence is cut at its commas and not in a number) {
  auto list = clips(
    "We asked 1 250 people in 14 cities across the whole of the north what "
    "they want from a bottle that they carry every single day, and they told "
    "us that it should be light, that it should be tight, and that it should "
    "cost no more than 30 euros, whatever the size and whatever the colour.");
  CAF_CHECK_GREATER(list.size(), 1u);
  for (size_t i = 0; i + 1 < list.size(); ++i)
    CAF_CHECK_EQUAL(list[i].back(), ',');
}

CAF_TEST(words that belong together stay together) {
  for (auto script : {"It weighs 310 grams now.", "Dr. Lee came by.",
                      "On May 5, 2024 it began.", "It has 10 000 users."}) {
    auto words = read_script(script).words;
    auto tied = std::ranges::count_if(words, &script_word::is_tied);
    CAF_MESSAGE(script);
    CAF_CHECK_GREATER_OR_EQUAL(tied, 1);
  }
}

CAF_TEST(a very long script has sixty even clips at most) {
  std::string script;
  for (int i = 0; script.size() < 19'800; ++i)
    script += "This is sentence number " + std::to_string(i)
              + " of a script that does not want to end. ";
  auto words = read_script(script).words;
  auto list = cut_script(words);
  CAF_CHECK_LESS_OR_EQUAL(list.size(), most_script_clips);
  CAF_CHECK_GREATER(list.size(), 40u);
  auto [low, high] = std::ranges::minmax(list, {}, &script_clip::seconds);
  CAF_CHECK_LESS(high.seconds, 2.2 * low.seconds);
}

CAF_TEST(every word is in one clip and in its order) {
  const char* parts[] = {
    "water", "cold,",  "Dr.",   "5",     "mg.",
    "and",   "(beat)", "Why?",  "[x]",   "\n",
    "\n\n",  "- a",    "Anna:", "3.5%",  "水。",
    "—",     "e.g.",   "...",   "it's",  "\"so\"",
    "!",     "10:30",  "**b**", "(and)", "ภาษาไทยไม่มีช่องว่าง",
    "U.S.",  ";",      ")"};
  for (auto seed : test::seeds(200)) {
    CAF_MESSAGE("seed " << seed);
    test::random_source random{seed};
    std::string script;
    auto count = random.below(400);
    for (uint64_t i = 0; i < count; ++i) {
      script += parts[random.below(std::size(parts))];
      script += random.below(12) == 0 ? "\n" : " ";
    }
    auto words = read_script(script).words;
    auto list = cut_script(words);
    CAF_CHECK_LESS_OR_EQUAL(list.size(), most_script_clips);
    size_t next = 0;
    for (auto& x : list) {
      CAF_CHECK_EQUAL(x.first, next);
      CAF_CHECK_LESS(x.first, x.last);
      next = x.last;
      auto& last = words[x.last - 1];
      if (x.last < words.size() && x.seconds < 9)
        CAF_CHECK(!last.is_tied);
    }
    CAF_CHECK_EQUAL(next, words.size());
    // Nothing is spoken that wasn't written, in the order it was written.
    size_t at = 0;
    for (auto& word : words) {
      at = script.find(word.text, at);
      CAF_REQUIRE(at != std::string::npos);
      at += word.text.size();
    }
  }
}
