#define CAF_SUITE direction
#include "tests/support/test.hpp"

#include "protocol/composition.hpp"
#include "protocol/direction.hpp"

#include <algorithm>

using namespace troupe;

namespace {

json scenes() {
  auto list = json::make_array();
  for (auto type : {"hook", "benefit", "product", "logo"})
    list.push_back(json::make_object(
      {{"scene_id", static_cast<int64_t>(list.size()) + 1}, {"type", type}}));
  return list;
}

look_style looked(std::string_view text, look_style look = {}) {
  notes_list notes;
  apply_to_look(parse_feedback(text), scenes(), look, notes);
  return look;
}

voice_style voiced(std::string_view text, voice_style voice = {}) {
  notes_list notes;
  apply_to_voice(parse_feedback(text), voice, notes);
  return voice;
}

mix_style mixed(std::string_view text, mix_style mix = {}) {
  notes_list notes;
  apply_to_mix(parse_feedback(text), mix, notes);
  return mix;
}

notes_list look_notes(std::string_view text) {
  notes_list notes;
  look_style look;
  apply_to_look(parse_feedback(text), scenes(), look, notes);
  return notes;
}

} // namespace

CAF_TEST(every type has a theme of its own that exists) {
  auto payload = json::make_object();
  for (auto type : all_video_types()) {
    auto look = default_look(type, payload, 7);
    CAF_CHECK(std::ranges::find(theme_names(), look.theme)
              != theme_names().end());
    CAF_CHECK(default_look(type, payload, 7) == look);
  }
  CAF_CHECK(default_look(video_type::moa, payload, 1).theme
            == "clinical_dark");
  CAF_CHECK(default_look(video_type::social_media, payload, 1).theme
            == "social_bold");
  payload["theme"] = "warm";
  CAF_CHECK(default_look(video_type::moa, payload, 1).theme == "warm");
  payload["theme"] = "teal";
  CAF_CHECK(default_look(video_type::moa, payload, 1).accent == "#1b998b");
}

CAF_TEST(wishes turn the look in their direction) {
  CAF_CHECK(looked("make it blue").accent == "#2f6fde");
  CAF_CHECK(looked("background #123456").background == "#123456");
  CAF_CHECK(looked("bigger text").text_scale > 1.0);
  CAF_CHECK(looked("smaller text").text_scale < 1.0);
  CAF_CHECK(looked("much bigger text").text_scale
            > looked("bigger text").text_scale);
  CAF_CHECK(!looked("no captions").captions);
  CAF_CHECK(looked("captions on", looked("captions off")).captions);
  CAF_CHECK(looked("livelier").motion == "lively");
  CAF_CHECK(looked("no animations").motion == "still");
  CAF_CHECK(looked("high contrast").theme == "high_contrast");
  CAF_CHECK(looked("lighter").theme == "clinical_light");
  CAF_CHECK(looked("warmer colours").accent != look_style{}.accent);
  CAF_CHECK(looked("").variation == 1u);
  CAF_CHECK(looked("another version").variation == 1u);
}

CAF_TEST(dark and light move the ground of every theme) {
  auto brightness = [](const std::string& colour) {
    return std::strtoul(colour.substr(1, 2).c_str(), nullptr, 16);
  };
  for (auto& theme : theme_names()) {
    look_style look;
    look.theme = theme;
    auto dark = looked("darker", look);
    auto light = looked("lighter", look);
    CAF_REQUIRE_EQUAL(dark.background.size(), 7u);
    CAF_CHECK(brightness(dark.background) < 100);
    CAF_CHECK(brightness(light.background) > 200);
    CAF_CHECK(brightness(looked("darker", dark).background)
              <= brightness(dark.background));
    CAF_CHECK(looked("lighter", dark).background
              != looked("darker", dark).background);
  }
}

CAF_TEST(titles go to the scenes that were named) {
  CAF_CHECK(looked("change the title to Hello").titles.at(1) == "Hello");
  auto two = looked("change the title of scene 2 to 'Two'");
  CAF_CHECK_EQUAL(two.titles.size(), 1u);
  CAF_CHECK_EQUAL(two.titles.at(2), "Two");
  CAF_CHECK(looked("change the title of the last scene to End").titles.at(4)
            == "End");
}

