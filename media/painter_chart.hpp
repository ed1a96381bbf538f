/// The kinds of charts, each drawn within an area. Part of the painter; any
/// thread that has its own builder.
#pragma once

#include "media/painter_data.hpp"

namespace troupe::media {

/// What every kind of chart works with.
struct chart_data {
  explicit chart_data(const scene_builder& to);

  std::vector<std::string> labels;
  std::vector<std::string> values;
  std::vector<double> numbers;
  /// Seconds.
  std::vector<double> starts;
  std::vector<color> colors;
  /// Of all values, 0 included.
  double low = 0;
  double high = 0;
  /// The datum that the film is about.
  std::optional<size_t> focus;

  size_t size() const { return numbers.size(); }
};

/// Places a unit that values don't carry, at the top left; the area below.
rect below_unit(scene_builder& to, rect area);

/// False when labels or values don't fit beside each other, and nothing is
/// placed then.
bool place_columns(scene_builder& to, const chart_data& of, const rect& area);
bool place_line(scene_builder& to, const chart_data& of, const rect& area);
/// Bars one below the other: there is always room for them.
void place_rows(scene_builder& to, const chart_data& of, const rect& area);
/// False when the values are no parts of a whole.
bool place_pie(scene_builder& to, const chart_data& of, const rect& area);

} // namespace troupe::media
