/// Setting a formula: fractions stacked, scripts raised and lowered, roots and
/// brackets as tall as what they hold. Part of the painter; any thread that
/// has its own builder.
#pragma once

#include "media/painter_scene.hpp"
#include "protocol/formula.hpp"

#include <vector>

namespace troupe::media {

/// A piece of text within a formula, relative to the start of its base line.
struct formula_glyphs {
  text_block text;
  point at;
};

/// A formula, or a part of one. The base line is at y = 0.
struct formula_box {
  double width = 0;
  /// Room above and below the base line.
  double above = 0;
  double below = 0;
  std::vector<formula_glyphs> texts;
  /// Rules of fractions.
  std::vector<rect> rules;
  /// Roots, as lines of the rules' thickness.
  std::vector<std::vector<point>> strokes;
  double thickness = 0;

  double height() const { return above + below; }
};

/// One box for each part of a row at a size in pixels; they stand beside each
/// other with `gap` before each.
struct formula_piece {
  formula_box box;
  double gap = 0;
  /// A line may begin with it.
  bool breaks = false;
};

std::vector<formula_piece> set_formula(scene_builder& to,
                                       const formula_part& row, double size);

} // namespace troupe::media
