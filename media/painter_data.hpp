/// What scenes of data share: how values are written, when they come, texts
/// of one size beside each other, and colours that can be told apart. Part of
/// the painter; any thread that has its own builder.
#pragma once

#include "media/painter_scene.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::media {

/// A number as people write it: 12,000 or -0.5 with a true minus.
std::string written(double value);
/// The value as its source writes it, or the number with a sign such as % or
/// $ around it.
std::string shown_value(const composed_datum& x, std::string_view unit);
/// Whether values carry the unit; else it stands once beside them.
bool is_sign(std::string_view unit);

/// Room for texts that stand beside each other.
struct alike_room {
  double width = 0;
  int lines = 1;
  double smallest = 0;
  double height = 1e9;
};

/// Texts of one size: the largest at which each fits.
std::vector<text_block> set_alike(scene_builder& to,
                                  const std::vector<std::string>& texts,
                                  text_style with, const alike_room& room);
bool any_cut(const std::vector<text_block>& x);
double widest(const std::vector<text_block>& x);

/// Seconds at which things with these cues appear: at their words, or one
/// soon after the other when none of them is spoken.
std::vector<double> data_times(const scene_builder& to,
                               const std::vector<std::string>& cues);

/// A colour of a shape on the theme's ground: 3 : 1 at least.
color shape_color(const theme& look, color wanted);
/// So many colours that differ; the first is the accent.
std::vector<color> part_colors(const theme& look, size_t count);

/// Places source and note at the bottom; the area that is left.
rect above_source(scene_builder& to, rect area);

} // namespace troupe::media
