#define CAF_SUITE presenter_ad
#include "tests/support/test.hpp"

#include "protocol/digest.hpp"
#include "protocol/direction.hpp"
#include "protocol/music_prompt.hpp"
#include "protocol/payload.hpp"
#include "protocol/payload_options.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/stage_plan.hpp"

#include <algorithm>

using namespace troupe;

namespace {

constexpr auto type = video_type::presenter_ad;

result<json> with(std::string_view name, const json& value) {
  auto payload = json::make_object({{"script", "Hello there."}});
  payload[name] = value;
  return check_payload(type, payload);
}

std::string checked(std::string_view name, const json& value) {
  auto out = with(name, value);
  return out ? out->at(name).dump() : text_of(out.error());
}

json scene(int number, const char* stand) {
  return json::make_object({{"scene_id", number},
                            {"type", number == 1 ? "hook" : "clip"},
                            {"layout", "presenter"},
                            {"stand", stand},
                            {"goes_on", number > 1},
                            {"breath", 0.6},
                            {"title", "Scene " + std::to_string(number)}});
}

json inputs_with(const json& more) {
  auto scenes = json::make_array(
    {scene(1, "large"), scene(2, "beside"), scene(3, "alone")});
  auto payload = json::make_object({{"script", "Hello."}});
  for (auto& [name, value] : more.as_object())
    payload[name] = value;
  auto data = json::make_object({{"title", "A film"}, {"scenes", scenes}});
  return json::make_object(
    {{"video_type", "presenter_ad"},
     {"payload", payload},
     {"seed", 5},
     {"feedback", ""},
     {"scenes", json::make_array()},
     {"previous", json{}},
     {"upstream",
      json::make_object(
        {{"scenes", json::make_object({{"scenes_data", data}})}})}});
}

/// What the previews of the scenes show.
std::vector<composition> shown(const json& inputs) {
  auto pieces = plan_stage(stage::visuals, inputs);
  CAF_REQUIRE(pieces);
  std::vector<composition> out;
  for (auto& piece : *pieces) {
    auto spec = json::parse(piece.spec);
    CAF_REQUIRE(spec);
    if (piece.kind == piece_kind::still)
      out.push_back(preview_spec_from(*spec)->picture);
  }
  return out;
}

} // namespace

CAF_TEST(a script is all it needs) {
  auto out = check_payload(type, json::make_object({{"script", "Hello."}}));
  CAF_REQUIRE(out);
  CAF_CHECK_EQUAL(out->text("aspect_ratio"), "16:9");
  CAF_CHECK(*check_payload(type, *out) == *out);
  CAF_CHECK_EQUAL(text_of(check_payload(type, json::make_object()).error()),
                  "Missing required field: script");
  for (auto text : {"[music]", "Anna: (smiles)", "--- !!! ---"}) {
    auto bad = check_payload(type, json::make_object({{"script", text}}));
    CAF_REQUIRE(!bad);
    CAF_CHECK(text_of(bad.error()).starts_with("Field script must be words"));
  }
  CAF_CHECK(stages_of(type).front() == stage::scenes);
  CAF_CHECK_EQUAL(stages_of(type).size(), 5u);
}

CAF_TEST(options are taken as people type them) {
  struct row {
    const char* name;
    json value;
    const char* out;
  };
  for (auto& x : {
         row{"logo_position", "Top left", R"("top-left")"},
         {"logo_position", "BOTTOM_RIGHT", R"("bottom-right")"},
         {"logo_position", "topright", R"("top-right")"},
         {"logo_position", "centre", R"("center")"},
         {"logo_timing", "Intro", R"("intro")"},
         {"logo_size", "200", "200"},
         {"logo_size", "80 px", "80"},
         {"logo_size", 500, "500"},
         {"logo_opacity", "50%", "0.5"},
         {"logo_opacity", 1, "1.0"},
         {"add_sound_effects", "yes", "true"},
         {"add_sound_effects", 0, "false"},
         {"add_sound_effects", false, "false"},
       })
    CAF_CHECK_EQUAL(checked(x.name, x.value), x.out);
  for (auto name : {"logo_position", "logo_size", "logo_opacity", "logo_timing",
                    "add_sound_effects"})
    CAF_CHECK_EQUAL(checked(name, json{" "}), "null");
}

CAF_TEST(an option out of its range is refused by its name) {
  struct row {
    const char* name;
    json value;
  };
  for (auto& x : {
         row{"logo_position", "left"},
         {"logo_position", "top--left-"},
         {"logo_position", 3},
         {"logo_size", 49},
         {"logo_size", 501},
         {"logo_size", 80.5},
         {"logo_size", "big"},
         {"logo_size", true},
         {"logo_opacity", 1.01},
         {"logo_opacity", -0.1},
         {"logo_opacity", "120%"},
         {"logo_timing", "never"},
         {"logo_timing", 1},
         {"add_sound_effects", "maybe"},
         {"add_sound_effects", 2},
         {"voice_id", 7},
         {"character_name", json::make_array()},
       }) {
    auto text = checked(x.name, x.value);
    CAF_MESSAGE(text);
    CAF_CHECK(text.starts_with("Field " + std::string{x.name} + " must be "));
  }
}

