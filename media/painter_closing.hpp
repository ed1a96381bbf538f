/// What cards at the end of a film share: the button, and the tile with a
/// name's initials. Part of the painter; any thread that has its own builder.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// The scene's call to action; width 0 when it has none.
struct button {
  text_block label;
  double width = 0;
  double height = 0;
};

button set_button(scene_builder& to, double room);
void place_button(scene_builder& to, const button& x, double left, double y,
                  double start = 0.95);

/// A rounded tile with the initials of the scene's name, and rings around it
/// that need two thirds of its size on every side.
void place_tile(scene_builder& to, const rect& box, bool with_rings = true);

} // namespace troupe::media
