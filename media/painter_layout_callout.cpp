// A figure with labels that point at its parts.

#include "media/clip_room.hpp"
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
  // Pictures have any colour: there the line brings its own ground.
  auto is_on_picture = to.pictures.find(to.scene.picture) != nullptr;
  to.add([=, k = to.grid.k, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : in_out_cubic(ramp(now.t, x.start, 0.6));
    if (part <= 0)
      return;
    if (is_on_picture) {
      circle(cr, x.dot, 13 * k * std::min(1.0, part * 3));
      fill(cr, rgb(0xFFFFFF));
      partial_line(cr, {x.dot, x.near}, std::min(1.0, part * 2));
      stroke(cr, rgb(0xFFFFFF), 6 * k);
    }
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

/// A picture may be so much wider than high.
constexpr double most_wide = 1.4;

/// What the labels point at: the scene's picture, or something drawn.
class figure_shown {
 public:
  /// Around a point; what is drawn is a square of the room's height.
  figure_shown(scene_builder& to, point center, const room_size& room)
    : to_(to), picture_(to.pictures.find(to.scene.picture)) {
    auto shape = picture_ ? static_cast<double>(picture_->width)
                              / picture_->height
                          : 1.0;
    // Who knows its outline keeps it; a photograph may be cut.
    auto kept = picture_ && picture_->has_alpha ? shape
                                                : std::clamp(shape, 0.7, 1.4);
    auto w = std::min(room.w, room.h * kept);
    auto h = w / kept;
    box = {std::round(center.x - w / 2), std::round(center.y - h / 2),
           std::round(w), std::round(h)};
    if (picture_)
      fitted_ = picture_->has_alpha
                  ? to.pictures.contain(*to.scene.picture, box.w, box.h)
                  : to.pictures.cover(*to.scene.picture, box.w, box.h, 1);
  }

  void add();
  /// The nearest place towards the middle where there is something to see.
  point on_it(point from) const;
  /// Below it: whose picture it is, or that it is drawn.
  void place_note(double x, double y);

  rect box;

 private:
  bool is_seen(point at) const;

  scene_builder& to_;
  const raw_picture* picture_;
  fitted_picture fitted_;
};

/// Something of the product where there is one, else the film's emblem.
painting drawn_figure(scene_builder& to, const rect& box) {
  auto& x = to.scene;
  auto sells = x.type == video_type::product_ad
               || x.type == video_type::doctor_ad;
  return sells && !x.name.empty() ? make_pack(to, box) : make_emblem(to, box);
}

void figure_shown::add() {
  if (!picture_) {
    to_.add(drawn_figure(to_, box));
    return;
  }
  auto radius = fitted_.has_alpha ? 0 : to_.u(std::max(12.0, to_.look.radius));
  to_.add_upright(box, [x = fitted_, at = box, radius, p = to_.speed](
                         cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, 0.1, p.enter * 1.2);
    if (part <= 0)
      return;
    auto rise = std::round((1 - out_quint(part)) * at.h * 0.06
                           * (p.rise > 0 ? 1 : 0));
    cairo_translate(cr, 0, rise);
    auto draw = [&](cairo_t* on) {
      cairo_save(on);
      if (radius > 0) {
        rounded(on, at, radius);
        clip(on);
      }
      paint_pixels(on, x.pixels.get(), at.x, at.y);
      cairo_restore(on);
    };
    if (auto seen = std::min(1.0, part * 1.8); seen >= 1)
      draw(cr);
    else
      faded(cr, seen, draw);
  });
}

bool figure_shown::is_seen(point at) const {
  auto pixels = fitted_.pixels.get();
  auto x = static_cast<int>(at.x - box.x);
  auto y = static_cast<int>(at.y - box.y);
  if (x < 0 || y < 0 || x >= cairo_image_surface_get_width(pixels)
      || y >= cairo_image_surface_get_height(pixels))
    return false;
  auto row = cairo_image_surface_get_data(pixels)
             + y * cairo_image_surface_get_stride(pixels);
  return row[x * 4 + 3] > 128;
}

point figure_shown::on_it(point from) const {
  if (!fitted_ || !fitted_.has_alpha)
    return from;
  // Pictures keep their sides where everything else is mirrored.
  auto seen_at = [&](point x) {
    return to_.rtl ? point{2 * box.center().x - x.x, x.y} : x;
  };
  constexpr int steps = 24;
  auto middle = box.center();
  for (int i = 0; i < steps; ++i) {
    auto share = static_cast<double>(i) / steps;
    point at{from.x + (middle.x - from.x) * share,
             from.y + (middle.y - from.y) * share};
    if (is_seen(seen_at(at)))
      return at;
  }
  return middle;
}

void figure_shown::place_note(double x, double y) {
  if (!picture_) {
    to_.place_illustration_label(x, y, align::center);
    return;
  }
  auto block = to_.fit(text_role::footnote, to_.scene.picture->credit,
                       to_.u(500), 1);
  if (block.height > 0)
    to_.place(block, {{x - block.width / 2, y}, to_.look.dim, 0.9, "credit"});
}

/// Labels in columns left and right of the figure.
void lay_out_beside(scene_builder& to, const rect& area) {
  auto n = to.scene.points.size();
  auto note_h = to.u(44);
  auto size = std::min(area.h - note_h, to.u(520));
  figure_shown figure{to,
                      {area.center().x, area.y + (area.h - note_h) / 2},
                      {size * most_wide, size}};
  auto& box = figure.box;
  auto reach = to.u(64);
  auto width = (area.w - std::max(size, box.w)) / 2 - reach;
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  auto on_left = n / 2;
  auto slots = static_cast<double>(std::max(on_left, n - on_left));
  auto texts = labels_of(to, width, 5, size / slots - to.u(24));
  figure.add();
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
    x.dot = figure.on_it({box.center().x + (left ? -0.19 : 0.21) * box.w,
                          box.center().y + off * box.h});
    place_pointer(to, x);
  }
  figure.place_note(box.center().x, area.bottom() - note_h + to.u(8));
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
  figure_shown figure{to,
                      {area.center().x, y + top_h + air + size / 2},
                      {std::min(area.w, size * most_wide), size}};
  auto& box = figure.box;
  figure.add();
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
    x.dot = figure.on_it(
      {box.center().x + (left ? -0.15 : 0.21) * box.w,
       box.center().y + (is_above ? -0.30 : 0.20) * box.h});
    place_pointer(to, x);
  }
  figure.place_note(area.center().x, box.bottom() + air + bottom_h + to.u(22));
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
