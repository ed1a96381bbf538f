/// What a brand brings along: its colours, and what becomes of them in a film.
/// Whether they can be read on the theme is for media/brand.hpp to see. Pure;
/// any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <string>
#include <string_view>

namespace troupe {

/// payload.brand_color (one) or brand_colors (one or a list) in canonical
/// form: "#rrggbb". "#rgb", "rrggbb" and names of colours are understood; null
/// when blank. invalid_argument names the field.
result<json> check_brand_colours(std::string_view name, const json& value);

/// "#rrggbb", or empty where the theme decides.
struct brand_colours {
  std::string accent;
  std::string background;
  bool operator==(const brand_colours&) const = default;
};

/// Of a checked payload: brand_color leads, otherwise the most vivid of
/// brand_colors. The ground is the first of the others that is nearly white
/// or nearly black.
brand_colours brand_of(const json& payload);

} // namespace troupe
