// Parts of a whole as a ring, with a legend that gives the values.

#include "media/painter_chart.hpp"
#include "media/painter_counting.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace troupe::media {

namespace {

constexpr double turn = 2 * std::numbers::pi;

/// Percentages have their whole by themselves: what is missing stays empty.
double whole_of(const scene_builder& to, const chart_data& of) {
  auto sum = std::accumulate(of.numbers.begin(), of.numbers.end(), 0.0);
  if (to.scene.chart->unit != "%")
    return sum;
  return sum > 100.5 ? 0 : std::max(sum, 100.0);
}

struct slice {
  double from = 0;
  double until = 0;
  color tint;
  double start = 0;
};

std::vector<slice> slices_of(const scene_builder& to, const chart_data& of,
                             double whole) {
  auto colors = part_colors(to.look, of.size());
  // The datum that the film is about has the accent.
  if (of.focus)
    std::swap(colors[0], colors[*of.focus]);
  std::vector<slice> out;
  double sum = 0;
  for (size_t i = 0; i < of.size(); ++i) {
    slice x;
    x.from = sum / whole;
    sum += of.numbers[i];
    x.until = sum / whole;
    x.tint = colors[i];
    x.start = of.starts[i];
    out.push_back(x);
  }
  return out;
}

void place_ring(scene_builder& to, const std::vector<slice>& slices,
                const rect& box) {
  auto radius = box.w * 0.40;
  auto width = box.w * 0.17;
  auto center = box.center();
  // A gap of the ground's colour keeps neighbours apart.
  auto gap = std::min(0.006, 0.2 / static_cast<double>(slices.size()) / turn);
  to.add([=, look = to.look](cairo_t* cr, const moment& now) {
    circle(cr, center, radius);
    stroke(cr, look.line, width,
           look.line_alpha * 0.5 * (now.at_rest ? 1 : ramp(now.t, 0.2, 0.5)));
  });
  for (auto& x : slices)
    to.add([=, p = to.speed](cairo_t* cr, const moment& now) {
      auto part = now.at_rest ? 1.0
                              : out_cubic(ramp(now.t, x.start, p.enter * 1.3));
      auto length = (x.until - x.from) * part;
      if (length <= 0)
        return;
      auto cut = slices.size() > 1 ? std::min(gap, length * 0.3) : 0.0;
      auto from = -turn / 4 + turn * (x.from + cut / 2);
      cairo_new_path(cr);
      cairo_arc(cr, center.x, center.y, radius, from,
                from + turn * (length - cut));
      cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
      stroke(cr, x.tint, width);
    });
}

/// Rows of the legend: a dot, what it is, its value.
struct legend {
  std::vector<text_block> labels;
  std::vector<text_block> values;
  text_style value_style;
  double row = 0;
};

legend set_legend(scene_builder& to, const chart_data& of, double width,
                  double room) {
  legend out;
  auto n = static_cast<double>(of.size());
  out.row = std::min(room / n, to.u(to.grid.upright() ? 104 : 96));
  out.value_style = to.style(text_role::h2);
  out.value_style.tabular = true;
  out.value_style.leading = 1.2;
  out.value_style.size = std::clamp(out.row * 0.5, to.u(26),
                                    out.value_style.size);
  if (out.value_style.size < to.u(50))
    out.value_style.face = typeface::text;
  out.values = set_alike(to, of.values, out.value_style,
                         {width * 0.5, 1, to.u(26)});
  out.value_style.size = out.values.front().size;
  auto label = to.style(text_role::body);
  label.leading = 1.2;
  label.size = std::clamp(out.row * 0.42, to.u(26), label.size);
  auto label_w = width - to.u(52) - widest(out.values) - to.u(24);
  out.labels = set_alike(to, of.labels, label,
                         {label_w, out.row > to.u(70) ? 2 : 1, to.u(26)});
  return out;
}

void place_legend(scene_builder& to, const legend& x,
                  const std::vector<slice>& slices, const rect& area) {
  running_digits digits{to, x.value_style};
  for (size_t i = 0; i < slices.size(); ++i) {
    auto middle = area.y + x.row * (static_cast<double>(i) + 0.5);
    auto& label = x.labels[i];
    auto& value = x.values[i];
    auto start = slices[i].start;
    point dot{area.x + to.u(14), std::round(middle)};
    to.add([=, tint = slices[i].tint, k = to.grid.k](cairo_t* cr,
                                                     const moment& now) {
      auto part = now.at_rest ? 1.0 : out_back(ramp(now.t, start, 0.5));
      if (part <= 0)
        return;
      circle(cr, dot, 14 * k * part);
      fill(cr, tint);
    });
    to.place(label, {{area.x + to.u(52), middle - label.height / 2},
                     to.look.secondary, start, "label"});
    place_counting(to, value, digits,
                   {{area.right() - value.width, middle - value.height / 2},
                    to.look.ink, start, 1.1, "value"});
    if (i + 1 == slices.size())
      continue;
    auto line = std::round(area.y + x.row * static_cast<double>(i + 1));
    auto thick = std::max(1.0, std::round(to.u(1.5)));
    to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
      auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, start, p.enter));
      cairo_rectangle(cr, area.x, line, area.w * part, thick);
      fill(cr, look.line, look.line_alpha * 0.8);
    });
  }
}

