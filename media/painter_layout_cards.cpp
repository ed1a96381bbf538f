// Scenes of things beside each other: a comparison, a product.

#include "media/figure.hpp"
#include "media/painter_icons.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct column_set {
  text_block title;
  std::vector<text_block> points;
  double height = 0;
};

column_set set_column(scene_builder& to, const composed_column& x,
                      double width, double scale) {
  column_set out;
  auto title = to.style(text_role::h2);
  title.size = std::max(to.smallest(text_role::h2) * 0.8, title.size * scale);
  out.title = to.fit(title, x.title, {width, 1e9, 2, to.u(32), true});
  out.height = out.title.height + to.u(20);
  auto body = to.style(text_role::body);
  body.size = std::max(to.smallest(text_role::body), body.size * 0.92 * scale);
  for (auto& point : x.points) {
    out.points.push_back(to.fit(body, point, {width - to.u(62), 1e9, 3,
                                              to.smallest(text_role::body),
                                              false}));
    out.height += out.points.back().height + to.u(18);
  }
  return out;
}

struct card {
  rect box;
  bool is_favoured = false;
  double start = 0;
  double top = 0;
};

void paint_column_card(cairo_t* cr, const card& x, const theme& look,
                       double k, double part) {
  auto radius = look.radius * k;
  rounded(cr, x.box, radius);
  auto tint = x.is_favoured && look.dark ? mix(look.panel, look.accent, 0.16)
                                         : look.panel;
  fill(cr, tint, look.panel_alpha * (x.is_favoured ? 1.0 : 0.6) * part);
  rounded(cr, x.box.inset(0.75 * k), radius);
  stroke(cr, x.is_favoured ? look.accent : look.line,
         (x.is_favoured ? 2.6 : 1.5) * k,
         (x.is_favoured ? 0.9 : look.line_alpha) * part);
}

void place_column(scene_builder& to, const column_set& set, const card& x,
                  double pad) {
  auto tint = x.is_favoured ? to.look.accent : to.look.dim;
  to.add([=, look = to.look, k = to.grid.k, p = to.speed](cairo_t* cr,
                                                          const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, x.start, p.enter);
    if (part <= 0)
      return;
    cairo_translate(cr, 0, std::round((1 - out_quint(part)) * 60 * k
                                      * p.rise));
    paint_column_card(cr, x, look, k, std::min(1.0, part * 2));
  });
  auto y = x.box.y + pad;
  auto left = x.box.x + pad;
  to.place(set.title, {{left, y}, x.is_favoured ? to.look.accent
                                                : to.look.ink,
                       x.start + 0.12, "column title"});
  y += set.title.height + to.u(20);
  auto start = x.start + 0.3;
  for (auto& text : set.points) {
    auto line = text.lines > 0 ? text.height / text.lines : 0.0;
    point center{left + to.u(20), std::round(y + line / 2)};
    to.add([=, k = to.grid.k, p = to.speed](cairo_t* cr, const moment& now) {
      auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter * 0.6);
      draw_icon(cr, x.is_favoured ? icon::check : icon::dash, center, 34 * k,
                tint, part);
    });
    to.place(text, {{left + to.u(62), y}, to.look.ink, start, "point"});
    y += text.height + to.u(18);
    start += 0.28;
  }
}

} // namespace

void lay_out_compare(scene_builder& to) {
  auto area = to.content(to.place_header());
  auto legal_top = to.place_legal(area.x, area.w, area.bottom());
  if (legal_top < area.bottom())
    area.h = legal_top - to.u(28) - area.y;
  auto across = !to.grid.upright();
  auto gap = to.u(36);
  auto pad = to.u(across ? 48 : 44);
  auto card_w = across ? (area.w - gap) / 2 : area.w;
  auto most = across ? area.h : (area.h - gap) / 2;
  column_set left, right;
  for (double scale = 1.24; scale > 0.6; scale -= 0.06) {
    left = set_column(to, *to.scene.left, card_w - 2 * pad, scale);
    right = set_column(to, *to.scene.right, card_w - 2 * pad, scale);
    if (std::max(left.height, right.height) + 2 * pad <= most)
      break;
  }
  auto height = std::clamp(std::max(left.height, right.height) + 2 * pad
                             - to.u(18),
                           std::min(most, to.u(across ? 400 : 340)), most);
  auto whole = across ? height : 2 * height + gap;
  auto y = std::round(area.y + std::max(0.0, (area.h - whole) * 0.4));
  auto half = to.life * 0.38;
  card first{{area.x, y, card_w, std::round(height)}, false, 0.5, y};
  card second{{across ? area.x + card_w + gap : area.x,
               across ? y : std::round(y + height + gap), card_w,
               std::round(height)},
              true, std::max(1.0, std::min(half, 3.5)), y};
  place_column(to, left, first, pad);
  place_column(to, right, second, pad);
}

void lay_out_product(scene_builder& to) {
  auto wide = to.grid.shape == frame_shape::wide;
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto top = to.u(wide ? 96 : to.grid.kicker_y - 20);
  auto bottom = to.place_legal(left, inner, to.u(to.grid.bottom));
  if (bottom < to.u(to.grid.bottom))
    bottom -= to.u(30);
  auto width = wide ? inner * 0.52 : inner;
  auto title = to.fit(text_role::display, to.scene.title, width, 3,
                      (bottom - top) * 0.42);
  std::vector<text_block> points;
  double points_h = 0;
  for (auto& x : to.scene.points) {
    auto block = to.fit(text_role::body, x.text, width - to.u(66), 2);
    if (points.size() == 3)
      break;
    points.push_back(block);
    points_h += block.height + to.u(20);
  }
  auto gap = points.empty() ? 0 : to.u(36);
  auto words_h = to.kicker_height() + title.height + gap + points_h;
  rect pack;
  double x = left;
  double y = top;
  if (wide) {
    auto size = std::min(bottom - top - to.u(60), to.u(700));
    auto center = to.mirrored() ? left + (inner - width) / 2
                                : left + width + (inner - width) / 2
                                    + to.u(20);
    pack = {center - size / 2, top + (bottom - top - size) / 2 - to.u(14),
            size, size};
    x = to.mirrored() ? left + inner - width : left;
    y = top + (bottom - top - words_h) / 2;
  } else {
    auto room = bottom - top - words_h - to.u(90);
    auto size = std::clamp(room, to.u(230),
                           to.u(to.grid.upright() ? 680 : 440));
    auto whole = size + to.u(90) + words_h;
    y = top + std::max(0.0, (bottom - top - whole) / 2);
    pack = {left + (inner - size) / 2, y, size, size};
    y += size + to.u(90);
  }
  to.add(make_pack(to, pack));
  to.place_illustration_label(pack.center().x, pack.bottom() + to.u(14),
                              align::center);
  y = to.place_kicker(x, y);
  to.place(title, {{x - to.u(5), y}, to.look.ink, 0.22, "title"});
  y += title.height + gap;
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  for (size_t i = 0; i < points.size(); ++i) {
    auto line = points[i].height / std::max(1, points[i].lines);
    point center{x + to.u(22), std::round(y + line / 2)};
    to.add([=, tint = to.look.accent, k = to.grid.k, start = starts[i],
            p = to.speed](cairo_t* cr, const moment& now) {
      auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter * 0.6);
      draw_icon(cr, icon::check, center, 38 * k, tint, part);
    });
    to.place(points[i], {{x + to.u(66), y}, to.look.ink, starts[i], "point"});
    y += points[i].height + to.u(20);
  }
}

} // namespace troupe::media
