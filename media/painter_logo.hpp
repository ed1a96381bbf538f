/// The logo of a brand: as large as it looks, never distorted, and on a plate
/// of its own when it would drown in the ground. Part of the painter; any
/// thread that has its own builder.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// How a logo stands on a ground.
enum class logo_plate : uint8_t { none, light, dark };

/// Whether one of the logo's main colours comes too near to the ground, and
/// what it needs then. An opaque logo brings its own ground along.
logo_plate plate_for(const picture_stats& logo, bool has_alpha, color ground);

/// What a logo will take within a box: its own shape, with a plate's padding.
/// Empty when the scene has no logo.
rect logo_bounds(scene_builder& to, const rect& box, align side);

/// Adds it there; false when the scene has none. With a `start` below 0 it is
/// there from the beginning.
bool place_logo(scene_builder& to, const rect& box, align side, double start,
                double opacity = 1);

/// The logo is a word rather than a sign: the name need not stand beside it.
bool is_wordmark(scene_builder& to);

/// A small logo in the upper corner away from the words, where a film says
/// whose it is: on its first scene and where it asks for something. Cards that
/// show the logo themselves are left alone. A logo that has its place by the
/// payload stands there instead.
void place_corner_logo(scene_builder& to);

} // namespace troupe::media