CAF_TEST(a prompt for music is a mood or no music) {
  for (auto none : {"", "  ", "none", "No music", "OFF", "without music"})
    CAF_CHECK_EQUAL(mood_of_prompt(none), "none");
  CAF_CHECK_EQUAL(mood_of_prompt("soft ambient piano"), "calm");
  CAF_CHECK_EQUAL(mood_of_prompt("An upbeat, modern track"), "uplifting");
  CAF_CHECK_EQUAL(mood_of_prompt("dark and DRAMATIC strings"), "tense");
  CAF_CHECK_EQUAL(mood_of_prompt("happy ukulele"), "bright");
  CAF_CHECK_EQUAL(mood_of_prompt("a cello"), "uplifting");
  // "unwarming" is not warm.
  CAF_CHECK_EQUAL(mood_of_prompt("unwarming"), "uplifting");
  auto mix = [](const json& payload) { return default_mix(type, payload); };
  CAF_CHECK_EQUAL(mix(json::make_object()).music, "none");
  CAF_CHECK(!mix(json::make_object()).effects);
  CAF_CHECK_EQUAL(mix(json::make_object({{"tone", "warm"}})).music, "none");
  auto asked =
    mix(json::make_object({{"background_music_prompt", "gentle guitar"}}));
  CAF_CHECK_EQUAL(asked.music, "calm");
  CAF_CHECK(asked.effects);
  CAF_CHECK(mix(json::make_object({{"add_sound_effects", true}})).effects);
}

CAF_TEST(a voice is chosen by its name and an unknown one is told) {
  for (auto name : {"slt", "rms", "awb", "kal16"})
    CAF_CHECK_EQUAL(
      default_voice(json::make_object({{"voice_id", name}})).voice, name);
  CAF_CHECK_EQUAL(
    default_voice(json::make_object({{"voice_id", "Male"}})).voice, "rms");
  CAF_CHECK_EQUAL(
    default_voice(json::make_object({{"voice_id", "21m00Tcm4"}})).voice,
    voice_style{}.voice);
  CAF_CHECK(!is_voice_wish("21m00Tcm4"));
}

CAF_TEST(the avatar presents every clip and is named in the first) {
  auto pictures = shown(inputs_with(json::make_object(
    {{"avatar", sha256_hex("face")}, {"presenter_name", "Mira"}})));
  CAF_REQUIRE_EQUAL(pictures.size(), 3u);
  for (auto& x : pictures) {
    CAF_CHECK(x.layout == layout_kind::presenter);
    CAF_CHECK(x.picture.has_value());
    CAF_CHECK(!x.person);
  }
  CAF_CHECK(pictures[0].stand == presenter_stand::large);
  CAF_CHECK(pictures[2].stand == presenter_stand::alone);
  CAF_CHECK(!pictures[0].goes_on);
  CAF_CHECK(pictures[1].goes_on);
  for (auto& x : pictures) {
    auto again = composition_from(to_json(x));
    CAF_REQUIRE(again);
    CAF_CHECK(*again == x);
  }
}

CAF_TEST(without an avatar the layout stays) {
  for (auto& x : shown(inputs_with(json{})))
    CAF_CHECK(x.layout == layout_kind::presenter);
}

CAF_TEST(other pictures take clips in between) {
  auto pictures = shown(inputs_with(json::make_object(
    {{"avatar", sha256_hex("face")},
     {"pictures", json::make_array({json{sha256_hex("hill")}})}})));
  CAF_CHECK(pictures[0].layout == layout_kind::presenter);
  CAF_CHECK_EQUAL(
    std::ranges::count(pictures, layout_kind::picture, &composition::layout),
    1);
}

CAF_TEST(a logo stands where when and as it is asked to) {
  auto logo = [](const json& more) {
    auto asked = more;
    asked["logo"] = sha256_hex("logo");
    return shown(inputs_with(asked));
  };
  for (auto& x : logo(json::make_object())) {
    CAF_REQUIRE(x.logo_at);
    CAF_CHECK(*x.logo_at == logo_stand{});
  }
  auto seen = [&](const char* timing) {
    std::vector<bool> out;
    for (auto& x : logo(json::make_object({{"logo_timing", timing}})))
      out.push_back(x.logo_at->opacity > 0);
    return out;
  };
  CAF_CHECK(seen("always") == (std::vector<bool>{true, true, true}));
  CAF_CHECK(seen("intro") == (std::vector<bool>{true, false, false}));
  CAF_CHECK(seen("outro") == (std::vector<bool>{false, false, true}));
  CAF_CHECK(seen("none") == (std::vector<bool>{false, false, false}));
  auto placed = logo(json::make_object({{"logo_position", "bottom-left"},
                                        {"logo_size", 90},
                                        {"logo_opacity", 0.4}}));
  CAF_CHECK(*placed[1].logo_at
            == (logo_stand{logo_corner::bottom_left, 90, 0.4}));
  // Other films show it as their scenes do, unless they are asked.
  CAF_CHECK(!logo_stand_of(video_type::moa, json::make_object(), 0, 3));
  CAF_CHECK(logo_stand_of(video_type::moa,
                          json::make_object({{"logo_size", 90}}), 0, 3));
}

CAF_TEST(clips of one talk follow each other closely) {
  using std::chrono::microseconds;
  scene_voice one{1, microseconds{2'000'000}, {}, {}, {}, 0.6};
  scene_voice two = one;
  two.scene_id = 2;
  auto slots = plan_timeline({one, two}, 30);
  CAF_CHECK_EQUAL(slots[0].voice_start.count(), 210'000);
  CAF_CHECK_EQUAL(slots[0].frames, 77u); // 0.21 + 2 + 0.33
  CAF_CHECK_EQUAL(breath_of(json::make_object({{"breath", 0}})), 0.2);
  CAF_CHECK_EQUAL(breath_of(json::make_object()), 1.0);
}
