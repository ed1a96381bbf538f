// A line through values, with an axis that starts and ends at round numbers.

#include "media/painter_chart.hpp"
#include "media/painter_counting.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Round numbers from below the lowest to above the highest value.
struct axis {
  double low = 0;
  double high = 1;
  double step = 1;

  int steps() const {
    return static_cast<int>(std::lround((high - low) / step));
  }
};

double round_step(double rough) {
  auto power = std::pow(10.0, std::floor(std::log10(rough)));
  for (auto x : {1.0, 2.0, 2.5, 5.0})
    if (rough <= x * power * 1.0001)
      return x * power;
  return 10 * power;
}

axis axis_of(const chart_data& of) {
  auto [low, high] = std::minmax_element(of.numbers.begin(), of.numbers.end());
  auto from = *low;
  auto until = *high;
  // Zero belongs on the axis unless the values are far from it.
  if (from > 0 && (from < until * 0.5 || from == until))
    from = 0;
  if (until < 0 && (until > from * 0.5 || from == until))
    until = 0;
  if (from == until)
    until = from + 1;
  axis out;
  out.step = round_step((until - from) / 4);
  out.low = std::floor(from / out.step + 1e-9) * out.step;
  out.high = std::ceil(until / out.step - 1e-9) * out.step;
  return out;
}

/// A tick without the dust of arithmetic.
std::string tick_text(double value, const axis& on, const std::string& unit) {
  auto rounded = std::round(value / on.step * 1e6) / 1e6 * on.step;
  auto digits = std::max(0.0, std::ceil(-std::log10(on.step)) + 1);
  auto fine = std::pow(10.0, digits);
  return shown_value({"", std::round(rounded * fine) / fine, ""}, unit);
}

struct line_plan {
  rect plot;
  axis on;
  double slot = 0;
  std::vector<text_block> labels;
  std::vector<text_block> values;
  std::vector<text_block> ticks;
  std::vector<point> at;
};

void place_grid(scene_builder& to, const line_plan& x) {
  auto thick = std::max(1.0, std::round(to.u(1.6)));
  for (size_t i = 0; i < x.ticks.size(); ++i) {
    auto share = static_cast<double>(i) / (static_cast<double>(x.ticks.size())
                                           - 1);
    auto y = std::round(x.plot.bottom() - share * x.plot.h);
    auto& tick = x.ticks[i];
    to.place(tick, {{x.plot.x - to.u(22) - tick.width, y - tick.height / 2},
                    to.look.dim, 0.4, "tick"});
    to.add([=, plot = x.plot, look = to.look, p = to.speed](
             cairo_t* cr, const moment& now) {
      auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.3, p.enter));
      cairo_rectangle(cr, plot.x, y - thick / 2, plot.w * part, thick);
      fill(cr, look.line, look.line_alpha * (i == 0 ? 1.0 : 0.55));
    });
  }
}

/// Where the line has come to, and the part of it that is there.
struct progress {
  size_t whole = 0;
  double part = 0;
};

progress progress_at(const std::vector<double>& starts, const moment& now) {
  if (now.at_rest)
    return {starts.size() - 1, 0};
  progress out;
  for (size_t i = 1; i < starts.size(); ++i) {
    auto length = std::min(0.7, starts[i] - starts[i - 1]);
    auto part = in_out_cubic(ramp(now.t, starts[i] - length, length));
    if (part < 1) {
      out.part = part;
      return out;
    }
    out.whole = i;
  }
  return out;
}

point tip_of(const std::vector<point>& at, const progress& is) {
  auto a = at[is.whole];
  if (is.part <= 0)
    return a;
  auto b = at[is.whole + 1];
  return {a.x + (b.x - a.x) * is.part, a.y + (b.y - a.y) * is.part};
}

void trace(cairo_t* cr, const std::vector<point>& at, const progress& is) {
  cairo_new_path(cr);
  for (size_t i = 0; i <= is.whole; ++i)
    cairo_line_to(cr, at[i].x, at[i].y);
  auto tip = tip_of(at, is);
  cairo_line_to(cr, tip.x, tip.y);
}

/// The soft colour under the line, drawn once and uncovered with the line.
sprite area_under(const line_plan& x, color tint) {
  return make_sprite(1, x.plot, [&](cairo_t* cr) {
    trace(cr, x.at, {x.at.size() - 1, 0});
    cairo_line_to(cr, x.at.back().x, x.plot.bottom());
    cairo_line_to(cr, x.at.front().x, x.plot.bottom());
    cairo_close_path(cr);
    auto shade = cairo_pattern_create_linear(0, x.plot.y, 0, x.plot.bottom());
    add_stop(shade, 0, tint, 0.34);
    add_stop(shade, 1, tint, 0.02);
    fill_pattern(cr, shade);
  });
}

