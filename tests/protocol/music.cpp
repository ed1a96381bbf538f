#define CAF_SUITE music_plan
#include "tests/support/test.hpp"

#include "protocol/direction.hpp"
#include "protocol/music.hpp"
#include "protocol/piece_spec.hpp"

using namespace troupe;
using namespace std::chrono_literals;

namespace {

/// A film of scenes of five seconds.
std::vector<music_section> sections_of(std::vector<layout_kind> layouts) {
  std::vector<scene_slot> slots;
  std::vector<composition> pictures;
  for (auto layout : layouts) {
    scene_slot slot;
    slot.first_frame = static_cast<uint32_t>(slots.size() * 150);
    slot.frames = 150;
    slots.push_back(slot);
    pictures.emplace_back();
    pictures.back().layout = layout;
  }
  return music_sections(slots, pictures, 30);
}

} // namespace

CAF_TEST(music follows what the scenes do) {
  auto parts = sections_of({layout_kind::title, layout_kind::bullets,
                            layout_kind::diagram, layout_kind::statement,
                            layout_kind::cta, layout_kind::logo});
  CAF_REQUIRE_EQUAL(parts.size(), 5u);
  CAF_CHECK(parts[0] == (music_section{0s, music_part::intro}));
  CAF_CHECK(parts[1] == (music_section{5s, music_part::build}));
  CAF_CHECK(parts[2] == (music_section{15s, music_part::rest}));
  CAF_CHECK(parts[3] == (music_section{20s, music_part::lift}));
  CAF_CHECK(parts[4] == (music_section{25s, music_part::ending}));
  CAF_CHECK_EQUAL(sections_of({layout_kind::title}).size(), 1u);
}

CAF_TEST(effects are few and never lead into something quiet) {
  std::vector<music_section> parts;
  for (int i = 0; i < 40; ++i)
    parts.push_back({3s * i, static_cast<music_part>(i % 5)});
  auto cues = effect_cues(parts, "uplifting");
  CAF_REQUIRE_GREATER(cues.size(), 3u);
  for (size_t i = 0; i < cues.size(); ++i) {
    auto part = parts[static_cast<size_t>(cues[i].at / 3s)].part;
    CAF_CHECK(part != music_part::rest && part != music_part::intro);
    if (i > 0)
      CAF_CHECK(cues[i].at - cues[i - 1].at >= 9s);
  }
  CAF_CHECK(effect_cues(parts, "serious").empty());
}

CAF_TEST(specs of music and mix survive the way through JSON) {
  music_spec music{"warm", 0xFFFFFFFFFFFFFFFF, 300, 25,
                   {{0s, music_part::intro}, {4s, music_part::ending}}};
  auto music_back = music_spec_from(to_json(music));
  CAF_REQUIRE(music_back);
  CAF_CHECK(*music_back == music);
  soundtrack_spec sound;
  sound.frames = 77;
  sound.mix.effects = false;
  sound.effects = {{2s, effect_kind::swell}};
  auto sound_back = soundtrack_spec_from(to_json(sound));
  CAF_REQUIRE(sound_back);
  CAF_CHECK(*sound_back == sound);
  auto wrong = to_json(music);
  wrong["mood"] = "polka";
  auto refused = music_spec_from(wrong);
  CAF_REQUIRE(!refused);
  CAF_CHECK(text_of(refused.error()).find("mood") != std::string::npos);
}

CAF_TEST(payload and type decide how loud a film is) {
  auto lufs = [](video_type type, const json& payload) {
    return default_mix(type, payload).loudness_lufs;
  };
  auto none = json::make_object();
  CAF_CHECK_EQUAL(lufs(video_type::moa, none), -16.0);
  CAF_CHECK_EQUAL(lufs(video_type::social_media, none), -14.0);
  CAF_CHECK_EQUAL(
    lufs(video_type::social_media,
         json::make_object({{"loudness", "broadcast"}})),
    -23.0);
  CAF_CHECK_EQUAL(
    lufs(video_type::moa, json::make_object({{"loudness", -18.5}})), -18.5);
  CAF_CHECK_EQUAL(
    default_mix(video_type::moa, json::make_object({{"tone", "warm"}})).music,
    "warm");
}
