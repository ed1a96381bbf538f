#define CAF_SUITE feedback
#include "tests/support/test.hpp"

#include "protocol/defaults.hpp"
#include "protocol/feedback.hpp"

#include <algorithm>
#include <chrono>
#include <random>

using namespace troupe;
using enum directive_kind;

namespace {

/// "shorter@2,mention[price]": what a text was read as, in a short form.
std::string reading(std::string_view text) {
  std::string out;
  for (auto& d : parse_feedback(text).directives) {
    out += (out.empty() ? "" : ", ") + std::string{to_string(d.kind)};
    if (!d.text.empty())
      out += "[" + d.text + "]";
    if (!d.other.empty())
      out += "->[" + d.other + "]";
    for (auto& t : d.targets)
      out += "@" + (t.number ? std::to_string(t.number) : t.type);
  }
  return out;
}

void expect_all(
  const std::vector<std::pair<std::string_view, std::string_view>>& table) {
  for (auto& [text, wanted] : table) {
    auto got = reading(text);
    CAF_MESSAGE(text);
    CAF_CHECK_EQUAL(got, wanted);
  }
}

} // namespace

CAF_TEST(length and pace are read in every wording) {
  expect_all({
    {"shorter", "shorter"},
    {"make it shorter", "shorter"},
    {"could you please make the whole thing a bit shorter, thanks", "shorter"},
    {"it is too long", "shorter"},
    {"not too long", "shorter"},
    {"make it half as long", "shorter"},
    {"cut it down by half", "shorter"},
    {"longer", "longer"},
    {"it's too short", "longer"},
    {"more detail", "longer"},
    {"slower", "slower"},
    {"slow it down", "slower"},
    {"too fast", "slower"},
    {"speed it up", "faster"},
    {"faster please", "faster"},
    {"make it 30 seconds", "set_length"},
    {"no longer than 30 seconds", "set_length"},
    {"SHORTER!!!", "shorter"},
    {"  make   it\tshorter  ", "shorter"},
    {"shoter", "shorter"},
  });
}

CAF_TEST(manner and tone are read with their opposites) {
  expect_all({
    {"simpler", "simpler"},
    {"too complicated", "simpler"},
    {"less jargon", "simpler"},
    {"use plain language", "simpler"},
    {"more formal", "more_formal"},
    {"less formal", "friendlier"},
    {"not so formal", "friendlier"},
    {"friendlier", "friendlier"},
    {"more casual", "friendlier"},
    {"it sounds robotic", "friendlier"},
    {"more energetic", "more_energetic"},
    {"it's boring", "more_energetic"},
    {"not energetic enough", "more_energetic"},
    {"calmer", "calmer"},
    {"less pushy", "calmer"},
    {"change the tone to warm and caring", "set_tone[warm and caring]"},
    {"warmer tone", "friendlier"},
  });
}

CAF_TEST(words of the reviewer are kept verbatim) {
  expect_all({
    {"mention side effects", "mention[side effects]"},
    {"add a note about shipping", "mention[shipping]"},
    {"include \"Ask, and we answer.\"", "mention[Ask, and we answer.]"},
    {"mention that it is free, fast and easy",
     "mention[it is free, fast and easy]"},
    {"don't forget to mention the discount", "mention[the discount]"},
    {"I think you should mention Dr. Smith and his team",
     "mention[Dr. Smith and his team]"},
    {"don't mention the price", "remove_words[price]"},
    {"do not mention price or shipping",
     "remove_words[price], remove_words[shipping]"},
    {"never say cure", "remove_words[cure]"},
    {"without the price", "remove_words[price]"},
    {"drop the word guarantee", "remove_words[guarantee]"},
    {"remove 'best in class'", "remove_words[best in class]"},
    {"take the price out", "remove_words[price]"},
    {"replace Acme with Apex", "replace_words[Acme]->[Apex]"},
    {"change flask to bottle", "replace_words[flask]->[bottle]"},
    {"say bottle instead of flask", "replace_words[flask]->[bottle]"},
    {"say quick and easy instead of fast",
     "replace_words[fast]->[quick and easy]"},
    {"replace \"old, and odd\" with \"new\"",
     "replace_words[old, and odd]->[new]"},
    {"change the title to Fresh Every Day", "set_title[Fresh Every Day]"},
    {"title: Better Mornings", "set_title[Better Mornings]"},
    {"use \u201cStronger together\u201d as the title",
     "set_title[Stronger together]"},
    {"make it shorter but keep the safety information",
     "shorter, keep_words[safety information]"},
    {"mention \"<script>alert('x')</script>\"",
     "mention[<script>alert('x')</script>]"},
  });
}

