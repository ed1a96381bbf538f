#include "protocol/film_style.hpp"

#include "protocol/defaults.hpp"
#include "protocol/transition.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace troupe {

namespace {

/// Texts on screen, as long as people may write them in an edit.
constexpr size_t title_max_bytes = 300;

double ranged(const json& x, std::string_view key, double low, double high,
              double fallback) {
  auto value = x.number(key, fallback);
  return std::isfinite(value) ? std::clamp(value, low, high) : fallback;
}

template <size_t N>
std::string one_of(const json& x, std::string_view key,
                   const std::array<std::string_view, N>& choices,
                   std::string_view fallback) {
  auto value = x.text(key, fallback);
  auto known = std::ranges::find(choices, value) != choices.end();
  return known ? value : std::string{fallback};
}

std::string colour(const json& x, std::string_view key) {
  auto value = x.text(key);
  auto fits = value.size() == 7 && value[0] == '#'
              && value.find_first_not_of("0123456789abcdefABCDEF", 1)
                   == std::string::npos;
  return fits ? value : std::string{};
}

/// A theme is checked where it is drawn; here only its form.
std::string word(const json& x, std::string_view key,
                 std::string_view fallback) {
  auto value = x.text(key, fallback);
  auto fits = !value.empty() && value.size() <= 40
              && value.find_first_not_of("abcdefghijklmnopqrstuvwxyz_")
                   == std::string::npos;
  return fits ? value : std::string{fallback};
}

} // namespace

bool is_music(std::string_view name) {
  return name == "none"
         || std::ranges::find(music_moods, name) != music_moods.end();
}

json to_json(const look_style& x) {
  auto titles = json::make_object();
  for (auto& [id, title] : x.titles)
    titles[std::to_string(id)] = title;
  return json::make_object({{"theme", x.theme},
                            {"accent", x.accent},
                            {"background", x.background},
                            {"text_scale", x.text_scale},
                            {"motion", x.motion},
                            {"captions", x.captions},
                            {"karaoke", x.karaoke},
                            {"transition", x.transition},
                            {"variation", int64_t{x.variation}},
                            {"titles", titles}});
}

json to_json(const voice_style& x) {
  return json::make_object({{"voice", x.voice},
                            {"rate", x.rate},
                            {"pause", x.pause},
                            {"pitch", x.pitch},
                            {"pause_after", x.pause_after}});
}

json to_json(const mix_style& x) {
  return json::make_object({{"music", x.music},
                            {"music_gain_db", x.music_gain_db},
                            {"voice_gain_db", x.voice_gain_db},
                            {"loudness_lufs", x.loudness_lufs},
                            {"effects", x.effects}});
}

look_style look_style_from(const json& x) {
  look_style out;
  constexpr std::array<std::string_view, 3> motions{"calm", "lively", "still"};
  out.theme = word(x, "theme", out.theme);
  out.accent = colour(x, "accent");
  out.background = colour(x, "background");
  out.text_scale = ranged(x, "text_scale", 0.8, 1.4, 1.0);
  out.motion = one_of(x, "motion", motions, "calm");
  out.captions = x.flag("captions", true);
  out.karaoke = x.flag("karaoke", true);
  if (transition_from(x.text("transition")))
    out.transition = x.text("transition");
  out.variation = static_cast<uint32_t>(
    std::clamp<int64_t>(x.integer("variation"), 0, 1'000'000));
  for (auto& [key, title] : x.at("titles").as_object()) {
    int32_t id = 0;
    auto end = key.data() + key.size();
    auto [rest, code] = std::from_chars(key.data(), end, id);
    auto named = code == std::errc{} && rest == end && id > 0;
    if (named && title.is_string()
        && title.as_string().size() <= title_max_bytes
        && out.titles.size() < defaults::scene_limit)
      out.titles.emplace(id, title.as_string());
  }
  return out;
}

voice_style voice_style_from(const json& x) {
  constexpr std::array<std::string_view, 4> voices{"slt", "rms", "awb",
                                                   "kal16"};
  voice_style out;
  out.voice = one_of(x, "voice", voices, out.voice);
  out.rate = ranged(x, "rate", slowest_rate, fastest_rate, 1.0);
  out.pause = ranged(x, "pause", 0.4, 2.5, 1.0);
  out.pitch = ranged(x, "pitch", -6, 6, 0);
  out.pause_after = ranged(x, "pause_after", 0, longest_pause_after, 0);
  return out;
}

mix_style mix_style_from(const json& x) {
  mix_style out;
  if (auto music = x.text("music", out.music); is_music(music))
    out.music = music;
  out.music_gain_db = ranged(x, "music_gain_db", -12, 9, 0);
  out.voice_gain_db = ranged(x, "voice_gain_db", -6, 6, 0);
  out.loudness_lufs = ranged(x, "loudness_lufs", -31, -9, -16);
  out.effects = x.flag("effects", true);
  return out;
}

} // namespace troupe
