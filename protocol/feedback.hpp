/// What a reviewer asks for in their own words, read into directives that a
/// stage can carry out. Text of the reviewer stays data: it is never a path,
/// markup or a pattern. Reading takes time linear in the text. Pure; any
/// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// One wish. docs/writing.md lists the phrases that lead to each.
enum class directive_kind : uint8_t {
  // words
  shorter,
  longer,
  simpler,
  more_formal,
  friendlier,
  more_energetic,
  calmer,
  mention,       ///< text: what to mention
  remove_words,  ///< text: what must not occur
  replace_words, ///< text: the old words, other: the new ones
  keep_words,    ///< text: what must stay
  set_tone,      ///< text: the tone
  rewrite,       ///< other words for the same
  // structure
  set_title,    ///< text: the title
  add_scene,    ///< text: what it is about, may be empty
  remove_scene, ///< the targets
  set_length,   ///< amount: seconds of the whole film
  // pace
  slower,
  faster,
  // look
  set_accent,     ///< text: "#rrggbb"
  set_background, ///< text: "#rrggbb"
  set_theme,      ///< text: one of theme_names()
  darker,
  lighter,
  warmer,
  cooler,
  bigger_text,
  smaller_text,
  captions_on,
  captions_off,
  karaoke_on,  ///< the spoken word is lit in the captions
  karaoke_off,
  set_transition, ///< text: how scenes give way, as transition_from() reads it
  more_motion,
  less_motion,
  no_motion,
  // voice
  set_voice, ///< text: "female", "male", "scottish" or the name of a voice
  other_voice,
  deeper_voice,
  higher_voice,
  longer_pauses,
  shorter_pauses,
  pause_after, ///< amount: seconds of silence behind the targets
  // sound
  set_music, ///< text: one of music_moods or "none"
  other_music,
  music_louder,
  music_quieter,
  voice_louder,
  voice_quieter,
};

std::string_view to_string(directive_kind x);

enum class amount_unit : uint8_t { none, percent, seconds, words, factor };

/// A scene as reviewers name it.
struct scene_target {
  /// From 1; from the end when negative (-1 is the last one); 0 when `type`
  /// names it.
  int32_t number = 0;
  /// "product", "logo", "hook", ... as in scenes_data.scenes[].type.
  std::string type;

  bool operator==(const scene_target&) const = default;
};

struct directive {
  directive_kind kind = directive_kind::rewrite;
  /// The scenes it is limited to; empty = the whole film.
  std::vector<scene_target> targets;
  std::string text;
  std::string other;
  /// "20 % shorter" is {20, percent}; 0 when the reviewer named none.
  double amount = 0;
  amount_unit unit = amount_unit::none;
  /// 0.5 "a bit", 1 as it is, 2 "much".
  double strength = 1;

  bool operator==(const directive&) const = default;
};

struct feedback_plan {
  /// In the order they were asked for.
  std::vector<directive> directives;
  /// Parts that were not understood, as they were written.
  std::vector<std::string> rest;

  bool operator==(const feedback_plan&) const = default;
};

/// Never fails; what can't be read is in `rest`. Only the first
/// defaults::feedback_max_bytes are read.
feedback_plan parse_feedback(std::string_view text);

} // namespace troupe
