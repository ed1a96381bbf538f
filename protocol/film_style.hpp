/// How a film looks, moves, speaks and sounds: the parts that feedback can
/// turn. Made from the payload, kept in the stages' data, read by compose()
/// and the makers. Plain values with JSON in and out; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace troupe {

/// What people see. Kept as data.style of the visuals stage.
struct look_style {
  /// Name of a theme (see protocol/composition.hpp), chosen by video type.
  std::string theme = "clinical_dark";
  /// "#rrggbb", or empty for the theme's own.
  std::string accent;
  /// "#rrggbb" ground colour, or empty for the theme's own.
  std::string background;
  /// 0.8 .. 1.4; sizes of text on screen.
  double text_scale = 1.0;
  /// "calm", "lively" or "still".
  std::string motion = "calm";
  /// Burned-in captions.
  bool captions = true;
  /// The word that is being spoken is lit in them.
  bool karaoke = true;
  /// Word of a transition_kind: how scenes give way to the next, whatever they
  /// say themselves; empty = as they say.
  std::string transition;
  /// Changes the arrangement; counts up with regenerate without feedback.
  uint32_t variation = 0;
  /// Texts on screen that replace the scenes' own: scene_id -> title.
  std::map<int32_t, std::string> titles;

  bool operator==(const look_style&) const = default;
};

/// Paces at which a voice can be understood, 1 = its own.
inline constexpr double slowest_rate = 0.6;
inline constexpr double fastest_rate = 1.6;
/// Seconds; longer is taken for a film that hangs.
inline constexpr double longest_pause_after = 10;

/// How the narrator speaks. Kept as data.voice_style of the tts stage.
struct voice_style {
  /// "slt" (female), "rms" (male), "awb" (male, Scottish), "kal16" (male).
  std::string voice = "slt";
  /// 0.6 .. 1.6, 1 = the voice's own; higher is faster.
  double rate = 1.0;
  /// 0.4 .. 2.5; factor on the pauses between sentences.
  double pause = 1.0;
  /// -6 .. 6 semitones.
  double pitch = 0.0;
  /// 0 .. longest_pause_after; seconds of silence behind the scene's words.
  double pause_after = 0.0;

  bool operator==(const voice_style&) const = default;
};

/// Moods that the composer knows; "none" is no music.
inline constexpr std::array<std::string_view, 6> music_moods{
  "calm", "uplifting", "serious", "bright", "warm", "tense"};

/// True for the moods and "none".
bool is_music(std::string_view name);

/// What is mixed under the voice and how the film ends up. Kept as data.mix of
/// the render stage.
struct mix_style {
  /// One of music_moods or "none".
  std::string music = "calm";
  /// Decibels relative to the normal bed level, -12 .. 9.
  double music_gain_db = 0.0;
  /// Decibels for the voice, -6 .. 6.
  double voice_gain_db = 0.0;
  /// Integrated loudness of the film in LUFS.
  double loudness_lufs = -16.0;
  /// Soft sounds at a few changes of scene.
  bool effects = true;

  bool operator==(const mix_style&) const = default;
};

json to_json(const look_style& x);
json to_json(const voice_style& x);
json to_json(const mix_style& x);
/// Unknown members are ignored, values are clamped to their ranges.
look_style look_style_from(const json& x);
voice_style voice_style_from(const json& x);
mix_style mix_style_from(const json& x);

} // namespace troupe
