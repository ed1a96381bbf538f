// A figure with labels that point at its parts.

#include "media/figure.hpp"
#include "media/painter_data.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// A dot on the figure, an elbow, a line on which (or under which) a text
/// stands.
struct pointer {
  text_block text;
  point text_at;
  point dot;
  /// Ends of the line beside the text: near the figure, and far from it.
  point near;
  point far;
  double start = 0;
};

void place_pointer(scene_builder& to, const pointer& x) {
  auto tint = shape_color(to.look, to.look.accent);
  to.note_line({x.dot, x.near, x.far}, "callout");
  to.add([=, k = to.grid.k, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : in_out_cubic(ramp(now.t, x.start, 0.6));
    if (part <= 0)
      return;
    auto pulse = now.at_rest ? 0.0 : damped(ramp(now.t, x.start, 1.6));
    circle(cr, x.dot, (17 + 7 * pulse * p.drift) * k * std::min(1.0, part * 3));
    fill(cr, tint, 0.28);
    circle(cr, x.dot, 8 * k * std::min(1.0, part * 3));
    fill(cr, tint);
    partial_line(cr, {x.dot, x.near, x.far}, part);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    stroke(cr, tint, 2.6 * k, 0.95);
  });
  to.place(x.text, {x.text_at, to.look.ink, x.start + 0.3, "callout"});
}

std::vector<text_block> labels_of(scene_builder& to, double width, int lines,
                                  double height) {
  std::vector<std::string> texts;
  for (auto& x : to.scene.points)
    texts.push_back(x.text);
  auto with = to.style(text_role::label);
  with.size = std::max(with.size, to.u(38) * to.scene.text_scale
                                    * (1 - 0.5 * to.tightness));
  with.leading = 1.26;
  return set_alike(to, texts, with, {width, lines, to.u(26), height});
}

/// Something of the product where there is one, else the film's emblem.
painting figure_of(scene_builder& to, const rect& box) {
  auto& x = to.scene;
  auto sells = x.type == video_type::product_ad
               || x.type == video_type::doctor_ad;
  return sells && !x.name.empty() ? make_pack(to, box) : make_emblem(to, box);
}

/// Labels in columns left and right of the figure.
void lay_out_beside(scene_builder& to, const rect& area) {
  auto n = to.scene.points.size();
  auto note_h = to.u(44);
  auto size = std::min(area.h - note_h, to.u(520));
  rect box{std::round(area.center().x - size / 2),
           std::round(area.y + (area.h - note_h - size) / 2), size, size};
  auto reach = to.u(64);
  auto width = (area.w - size) / 2 - reach;
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  auto on_left = n / 2;
  auto slots = static_cast<double>(std::max(on_left, n - on_left));
  auto texts = labels_of(to, width, 5, size / slots - to.u(24));
  to.add(figure_of(to, box));
  for (size_t i = 0; i < n; ++i) {
    auto left = i < on_left;
    auto row = static_cast<double>(left ? i : i - on_left);
    auto rows = static_cast<double>(left ? on_left : n - on_left);
    // One label stands a little above the middle, two at the thirds.
    auto share = rows < 2 ? 0.42 : 0.24 + 0.52 * row / (rows - 1);
    pointer x;
    x.text = texts[i];
    x.start = starts[i];
    auto base = std::round(box.y + box.h * share + x.text.height / 2);
    x.text_at = {left ? area.x : area.right() - width,
                 base - to.u(8) - x.text.height};
    x.near = {left ? box.x - to.u(20) : box.right() + to.u(20), base};
    x.far = {left ? area.x : area.right(), base};
    // Around the middle, where a pack has its name.
    auto off = rows < 2 ? (left ? 0.10 : -0.06) : -0.28 + 0.42 * row / (rows - 1);
    x.dot = {box.center().x + (left ? -0.19 : 0.21) * box.w,
             box.center().y + off * box.h};
    place_pointer(to, x);
  }
  to.place_illustration_label(box.center().x, area.bottom() - note_h + to.u(8),
                              align::center);
}

/// Labels above and below the figure.
void lay_out_around(scene_builder& to, const rect& area) {
  auto n = to.scene.points.size();
  auto above = n / 2;
  auto gap = to.u(40);
  auto note_h = to.u(50);
  auto width = (area.w - gap) / 2;
  auto most = std::max(area.h * 0.2, to.u(170));
  auto texts = labels_of(to, width, 5, most);
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  double top_h = 0, bottom_h = 0;
  for (size_t i = 0; i < n; ++i) {
    auto& most_h = i < above ? top_h : bottom_h;
    most_h = std::max(most_h, texts[i].height);
  }
  auto air = to.u(to.grid.upright() ? 56 : 40);
  auto room = area.h - top_h - bottom_h - 2 * air - note_h;
  auto size = std::clamp(room, to.u(120), std::min(area.w * 0.72, to.u(620)));
  auto whole = top_h + bottom_h + 2 * air + size + note_h;
  auto y = area.y + std::max(0.0, (area.h - whole) * 0.4);
  rect box{std::round(area.center().x - size / 2),
           std::round(y + top_h + air), size, size};
  to.add(figure_of(to, box));
  for (size_t i = 0; i < n; ++i) {
    auto is_above = i < above;
    auto row = is_above ? i : i - above;
    auto count = is_above ? above : n - above;
    // A single label takes turns: left above, right below.
    auto left = count > 1 ? row == 0 : is_above;
    pointer x;
    x.text = texts[i];
    x.start = starts[i];
    auto text_x = left ? area.x : area.right() - width;
    auto line = std::round(is_above ? y + top_h + to.u(8)
                                    : box.bottom() + air - to.u(8));
    x.text_at = {text_x, is_above ? line - to.u(8) - x.text.height
                                  : line + to.u(8)};
    x.far = {left ? area.x : area.right(), line};
    x.near = {left ? text_x + width * 0.8 : text_x + width * 0.2, line};
    x.dot = {box.center().x + (left ? -0.15 : 0.21) * box.w,
             box.center().y + (is_above ? -0.30 : 0.20) * box.h};
    place_pointer(to, x);
  }
  to.place_illustration_label(area.center().x,
                              box.bottom() + air + bottom_h + to.u(22),
                              align::center);
}

} // namespace

void lay_out_callout(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  if (to.grid.shape == frame_shape::wide)
    lay_out_beside(to, area);
  else
    lay_out_around(to, area);
}

} // namespace troupe::media
