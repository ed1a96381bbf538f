/// What a payload says of a film's style in free words: style_preferences
/// with visual_style, color_scheme and mood, or these three as fields of their
/// own. Words become themes, colours, motion, music and pace; a member of which
/// no word is known is named, so that a note can say so. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

enum class ground_wish : uint8_t { own, dark, light };

struct style_words {
  /// One of theme_names(), or empty.
  std::string theme;
  /// "#rrggbb" or empty.
  std::string accent;
  std::string background;
  /// The dark or light end of the theme, when no background is named.
  ground_wish ground = ground_wish::own;
  /// A motion_style by name, or empty.
  std::string motion;
  /// One of music_moods or "none", or empty.
  std::string music;
  /// Factor on the pace of the voice.
  double rate = 1;
  /// Members that were not understood: "mood \"crunchy\"".
  std::vector<std::string> unknown;

  bool operator==(const style_words&) const = default;
};

/// Of a checked payload.
style_words read_style_words(const json& payload);

/// The canonical form of the field style_preferences: an object of texts, or
/// a text that is one as JSON, or a text that is a visual style. Null when
/// nothing is in it. The error names the member.
result<json> check_style_preferences(const json& value);

} // namespace troupe
