/// The seven looks as data, and the colour arithmetic that keeps text
/// readable whatever accent or ground somebody asks for. Pure; any thread.
#pragma once

#include "protocol/composition.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::media {

/// sRGB, 0..1 a channel.
struct color {
  double r = 0;
  double g = 0;
  double b = 0;
  bool operator==(const color&) const = default;
};

constexpr color rgb(uint32_t hex) {
  return {((hex >> 16) & 0xFF) / 255.0, ((hex >> 8) & 0xFF) / 255.0,
          (hex & 0xFF) / 255.0};
}

/// "#rrggbb", or the fallback.
color parse_color(std::string_view text, color fallback);
color mix(color a, color b, double share_of_b);
/// WCAG 2: relative luminance, and ratio 1..21 of two colours.
double luminance(color x);
double contrast(color a, color b);
/// The ink, moved towards black or white as little as gives the ratio on the
/// ground.
color readable(color ink, color ground, double ratio);

/// The typeface of headlines.
enum class title_face : uint8_t { sans, serif };

struct theme {
  std::string_view name;
  bool dark = true;
  title_face face = title_face::sans;
  int title_weight = 600;
  /// Ground from top to bottom, and three soft lights upon it.
  color ground_top, ground_bottom;
  color glow_a, glow_b, glow_c;
  double glow = 0.5;
  /// Text: headlines and lit rows, running text, quiet labels.
  color ink, secondary, dim;
  /// The one colour that means "look here", and text upon it.
  color accent, on_accent;
  /// Colours with a meaning: second subject, substrate, harm.
  color support, warm, danger;
  /// Cards: fill and line, each with its own opacity.
  color panel;
  double panel_alpha = 0.5;
  color line;
  double line_alpha = 0.3;
  /// Captions.
  color pill;
  double pill_alpha = 0.72;
  color pill_ink;
  color pill_accent;
  /// Corners of cards, on the design canvas.
  double radius = 24;
  double shadow = 0.3;
};

/// The composition's theme with its overrides; every ink is readable on its
/// ground.
theme theme_of(const composition& x);

/// The mean ground that text stands on.
color ground_of(const theme& x);

} // namespace troupe::media
