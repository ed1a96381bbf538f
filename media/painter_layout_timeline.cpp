// Moments along a line: across a wide frame, down a narrow one.

#include "media/painter_data.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct stop {
  text_block when;
  text_block text;
  point dot;
  point when_at;
  point text_at;
  double start = 0;
  double until = 1e9;
};

std::vector<double> times_of(const scene_builder& to) {
  std::vector<std::string> cues;
  for (auto& x : to.scene.timeline)
    cues.push_back(x.cue.empty() ? x.when : x.cue);
  return data_times(to, cues);
}

text_style when_style(const scene_builder& to) {
  auto out = to.style(text_role::h2);
  out.size = std::min(out.size, to.u(50) * to.scene.text_scale);
  out.leading = 1.2;
  return out;
}

/// Width of the column of times.
double when_width(scene_builder& to, double most) {
  std::vector<std::string> whens;
  for (auto& x : to.scene.timeline)
    whens.push_back(x.when);
  return widest(set_alike(to, whens, when_style(to), {most, 2, to.u(28)}));
}

std::vector<stop> stops_of(scene_builder& to, double width, int lines,
                           double when_room) {
  std::vector<std::string> whens, texts;
  for (auto& x : to.scene.timeline) {
    whens.push_back(x.when);
    texts.push_back(x.text);
  }
  auto set_whens = set_alike(to, whens, when_style(to),
                             {when_room, 2, to.u(28)});
  auto body = to.style(texts.size() > 4 ? text_role::small : text_role::body);
  auto set_texts = set_alike(to, texts, body, {width, lines, to.u(26)});
  auto starts = times_of(to);
  std::vector<stop> out;
  for (size_t i = 0; i < texts.size(); ++i) {
    stop x;
    x.when = set_whens[i];
    x.text = set_texts[i];
    x.start = starts[i];
    if (i + 1 < texts.size())
      x.until = starts[i + 1];
    out.push_back(std::move(x));
  }
  return out;
}

void place_dot(scene_builder& to, const stop& x) {
  auto tint = shape_color(to.look, to.look.accent);
  auto radius = to.u(15);
  to.add([=, look = to.look, ground = ground_of(to.look),
          p = to.speed](cairo_t* cr, const moment& now) {
    auto is = state_of(x.start, x.until, now, p);
    if (is.there <= 0)
      return;
    auto lit = now.at_rest ? 0.0 : is.lit * is.there;
    circle(cr, x.dot, radius * (1.5 + 0.6 * lit
                                + 0.08 * std::sin(now.idle * 2) * p.drift * lit));
    fill(cr, tint, 0.16 + 0.14 * lit);
    circle(cr, x.dot, radius * out_back(is.there));
    fill(cr, tint);
    circle(cr, x.dot, radius * 0.45);
    fill(cr, ground, std::min(1.0, is.there * 2));
  });
}

void place_stop(scene_builder& to, const stop& x) {
  place_dot(to, x);
  to.place(x.when, {x.when_at, to.look.accent, x.start, "when"});
  point at{std::round(x.text_at.x), std::round(x.text_at.y)};
  to.note(x.text, at, to.look.secondary, "moment", x.start);
  to.add_text([=, look = to.look, p = to.speed](cairo_t* cr,
                                                const moment& now) {
    auto is = state_of(x.start, x.until, now, p);
    auto ink = now.at_rest ? look.ink : mix(look.secondary, look.ink, is.lit);
    draw_text_entering(cr, x.text, at, ink, now, x.start + 0.15, p);
  });
}

/// The line: all of it faint, and as far as the story has come.
void place_track(scene_builder& to, const std::vector<stop>& stops, point from,
                 point until) {
  auto tint = shape_color(to.look, to.look.accent);
  auto lying = std::abs(until.x - from.x) > std::abs(until.y - from.y);
  to.add([=, look = to.look, p = to.speed, k = to.grid.k](cairo_t* cr,
                                                          const moment& now) {
    auto base = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.3, p.enter * 1.4));
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_move_to(cr, from.x, from.y);
    cairo_line_to(cr, from.x + (until.x - from.x) * base,
                  from.y + (until.y - from.y) * base);
    stroke(cr, look.line, 4 * k, std::max(0.4, look.line_alpha));
    auto reached = stops.front().dot;
    for (size_t i = 1; i < stops.size(); ++i) {
      auto length = std::min(0.6, stops[i].start - stops[i - 1].start);
      auto part = now.at_rest ? 1.0
                              : in_out_cubic(ramp(
                                  now.t, stops[i].start - length, length));
      if (part <= 0)
        break;
      auto& a = stops[i - 1].dot;
      auto& b = stops[i].dot;
      reached = {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
    }
    if (!now.at_rest && now.t < stops.front().start)
      return;
    cairo_move_to(cr, lying ? from.x : reached.x, lying ? reached.y : from.y);
    cairo_line_to(cr, reached.x, reached.y);
    stroke(cr, tint, 5 * k);
  });
}

