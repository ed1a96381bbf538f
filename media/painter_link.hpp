/// Addresses of the web on cards: as people read them, and as a QR code. Part
/// of the painter; any thread that has its own builder.
#pragma once

#include "media/painter_scene.hpp"

#include <string>

namespace troupe::media {

/// The link's own text, or its address without the scheme.
std::string link_text(const composed_link& x);

/// Side of the tile that a code takes within so many pixels: a whole number
/// of pixels a module. 0 when the address can't be coded.
double code_size(const composed_link& x, double most);

/// A white tile with the code and its quiet zone, its top left at a point.
void place_code(scene_builder& to, const composed_link& x, point at,
                double most, double start);

} // namespace troupe::media
