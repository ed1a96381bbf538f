#define CAF_SUITE style_words
#include "tests/support/test.hpp"

#include "protocol/composition.hpp"
#include "protocol/direction.hpp"
#include "protocol/film_style.hpp"
#include "protocol/style_words.hpp"

#include <algorithm>
#include <set>

using namespace troupe;

namespace {

json preferring(std::string_view visual, std::string_view colours,
                std::string_view mood) {
  return json::make_object(
    {{"style_preferences", json::make_object({{"visual_style", visual},
                                              {"color_scheme", colours},
                                              {"mood", mood}})}});
}

look_style look_of(const json& payload) {
  return default_look(video_type::explainer, payload, 0);
}

} // namespace

CAF_TEST(every word that is known leads to something that exists) {
  std::set<std::string> themes;
  for (auto word : {"minimal", "bold", "editorial", "technical", "corporate",
                    "warm", "accessible"}) {
    auto style = read_style_words(preferring(word, "", ""));
    CAF_CHECK(std::ranges::find(theme_names(), style.theme)
              != theme_names().end());
    CAF_CHECK(style.unknown.empty());
    themes.insert(style.theme);
  }
  // Seven words, seven looks.
  CAF_CHECK_EQUAL(themes.size(), theme_names().size());
  for (auto word : {"calm", "uplifting", "serious", "playful", "friendly",
                    "dramatic", "silent"}) {
    auto style = read_style_words(preferring("", "", word));
    CAF_CHECK(is_music(style.music));
    CAF_CHECK(style.unknown.empty());
  }
}

CAF_TEST(colours lead and grounds follow) {
  auto accent = [](std::string_view colours) {
    return read_style_words(preferring("", colours, "")).accent;
  };
  CAF_CHECK_EQUAL(accent("teal"), "#1b998b");
  CAF_CHECK_EQUAL(accent("blue and gold"), "#2f6fde");
  CAF_CHECK_EQUAL(accent("#ff8800"), "#ff8800");
  auto on_white = read_style_words(preferring("", "blue on white", ""));
  CAF_CHECK_EQUAL(on_white.accent, "#2f6fde");
  CAF_CHECK_EQUAL(on_white.background, "#ffffff");
  auto dark_blue = read_style_words(preferring("", "dark blue", ""));
  CAF_CHECK(!dark_blue.accent.empty());
  CAF_CHECK(dark_blue.ground == ground_wish::own);
  CAF_CHECK(read_style_words(preferring("", "dark", "")).ground
            == ground_wish::dark);
  CAF_CHECK_EQUAL(read_style_words(preferring("", "ocean", "")).unknown.size(),
                  0u);
}

CAF_TEST(what is not understood is named and changes nothing) {
  auto style = read_style_words(preferring("baroque", "xyzzy", "crunchy"));
  CAF_CHECK(style.unknown
            == (std::vector<std::string>{"visual_style \"baroque\"",
                                         "color_scheme \"xyzzy\"",
                                         "mood \"crunchy\""}));
  auto none = json::make_object();
  CAF_CHECK(look_of(preferring("baroque", "xyzzy", "crunchy"))
            == look_of(none));
}

CAF_TEST(styles change the look the sound and the pace) {
  auto plain = look_of(json::make_object());
  auto bold = look_of(preferring("bold", "", ""));
  CAF_CHECK(bold.theme != plain.theme);
  CAF_CHECK_EQUAL(bold.motion, "lively");
  CAF_CHECK_EQUAL(look_of(preferring("minimal", "red", "")).accent, "#d93a3a");
  CAF_CHECK(look_of(preferring("", "dark", "")).theme != plain.theme
            || !look_of(preferring("", "dark", "")).background.empty());
  auto calm = preferring("", "", "calm");
  CAF_CHECK_EQUAL(default_mix(video_type::explainer, calm).music, "calm");
  CAF_CHECK(default_voice(calm).rate < 1);
  CAF_CHECK(default_voice(preferring("", "", "energetic")).rate > 1);
  // A theme and a brand's colour that are asked for by name beat free words.
  auto named = preferring("bold", "red", "");
  named["theme"] = "formal";
  named["brand_color"] = "#123456";
  CAF_CHECK_EQUAL(look_of(named).theme, "formal");
  CAF_CHECK_EQUAL(look_of(named).accent, "#123456");
}

CAF_TEST(the three members are fields of their own too) {
  auto payload =
    json::make_object({{"visual_style", "technical"}, {"mood", "dramatic"}});
  auto style = read_style_words(payload);
  CAF_CHECK_EQUAL(style.theme, "clinical_dark");
  CAF_CHECK(!style.music.empty());
}