/// Every second stop stands above the line when there are many.
void lay_out_across(scene_builder& to, const rect& area) {
  auto n = static_cast<double>(to.scene.timeline.size());
  auto both_sides = n > 4;
  auto cell = area.w / n;
  auto width = (both_sides ? 1.72 : 1.0) * cell - to.u(40);
  auto stops = stops_of(to, width, both_sides ? 3 : 5, width);
  double when_h = 0, text_h = 0;
  for (auto& x : stops) {
    when_h = std::max(when_h, x.when.height);
    text_h = std::max(text_h, x.text.height);
  }
  auto gap = to.u(10);
  auto off = to.u(46);
  auto words = when_h + gap + text_h;
  auto used = both_sides ? 2 * (words + off) : words + off + to.u(30);
  auto top = area.y + std::max(0.0, (area.h - used) * 0.45);
  auto line = std::round(both_sides ? top + words + off : top + to.u(30));
  auto indent = to.u(24);
  for (size_t i = 0; i < stops.size(); ++i) {
    auto& x = stops[i];
    auto left = area.x + cell * static_cast<double>(i);
    x.dot = {std::round(left + indent), line};
    auto above = both_sides && i % 2 == 1;
    // The last ones lean back, so that they stay within the margins.
    auto text_w = std::max(x.when.width, x.text.width);
    auto text_x = std::min(left, area.right() - text_w);
    auto y = above ? line - off - x.when.height - gap - x.text.height
                   : line + off;
    x.when_at = {text_x, y};
    x.text_at = {text_x, y + x.when.height + gap};
  }
  place_track(to, stops, {area.x, line}, {area.right(), line});
  for (auto& x : stops)
    place_stop(to, x);
}

void lay_out_down(scene_builder& to, const rect& area) {
  auto n = static_cast<double>(to.scene.timeline.size());
  auto roomy = to.grid.upright();
  auto cell = std::min(area.h / n, to.u(roomy ? 270 : 190));
  // Where rows are low, times stand in a column of their own.
  auto when_w = roomy ? 0.0 : when_width(to, area.w * 0.30);
  auto x = area.x + (roomy ? to.u(30) : when_w + to.u(44));
  auto text_x = x + to.u(54);
  auto text_w = area.right() - text_x;
  auto gap = to.u(4);
  auto stops = stops_of(to, text_w, cell > to.u(150) ? 3 : 2,
                        roomy ? text_w : when_w);
  auto top = area.y + std::max(0.0, (area.h - cell * n) * 0.4);
  // Below each other, every moment takes what it needs and shares the rest.
  auto y = top;
  auto spare = cell * n;
  for (auto& x : stops)
    spare -= x.when.height + gap + x.text.height;
  auto between = std::max(0.0, spare / n);
  for (size_t i = 0; i < stops.size(); ++i) {
    auto& stop = stops[i];
    auto middle = std::round(top + cell * (static_cast<double>(i) + 0.5));
    if (roomy) {
      auto line = stop.when.height / std::max(1, stop.when.lines);
      stop.dot = {x, std::round(y + line / 2)};
      stop.when_at = {text_x, y};
      stop.text_at = {text_x, y + stop.when.height + gap};
      y += stop.when.height + gap + stop.text.height + between;
      continue;
    }
    stop.dot = {x, middle};
    stop.when_at = {area.x + when_w - stop.when.width,
                    middle - stop.when.height / 2};
    stop.text_at = {text_x, middle - stop.text.height / 2};
  }
  place_track(to, stops, {x, stops.front().dot.y - to.u(36)},
              {x, stops.back().dot.y + to.u(36)});
  for (auto& stop : stops)
    place_stop(to, stop);
}

} // namespace

void lay_out_timeline(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  if (to.grid.shape == frame_shape::wide)
    lay_out_across(to, area);
  else
    lay_out_down(to, area);
}

} // namespace troupe::media
