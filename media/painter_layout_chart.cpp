// Charts: bars, lines, parts of a whole. What is drawn is what was given.

#include "media/painter_chart.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cctype>

namespace troupe::media {

namespace {

std::string lower(std::string text) {
  for (auto& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// The datum whose label holds the name of the brand or drug.
std::optional<size_t> named_datum(const composition& x) {
  auto name = lower(x.name);
  std::optional<size_t> out;
  for (size_t i = 0; i < x.chart->data.size(); ++i) {
    if (name.empty()
        || lower(x.chart->data[i].label).find(name) == std::string::npos)
      continue;
    if (out)
      return std::nullopt;
    out = i;
  }
  return out;
}

} // namespace

chart_data::chart_data(const scene_builder& to) {
  auto& chart = *to.scene.chart;
  for (auto& x : chart.data) {
    labels.push_back(x.label);
    values.push_back(shown_value(x, chart.unit));
    numbers.push_back(x.value);
    low = std::min(low, x.value);
    high = std::max(high, x.value);
  }
  starts = data_times(to, labels);
  focus = named_datum(to.scene);
  auto quiet = shape_color(to.look, mix(to.look.dim, ground_of(to.look), 0.4));
  for (size_t i = 0; i < size(); ++i)
    colors.push_back(!focus || *focus == i ? shape_color(to.look,
                                                         to.look.accent)
                                           : quiet);
}

rect below_unit(scene_builder& to, rect area) {
  auto& unit = to.scene.chart->unit;
  if (is_sign(unit))
    return area;
  auto block = to.fit(text_role::small, unit, area.w, 1);
  to.place(block, {{area.x, area.y}, to.look.secondary, 0.5, "unit"});
  auto taken = block.height + to.u(14);
  return {area.x, area.y + taken, area.w, area.h - taken};
}

void lay_out_chart(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  area = above_source(to, area);
  chart_data of{to};
  auto kind = to.scene.chart->kind;
  if (kind == chart_kind::pie && place_pie(to, of, area))
    return;
  area = below_unit(to, area);
  if (kind == chart_kind::lines && place_line(to, of, area))
    return;
  // Few values look best as long bars where there is width for them.
  auto few = to.grid.shape == frame_shape::wide && of.size() < 4;
  if (few || !place_columns(to, of, area))
    place_rows(to, of, area);
}

} // namespace troupe::media