CAF_TEST(look voice and sound are read) {
  expect_all({
    {"make it blue", "set_accent[#2f6fde]"},
    {"use a green accent", "set_accent[#2e9e5b]"},
    {"make it #f80", "set_accent[#ff8800]"},
    {"make the background #102030", "set_background[#102030]"},
    {"change the color of the background to navy",
     "set_background[#1b2a5e]"},
    {"darker", "darker"},
    {"lighter", "lighter"},
    {"too dark", "lighter"},
    {"warmer palette", "warmer"},
    {"high contrast", "set_theme[high_contrast]"},
    {"male voice", "set_voice[male]"},
    {"use a female voice", "set_voice[female]"},
    {"a deeper voice", "deeper_voice"},
    {"the voice is too high", "deeper_voice"},
    {"another voice", "other_voice"},
    {"more pauses", "longer_pauses"},
    {"no music", "set_music[none]"},
    {"louder music", "music_louder"},
    {"the music is too loud", "music_quieter"},
    {"turn the music down", "music_quieter"},
    {"uplifting music", "set_music[uplifting]"},
    {"change the music to something calm", "set_music[calm]"},
    {"captions off", "captions_off"},
    {"turn on subtitles", "captions_on"},
    {"bigger text", "bigger_text"},
    {"the text is too small", "bigger_text"},
    {"no animations", "no_motion"},
  });
}

CAF_TEST(captions and transitions are read) {
  expect_all({
    {"add captions", "captions_on"},
    {"please add captions", "captions_on"},
    {"with captions", "captions_on"},
    {"without captions", "captions_off"},
    {"no captions please", "captions_off"},
    {"remove the subtitles", "captions_off"},
    {"no karaoke", "karaoke_off"},
    {"turn off the karaoke", "karaoke_off"},
    {"no highlighting in the captions", "karaoke_off"},
    {"karaoke captions", "karaoke_on"},
    {"use cross-fades", "set_transition[crossfade]"},
    {"use crossfades between the scenes", "set_transition[crossfade]"},
    {"dissolve between scenes", "set_transition[crossfade]"},
    {"slide between the scenes", "set_transition[slide]"},
    {"slide transitions please", "set_transition[slide]"},
    {"use wipes between the scenes", "set_transition[wipe]"},
    {"hard cuts between scenes", "set_transition[cut]"},
    {"no transitions", "set_transition[cut]"},
    {"without transitions", "set_transition[cut]"},
    {"no cross-fades", "set_transition[fade]"},
    {"wipe between scenes 2 and 3", "set_transition[wipe]@2"},
    {"use a slide transition in scene 4", "set_transition[slide]@4"},
    {"more transitions", "more_motion"},
  });
}

CAF_TEST(pauses behind a scene are no pauses between sentences) {
  auto first = [](std::string_view text) {
    auto plan = parse_feedback(text);
    CAF_MESSAGE(std::string{text});
    CAF_REQUIRE_EQUAL(plan.directives.size(), 1u);
    return plan.directives.front();
  };
  for (auto text : {"pause after scene 3", "add a pause after scene 3",
                    "a pause of 1 second after scene 3",
                    "take a pause of one second behind scene 3",
                    "put a pause after scene 3"}) {
    auto wish = first(text);
    CAF_CHECK(wish.kind == directive_kind::pause_after);
    CAF_CHECK(wish.targets == (std::vector<scene_target>{{3, ""}}));
    CAF_CHECK_EQUAL(wish.amount, 1.0);
  }
  CAF_CHECK_EQUAL(first("a short pause after scene 2").amount, 0.5);
  CAF_CHECK_EQUAL(first("a much longer pause after scene 2").amount, 2.0);
  CAF_CHECK_EQUAL(first("a 2.5 second pause after the hook").amount, 2.5);
  CAF_CHECK_EQUAL(first("no pause after scene 2").amount, 0.0);
  CAF_CHECK(first("longer pauses").kind == directive_kind::longer_pauses);
}

