/// Line icons for rows, badges and buttons. Pure drawing; any thread.
#pragma once

#include "media/painter_canvas.hpp"

#include <optional>
#include <string_view>

namespace troupe::media {

enum class icon : uint8_t {
  check,
  cross,
  dash,
  plus,
  drop,
  heart,
  shield,
  clock,
  person,
  people,
  pill,
  cell,
  pulse,
  bolt,
  chart,
  warning,
  document,
  vessel,
  target,
  speech,
  leaf,
  moon,
  spark,
};

/// The icon whose words the text holds, if any does.
std::optional<icon> icon_for(std::string_view text);

/// Within a square of `size` around the center.
void draw_icon(cairo_t* cr, icon what, point center, double size, color ink,
               double alpha = 1);

} // namespace troupe::media
