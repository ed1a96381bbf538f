// Rows that are revealed as they are spoken.

#include "media/figure.hpp"
#include "media/painter_icons.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace troupe::media {

namespace {

/// How a row is drawn.
enum class row_kind : uint8_t { card, ruled };

struct row {
  rect box;
  text_block text;
  text_block number;
  /// Without an icon, the number stands in its place.
  std::optional<icon> face;
  double start = 0;
  /// When the next one takes the light; the scene's end for the last.
  double until = 0;
};

void paint_card(cairo_t* cr, const row& x, const list_state& is,
                const theme& look, double k) {
  auto radius = look.radius * k;
  rounded(cr, x.box, radius);
  auto tint = mix(look.panel, look.accent, look.dark ? 0.16 * is.lit : 0);
  fill(cr, tint, (look.panel_alpha * (0.62 + 0.38 * is.lit)) * is.there);
  rounded(cr, x.box.inset(0.75 * k), radius);
  stroke(cr, mix(look.line, look.accent, is.lit), (1.6 + is.lit) * k,
         (look.line_alpha * (1 - is.lit) + 0.85 * is.lit) * is.there);
}

void paint_rule(cairo_t* cr, const row& x, const list_state& is,
                const theme& look, double k) {
  auto y = std::round(x.box.bottom());
  cairo_rectangle(cr, x.box.x, y - std::max(1.0, std::round(1.5 * k)),
                  x.box.w * out_quint(is.there),
                  std::max(1.0, std::round(1.5 * k)));
  fill(cr, look.line, look.line_alpha);
  auto bar = std::max(2.0, std::round(6 * k));
  auto height = x.box.h * 0.56 * out_quint(is.there);
  cairo_rectangle(cr, x.box.x, x.box.center().y - height / 2, bar, height);
  fill(cr, mix(look.line, look.accent, is.lit),
       (0.35 + 0.65 * is.lit) * is.there);
}

void paint_face(cairo_t* cr, const row& x, const list_state& is, point center,
                double size, const theme& look) {
  circle(cr, center, size / 2);
  fill(cr, mix(look.line, look.accent, is.lit),
       (look.dark ? 0.10 + 0.24 * is.lit : 0.12 + 0.10 * is.lit) * is.there);
  if (x.face)
    draw_icon(cr, *x.face, center, size * 0.52,
              mix(look.secondary, look.accent, is.lit), is.there);
}

struct row_metrics {
  double face = 0;
  double pad = 0;
  double text_x = 0;
  double number_w = 0;
};

row_metrics metrics_of(const scene_builder& to, row_kind kind,
                       bool with_icons) {
  auto upright = to.grid.upright();
  row_metrics out;
  out.face = to.u(upright ? 84 : 76);
  out.pad = to.u(kind == row_kind::ruled ? 34 : 34);
  out.text_x = out.pad + out.face + to.u(30);
  out.number_w = upright || !with_icons ? 0 : to.u(86);
  return out;
}

void place_row(scene_builder& to, row x, row_kind kind,
               const row_metrics& size) {
  auto k = to.grid.k;
  point at{std::round(x.box.x + size.text_x),
           std::round(x.box.y + (x.box.h - x.text.height) / 2)};
  auto number_x = x.face ? x.box.right() - size.pad - x.number.width
                         : x.box.x + size.pad
                             + (size.face - x.number.width) / 2;
  point number_at{std::round(number_x),
                  std::round(x.box.y + (x.box.h - x.number.height) / 2)};
  to.note(x.text, at, to.look.secondary, "point", x.start);
  to.note(x.number, number_at, to.look.ink, "number", x.start);
  to.add([=, look = to.look, p = to.speed](cairo_t* cr, const moment& now) {
    auto is = state_of(x.start, x.until, now, p);
    if (is.there <= 0)
      return;
    auto eased = list_state{std::min(1.0, is.there * 1.6), is.lit};
    auto rise = (1 - (p.bounces ? out_back(is.there) : out_quint(is.there)))
                * p.rise * 46 * k;
    cairo_translate(cr, 0, std::round(rise));
    if (kind == row_kind::card)
      paint_card(cr, x, eased, look, k);
    else
      paint_rule(cr, x, eased, look, k);
    paint_face(cr, x, eased,
               {x.box.x + size.pad + size.face / 2, x.box.center().y},
               size.face, look);
  });
  to.add_text([=, look = to.look, p = to.speed](cairo_t* cr,
                                                const moment& now) {
    auto is = state_of(x.start, x.until, now, p);
    auto ink = now.at_rest ? look.ink : mix(look.secondary, look.ink, is.lit);
    draw_text_entering(cr, x.text, at, ink, now, x.start, p);
    draw_text(cr, x.number, number_at, ink,
              std::min(1.0, is.there * 1.6));
  });
}

row_kind kind_of(const theme& x) {
  return x.radius < 12 ? row_kind::ruled : row_kind::card;
}

} // namespace

void lay_out_rows(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  // Every other arrangement gives a part of the width to an emblem.
  if (to.grid.shape == frame_shape::wide && to.mirrored()) {
    auto width = area.w * 0.66;
    rect picture{area.x + width + to.u(70), area.y, area.w - width - to.u(70),
                 area.h};
    to.add(make_emblem(to, picture));
    area.w = width;
  }
  place_list(to, area);
}

void place_list(scene_builder& to, const rect& area) {
  auto kind = kind_of(to.look);
  auto with_icons = std::all_of(
    to.scene.points.begin(), to.scene.points.end(),
    [](auto& x) { return icon_for(x.text).has_value(); });
  auto size = metrics_of(to, kind, with_icons);
  auto n = static_cast<double>(to.scene.points.size());
  auto gap = kind == row_kind::card ? to.u(to.grid.upright() ? 26 : 20) : 0.0;
  auto room = area.h - gap * (n - 1);
  auto width = area.w - size.text_x - size.pad - size.number_w;
  auto lines = to.grid.shape == frame_shape::wide ? 2 : 3;
  auto texts = set_rows(to, width, room, to.u(34), lines);
  auto least = std::max(tallest(texts) + to.u(34), size.face + to.u(28));
  auto most = to.u(to.grid.upright() ? 250 : 150);
  auto height = std::round(std::clamp(room / n, least, std::max(least, most)));
  auto whole = height * n + gap * (n - 1);
  auto y = area.y + std::max(0.0, (area.h - whole) * (n < 3 ? 0.42 : 0.3));
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  for (size_t i = 0; i < texts.size(); ++i) {
    row x;
    x.box = {area.x, std::round(y), area.w, height};
    x.text = texts[i];
    if (with_icons)
      x.face = icon_for(to.scene.points[i].text);
    else if (texts.size() == 1)
      x.face = icon::check; // a number would ask for the second one
    x.start = starts[i];
    x.until = i + 1 < starts.size() ? starts[i + 1] : 1e9;
    if (texts.size() > 1 && (size.number_w > 0 || !with_icons)) {
      auto label = (i < 9 ? "0" : "") + std::to_string(i + 1);
      x.number = to.fit(text_role::label, label, to.u(86), 1);
    }
    place_row(to, std::move(x), kind, size);
    y += height + gap;
  }
}

} // namespace troupe::media