void place_curve(scene_builder& to, const chart_data& of, const line_plan& x) {
  auto tint = shape_color(to.look, to.look.accent);
  auto soft = area_under(x, tint);
  to.add([=, at = x.at, plot = x.plot, starts = of.starts, k = to.grid.k](
           cairo_t* cr, const moment& now) {
    if (!now.at_rest && now.t < starts.front())
      return;
    auto is = progress_at(starts, now);
    auto tip = tip_of(at, is);
    cairo_save(cr);
    cairo_rectangle(cr, plot.x, plot.y - 4 * k, tip.x - plot.x,
                    plot.h + 8 * k);
    clip(cr);
    paint(cr, soft, {0, 0});
    cairo_restore(cr);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    trace(cr, at, is);
    stroke(cr, tint, 7 * k);
  });
  auto ground = ground_of(to.look);
  for (size_t i = 0; i < x.at.size(); ++i)
    to.add([=, at = x.at[i], start = of.starts[i], k = to.grid.k,
            p = to.speed](cairo_t* cr, const moment& now) {
      auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter * 0.7);
      if (part <= 0)
        return;
      circle(cr, at, 13 * k * out_back(part));
      fill(cr, tint);
      circle(cr, at, 6.5 * k * out_back(part));
      fill(cr, ground);
    });
}

/// Whether a box comes near the line.
bool touches_line(const rect& box, const std::vector<point>& at) {
  for (size_t i = 0; i + 1 < at.size(); ++i)
    for (int step = 0; step <= 40; ++step) {
      auto part = step / 40.0;
      auto x = at[i].x + (at[i + 1].x - at[i].x) * part;
      auto y = at[i].y + (at[i + 1].y - at[i].y) * part;
      if (x > box.x && x < box.right() && y > box.y && y < box.bottom())
        return true;
    }
  return false;
}

/// Values stand above their points, or below where the line is in the way.
void place_values(scene_builder& to, const chart_data& of, const line_plan& x,
                  const text_style& with) {
  running_digits digits{to, with};
  auto gap = to.u(20);
  for (size_t i = 0; i < x.at.size(); ++i) {
    auto& value = x.values[i];
    auto at = x.at[i];
    auto left = at.x - value.width / 2;
    rect above{left, at.y - gap - value.height, value.width, value.height};
    rect below{left, at.y + gap, value.width, value.height};
    auto fits = below.bottom() < x.plot.bottom() - to.u(6);
    auto up_is_free = !touches_line(above, x.at);
    auto& shown = !up_is_free && fits && !touches_line(below, x.at) ? below
                                                                   : above;
    // On the line's colours a number needs ground of its own.
    if (!up_is_free)
      to.add([=, ground = ground_of(to.look), k = to.grid.k,
              start = of.starts[i]](cairo_t* cr, const moment& now) {
        rounded(cr, {shown.x - 10 * k, shown.y, shown.w + 20 * k, shown.h},
                10 * k);
        fill(cr, ground, 0.86 * (now.at_rest ? 1 : ramp(now.t, start, 0.3)));
      });
    place_counting(to, value, digits,
                   {{shown.x, shown.y}, to.look.ink, of.starts[i], 0.9,
                    "value"});
  }
}

} // namespace

bool place_line(scene_builder& to, const chart_data& of, const rect& area) {
  if (of.size() < 2)
    return false;
  line_plan x;
  x.on = axis_of(of);
  auto& unit = to.scene.chart->unit;
  auto tick = to.style(text_role::footnote);
  tick.tabular = true;
  std::vector<std::string> names;
  for (int i = 0; i <= x.on.steps(); ++i)
    names.push_back(tick_text(x.on.low + x.on.step * i, x.on, unit));
  x.ticks = set_alike(to, names, tick, {area.w * 0.3, 1, to.u(26)});
  auto left = area.x + widest(x.ticks) + to.u(22);
  auto n = static_cast<double>(of.size());
  x.slot = (area.right() - left) / n;
  auto label = to.style(text_role::small);
  label.to = align::center;
  x.labels = set_alike(to, of.labels, label,
                       {x.slot - to.u(20), 2, to.u(26)});
  auto with = to.style(text_role::label);
  with.tabular = true;
  x.values = set_alike(to, of.values, with, {x.slot - to.u(12), 1, to.u(26)});
  if (any_cut(x.labels) || any_cut(x.values) || any_cut(x.ticks))
    return false;
  with.size = x.values.front().size;
  auto head = tallest(x.values) + to.u(24);
  auto bottom = area.bottom() - tallest(x.labels) - to.u(26);
  x.plot = {left, area.y + head, area.right() - left, bottom - area.y - head};
  if (x.plot.h < to.u(150))
    return false;
  for (size_t i = 0; i < of.size(); ++i) {
    auto share = (of.numbers[i] - x.on.low) / (x.on.high - x.on.low);
    x.at.push_back({std::round(left + x.slot * (static_cast<double>(i) + 0.5)),
                    std::round(x.plot.bottom() - share * x.plot.h)});
  }
  place_grid(to, x);
  place_curve(to, of, x);
  place_values(to, of, x, with);
  for (size_t i = 0; i < of.size(); ++i)
    to.place(x.labels[i],
             {{x.at[i].x - x.labels[i].width / 2, bottom + to.u(26)},
              to.look.secondary, std::max(0.4, of.starts[i] - 0.1), "label"});
  return true;
}

} // namespace troupe::media