/// The value that counts most, inside the ring.
void place_middle(scene_builder& to, const chart_data& of, const rect& box) {
  auto most = std::max_element(of.numbers.begin(), of.numbers.end());
  auto i = of.focus.value_or(static_cast<size_t>(most - of.numbers.begin()));
  auto with = to.style(text_role::display);
  with.leading = 1.1;
  with.tabular = true;
  with.size = std::min(with.size, box.w * 0.2);
  auto block = to.fit(with, of.values[i], {box.w * 0.5, 1e9, 1, to.u(36)});
  if (block.cut)
    return;
  with.size = block.size;
  place_counting(to, block, running_digits{to, with},
                 {{box.center().x - block.width / 2,
                   box.center().y - block.height / 2},
                  to.look.ink, of.starts[i], 1.2, "middle"});
}

} // namespace

bool place_pie(scene_builder& to, const chart_data& of, const rect& area) {
  auto whole = of.low < 0 ? 0 : whole_of(to, of);
  if (whole <= 0)
    return false;
  auto unit = is_sign(to.scene.chart->unit) ? rect{area.x, area.y, 0, 0}
                                            : area;
  auto rows = static_cast<double>(of.size());
  auto beside = !to.grid.upright();
  auto size = beside ? std::min({area.h, area.w * 0.42, to.u(560)})
                     : std::min({area.w * 0.86, to.u(680),
                                 area.h - to.u(60)
                                   - rows * to.u(rows > 5 ? 64 : 84)});
  if (size < to.u(200))
    return false;
  rect box{area.x, area.y + (area.h - size) / 2, size, size};
  rect list{area.x + size + to.u(80), area.y, area.w - size - to.u(80), area.h};
  if (beside && to.mirrored()) {
    list.x = area.x;
    box.x = area.right() - size;
  }
  if (!beside) {
    box = {area.x + (area.w - size) / 2, area.y, size, size};
    list = {area.x, area.y + size + to.u(50), area.w,
            area.h - size - to.u(50)};
  }
  auto for_unit = unit.w > 0 ? to.u(64) : 0.0;
  auto set = set_legend(to, of, list.w, list.h - for_unit);
  if (any_cut(set.labels) || any_cut(set.values))
    return false;
  if (unit.w > 0)
    list = below_unit(to, list);
  auto spare = list.h - set.row * rows;
  list.y += std::max(0.0, spare * (beside ? 0.5 : 0.2));
  auto slices = slices_of(to, of, whole);
  place_ring(to, slices, box);
  place_middle(to, of, box);
  place_legend(to, set, slices, list);
  return true;
}

} // namespace troupe::media
