/// The rules of the layout checker, apart from how a scene is laid out: a
/// test plants faults, check_layout() brings real scenes. Pure; any thread.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// What the texts of a scene stand in.
struct check_frame {
  double width = 0;
  double height = 0;
  /// Nearest that a text may come to the frame's edge.
  double margin = 0;
  /// Smallest readable size.
  double smallest = 0;
  /// From this size on, 3 : 1 is enough.
  double large = 0;
  /// Where captions can appear; empty when they are off.
  rect captions;
  /// Mean and unkindest ground behind a text.
  std::function<std::vector<color>(const placed_text&)> grounds;
};

std::vector<finding> check_texts(const std::vector<placed_text>& texts,
                                 const check_frame& in);

} // namespace troupe::media