CAF_TEST(scenes are named by number place and kind) {
  expect_all({
    {"scene 3 shorter", "shorter@3"},
    {"make the first scene shorter", "shorter@1"},
    {"the last scene is too long", "shorter@-1"},
    {"in scene 2, mention the warranty", "mention[the warranty]@2"},
    {"mention the warranty in scene 2", "mention[the warranty]@2"},
    {"make scenes 2 and 3 more formal", "more_formal@2@3"},
    {"scenes 2 to 4 simpler", "simpler@2@3@4"},
    {"make the product scene shorter", "shorter@product"},
    {"the intro is too slow", "faster@1"},
    {"change the title of scene 2 to \"How\"", "set_title[How]@2"},
    {"add a scene about storage", "add_scene[storage]"},
    {"remove scene 4", "remove_scene@4"},
    {"delete the last scene", "remove_scene@-1"},
    {"Scene 3: shorter, friendlier; scene 4: mention dosage",
     "shorter@3, friendlier@3, mention[dosage]@4"},
  });
}

CAF_TEST(several wishes in one text are taken apart) {
  expect_all({
    {"make it simpler and friendlier", "simpler, friendlier"},
    {"too long and too complicated", "shorter, simpler"},
    {"slower and calmer, with louder music and a male voice",
     "slower, calmer, music_louder, set_voice[male]"},
    {"mention the price, and make it shorter", "mention[the price], shorter"},
    {"shorter. also use a blue accent; no music",
     "shorter, set_accent[#2f6fde], set_music[none]"},
    {"remove price and the discount",
     "remove_words[price], remove_words[discount]"},
  });
}

CAF_TEST(amounts and strengths are read) {
  auto first = [](std::string_view text) {
    auto plan = parse_feedback(text);
    CAF_REQUIRE(!plan.directives.empty());
    return plan.directives.front();
  };
  CAF_CHECK(first("20 % shorter").amount == 20.0);
  CAF_CHECK(first("20 % shorter").unit == amount_unit::percent);
  CAF_CHECK(first("make it ten seconds shorter").amount == 10.0);
  CAF_CHECK(first("10 seconds shorter").unit == amount_unit::seconds);
  CAF_CHECK(first("15 words longer").unit == amount_unit::words);
  CAF_CHECK(first("half as long").unit == amount_unit::factor);
  CAF_CHECK(first("a bit shorter").strength == 0.5);
  CAF_CHECK(first("much shorter").strength == 2.0);
  CAF_CHECK(first("make it 30 seconds").amount == 30.0);
}

CAF_TEST(what is no wish is handed back) {
  for (auto text : {"asdf qwer", "in German please", "don't make it longer"}) {
    auto plan = parse_feedback(text);
    CAF_MESSAGE(text);
    CAF_CHECK(plan.directives.empty());
    CAF_CHECK_EQUAL(plan.rest.size(), 1u);
  }
  auto mixed = parse_feedback("make it shorter. the logo should spin");
  CAF_CHECK_EQUAL(mixed.directives.size(), 1u);
  CAF_REQUIRE_EQUAL(mixed.rest.size(), 1u);
  CAF_CHECK_EQUAL(mixed.rest.front(), "the logo should spin");
  CAF_CHECK(parse_feedback("").directives.empty());
  CAF_CHECK(parse_feedback("please, thank you").rest.empty());
}

CAF_TEST(any text is read quickly and without harm) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  const std::vector<std::string> pieces{
    "make ", "it ", "shorter", "scene ", "3", " and ", ", ", "; ", "mention ",
    "\"", "'", "\u201c", "\u201d", "replace ", " with ", "title ", "to ", "no ",
    "remove ", "the ", "first ", "last ", "%", "20 ", "\n", ".", "blue ", "#fff",
    "music ", "voice ", "don't ", "too ", "instead of ", "\xff", "\xc3", "\0x",
    "in ", "scenes 2 and ", "black and white ", "not ", "enough ", "\t", "and "};
  auto slowest = std::chrono::steady_clock::duration::zero();
  for (int round = 0; round < 300; ++round) {
    std::string text;
    auto garbage = round % 3 == 0;
    while (text.size() < 4'000)
      if (garbage)
        text += static_cast<char>(random() % 256);
      else
        text += pieces[random() % pieces.size()];
    auto begin = std::chrono::steady_clock::now();
    auto plan = parse_feedback(text);
    slowest = std::max(slowest, std::chrono::steady_clock::now() - begin);
    for (auto& d : plan.directives)
      CAF_REQUIRE(d.text.size() <= text.size());
    CAF_REQUIRE(parse_feedback(text) == plan);
  }
  // A quadratic reader would take seconds; sanitizers and load are allowed.
  CAF_CHECK(slowest < std::chrono::seconds{2});
  auto huge = std::string(1'000'000, 'a') + " shorter";
  CAF_CHECK(parse_feedback(huge).directives.empty());
}