CAF_TEST(wishes turn the voice in their direction) {
  CAF_CHECK(voiced("faster").rate > 1.0);
  CAF_CHECK(voiced("slower").rate < 1.0);
  CAF_CHECK(voiced("much slower").rate < voiced("slower").rate);
  CAF_CHECK(voiced("a bit slower").rate > voiced("slower").rate);
  CAF_CHECK(voiced("20 % faster").rate == 1.2);
  CAF_CHECK(voiced("a deeper voice").pitch < 0);
  CAF_CHECK(voiced("a higher voice").pitch > 0);
  CAF_CHECK(voiced("male voice").voice == "rms");
  CAF_CHECK(voiced("female voice", voiced("male voice")).voice == "slt");
  CAF_CHECK(voiced("another voice").voice != voice_style{}.voice);
  CAF_CHECK(voiced("").voice != voice_style{}.voice);
  CAF_CHECK(voiced("longer pauses").pause > 1.0);
  CAF_CHECK(voiced("more energetic").rate > 1.0);
  voice_style extreme;
  for (int i = 0; i < 30; ++i)
    extreme = voiced("much faster", extreme);
  CAF_CHECK_EQUAL(extreme.rate, 1.6);
}

CAF_TEST(wishes turn the sound in their direction) {
  CAF_CHECK(mixed("no music").music == "none");
  CAF_CHECK(mixed("uplifting music").music == "uplifting");
  CAF_CHECK(mixed("louder music").music_gain_db > 0);
  CAF_CHECK(mixed("turn the music down").music_gain_db < 0);
  CAF_CHECK(mixed("a louder voice").voice_gain_db > 0);
  CAF_CHECK(mixed("other music").music != mix_style{}.music);
  CAF_CHECK(mixed("").music != mix_style{}.music);
}

CAF_TEST(what a stage does not do is said with the stage that does) {
  auto notes = look_notes("make it shorter, blue and louder music");
  CAF_REQUIRE_EQUAL(notes.size(), 2u);
  CAF_CHECK(notes[0].find("goto script") != std::string::npos);
  CAF_CHECK(notes[1].find("render") != std::string::npos);
  CAF_CHECK(look_notes("make it blue").empty());
  auto strange = look_notes("the logo should spin");
  CAF_REQUIRE_EQUAL(strange.size(), 1u);
  CAF_CHECK(strange[0].find("Not understood") != std::string::npos);
}

CAF_TEST(targets become scene ids) {
  auto ids = [](std::string_view text) {
    return targeted_scenes(parse_feedback(text).directives.front(), scenes());
  };
  CAF_CHECK(ids("shorter").size() == 4u);
  CAF_CHECK(ids("scene 2 shorter").front() == 2);
  CAF_CHECK(ids("make the last scene shorter").front() == 4);
  CAF_CHECK(ids("make the product scene shorter").front() == 3);
  CAF_CHECK(ids("scene 9 shorter").empty());
}

CAF_TEST(styles come back from their json within their ranges) {
  look_style look;
  look.accent = "#123456";
  look.titles[3] = "T";
  look.captions = false;
  look.variation = 9;
  CAF_CHECK(look_style_from(to_json(look)) == look);
  voice_style voice{"rms", 1.25, 0.5, -2};
  CAF_CHECK(voice_style_from(to_json(voice)) == voice);
  mix_style mix{"bright", 3, -1, -14};
  CAF_CHECK(mix_style_from(to_json(mix)) == mix);
  auto wild = json::parse(R"({"theme":"../x","accent":"red","text_scale":99,
    "motion":"wild","variation":-4,"titles":{"x":"a","2":7,"3":"ok"},
    "voice":"hal","rate":1e9,"pause":-1,"pitch":"high","music":"metal",
    "music_gain_db":1e9,"loudness_lufs":0})");
  CAF_REQUIRE(wild);
  auto tame = look_style_from(*wild);
  CAF_CHECK_EQUAL(tame.theme, look_style{}.theme);
  CAF_CHECK(tame.accent.empty());
  CAF_CHECK_EQUAL(tame.text_scale, 1.4);
  CAF_CHECK_EQUAL(tame.titles.size(), 1u);
  CAF_CHECK(voice_style_from(*wild).rate == 1.6);
  CAF_CHECK(voice_style_from(*wild).voice == "slt");
  CAF_CHECK(mix_style_from(*wild).music_gain_db == 9.0);
}

CAF_TEST(persona tone and language choose the voice) {
  auto voice = [](std::string_view key, std::string_view value) {
    return default_voice(json::make_object({{std::string{key}, value}}));
  };
  CAF_CHECK(voice("persona", "a male coach").voice == "rms");
  CAF_CHECK(voice("persona", "a friendly woman").voice == "slt");
  CAF_CHECK(voice("language", "en-GB").voice == "awb");
  CAF_CHECK(voice("tone", "energetic").rate > 1.0);
  CAF_CHECK(voice("tone", "calm").rate < 1.0);
}
