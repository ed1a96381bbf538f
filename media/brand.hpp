/// Fits a brand into a theme: whose colour leads, and what the theme had to
/// move so that everything stays readable (WCAG AA). Pure; any thread.
#pragma once

#include "media/picture_shelf.hpp"
#include "media/picture_stats.hpp"
#include "media/theme.hpp"
#include "protocol/composition.hpp"

#include <optional>
#include <string>
#include <vector>

namespace troupe::media {

/// The colour that a logo stands for: vivid and not a mere speck. Nothing for
/// black, white and grey ones.
std::optional<color> leading_color(const picture_stats& logo);

/// The composition with its logo's colour as accent, when nobody chose one.
composition with_brand(composition x, const picture_shelf& shelf);

/// A colour that somebody asked for and the one that is shown.
struct moved_color {
  /// "accent" or "background".
  std::string what;
  std::string asked;
  std::string shown;
  bool operator==(const moved_color&) const = default;
};

/// What theme_of() changed of the composition's own colours.
std::vector<moved_color> moved_colors(const composition& x);

} // namespace troupe::media
