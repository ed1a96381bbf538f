/// What all lists of a scene share: which row has the light, and texts of one
/// size. Part of the painter; any thread that has its own builder.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// How far a row is there, and how much light it has.
struct list_state {
  double there = 1;
  double lit = 1;
};

/// A row comes at `start` and gives the light away at `until`.
list_state state_of(double start, double until, const moment& now,
                    const pace& with);

/// The scene's points at one size, so that rows look alike; shrinks until all
/// of them, with `pad_y` each, fit the room.
std::vector<text_block> set_rows(scene_builder& to, double width, double room,
                                 double pad_y, int lines);

double tallest(const std::vector<text_block>& x);

/// The scene's points as rows that are revealed as they are spoken.
void place_list(scene_builder& to, const rect& area);

/// Places the small print at the bottom; the area that is left.
rect above_legal(scene_builder& to, rect area);

} // namespace troupe::media
