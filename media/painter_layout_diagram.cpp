// A mechanism with its callouts, or with a legend where there is no room
// beside it.

#include "media/figure.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct callout {
  text_block text;
  color tint;
  point anchor;
  double start = 0;
  std::string_view what;
};

/// A dot, an elbow, a line on which the text sits.
void place_elbow(scene_builder& to, const callout& x, point text_at,
                 double line_to_x) {
  auto base = std::round(text_at.y + x.text.height + to.u(4));
  auto is_left = text_at.x < x.anchor.x;
  auto near = is_left ? std::max(text_at.x + x.text.width, line_to_x)
                      : std::min(text_at.x, line_to_x);
  auto far = is_left ? text_at.x : text_at.x + x.text.width;
  to.add([=, k = to.grid.k](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : in_out_cubic(ramp(now.t, x.start, 0.6));
    if (part <= 0)
      return;
    circle(cr, x.anchor, 7 * k * std::min(1.0, part * 3));
    fill(cr, x.tint);
    partial_line(cr, {x.anchor, {near, base}, {far, base}}, part);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    stroke(cr, x.tint, 2.4 * k, 0.95);
  });
  to.note_line({x.anchor, {near, base}, {far, base}}, "callout");
  to.place(x.text, {text_at, to.look.ink, x.start + 0.3, x.what});
}

/// A dot and its text, under the picture.
void place_legend(scene_builder& to, const callout& x, point at) {
  auto line = x.text.lines > 0 ? x.text.height / x.text.lines : 0.0;
  point center{at.x + to.u(12), at.y + line / 2};
  to.add([=, k = to.grid.k](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : out_back(ramp(now.t, x.start, 0.5));
    if (part <= 0)
      return;
    circle(cr, center, 12 * k * part);
    fill(cr, x.tint);
  });
  to.place(x.text, {{at.x + to.u(44), at.y}, to.look.ink, x.start + 0.1,
                    x.what});
}

std::vector<callout> callouts_of(scene_builder& to, const mechanism& with,
                                 double width, int lines,
                                 align right_side) {
  auto& names = *to.scene.diagram;
  std::vector<callout> out;
  auto add = [&](const std::string& text, color tint, point anchor,
                 double start, std::string_view what) {
    if (text.empty())
      return;
    auto side = what == "actor" ? align::left : right_side;
    auto block = to.fit(text_role::label, text, width, lines, 1e9, side);
    out.push_back({block, tint, anchor, start, what});
  };
  add(names.actor, to.look.accent, with.actor, with.actor_at, "actor");
  add(names.target, to.look.support, with.target, with.target_at, "target");
  add(names.effect, to.look.warm, with.effect, with.effect_at, "effect");
  return out;
}

void lay_out_beside(scene_builder& to, rect area) {
  auto height = std::min(area.h, to.u(mechanism_height * 1.02));
  auto scale = height / mechanism_height;
  rect box{std::round(area.x + (area.w - mechanism_width * scale) / 2),
           std::round(area.y + (area.h - height) / 2), mechanism_width * scale,
           height};
  auto with = make_mechanism(to, box);
  to.add(with.paint);
  auto room = box.x - area.x - to.u(16);
  for (auto& x : callouts_of(to, with, room, 3, align::right)) {
    auto is_left = x.what == "actor";
    auto left = is_left ? area.x : area.right() - x.text.width;
    auto y = is_left ? std::clamp(x.anchor.y - box.h * 0.24 - x.text.height,
                                  box.y, box.bottom() - x.text.height)
             : x.what == "target"
               ? std::max(box.y, std::min(x.anchor.y - box.h * 0.16
                                            - x.text.height,
                                          box.y + box.h * 0.22))
               : std::min(std::max(x.anchor.y, box.y + box.h * 0.5),
                          box.bottom() - x.text.height - to.u(44));
    if (!is_left)
      left = std::max(left, box.right() + to.u(16));
    // The line stays level until it is near, and comes down steeply.
    auto drop = std::abs(x.anchor.y - y - x.text.height);
    auto reach = std::max(to.u(36), drop * 0.8);
    auto line = is_left ? x.anchor.x - reach : x.anchor.x + reach;
    place_elbow(to, x, {std::round(left), std::round(y)}, line);
  }
  to.place_illustration_label(area.x, area.bottom() - to.u(34), align::left);
}

void lay_out_above(scene_builder& to, rect area) {
  auto label_h = to.u(52);
  // Only the sizes are wanted here; the anchors come with the real box.
  auto texts = callouts_of(to, {}, area.w - to.u(60), 2,
                           align::left);
  auto gap = to.u(to.grid.upright() ? 30 : 12);
  double legend = 0;
  for (auto& x : texts)
    legend += x.text.height + gap;
  auto room = area.h - legend - label_h - to.u(24);
  auto scale = std::min(area.w / mechanism_width,
                        std::max(to.u(to.grid.upright() ? 340 : 240), room)
                          / mechanism_height);
  rect box{0, 0, mechanism_width * scale, mechanism_height * scale};
  auto whole = box.h + label_h + legend + to.u(24);
  box.x = std::round(area.x + (area.w - box.w) / 2);
  box.y = std::round(area.y + std::max(0.0, (area.h - whole) * 0.4));
  auto with = make_mechanism(to, box);
  to.add(with.paint);
  auto y = box.bottom() + to.u(14);
  to.place_illustration_label(area.right(), y, align::right);
  y += label_h + to.u(10);
  for (auto& x : callouts_of(to, with, area.w - to.u(60), 2, align::left)) {
    place_legend(to, x, {area.x, std::round(y)});
    y += x.text.height + gap;
  }
}

} // namespace

void lay_out_diagram(scene_builder& to) {
  auto area = to.content(to.place_header());
  auto legal_top = to.place_legal(area.x, area.w * 0.8, area.bottom());
  if (legal_top < area.bottom())
    area.h = legal_top - to.u(20) - area.y;
  if (to.grid.shape == frame_shape::wide)
    lay_out_beside(to, area);
  else
    lay_out_above(to, area);
}

} // namespace troupe::media
