// The card of a brand that sent its logo.

#include "media/painter_logo.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

void lay_out_brand(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto center = to.u(to.grid.width) / 2;
  auto upright = to.grid.upright();
  auto word = is_wordmark(to);
  // A word needs width, a sign height, to look equally large.
  rect most{0, 0, word ? inner * (upright ? 0.86 : 0.5) : inner * 0.5,
            to.u(word ? 220 : upright ? 360 : 290)};
  auto logo = logo_bounds(to, most, align::center);
  auto name_text = word ? std::string{} : to.scene.name;
  auto name = to.fit(text_role::display, name_text, inner, 2, 1e9,
                     align::center);
  auto has_line = !to.scene.title.empty() && to.scene.title != to.scene.name;
  auto line = to.fit(text_role::body, has_line ? to.scene.title : "",
                     std::min(inner, to.u(1100)), 3, 1e9, align::center);
  auto legal_top = to.place_legal(left, inner, to.u(to.grid.bottom),
                                  align::center);
  auto gap = name.height > 0 || line.height > 0 ? to.u(64) : 0.0;
  auto line_gap = name.height > 0 && line.height > 0 ? to.u(20) : 0.0;
  auto whole = logo.h + gap + name.height + line_gap + line.height;
  auto top = to.u(upright ? to.grid.kicker_y - 20 : 96);
  auto y = std::round(
    top + std::max(0.0, (legal_top - to.u(40) - top - whole) / 2));
  place_logo(to, {std::round(center - most.w / 2), y, most.w, logo.h},
             align::center, 0.1);
  y += logo.h + gap;
  to.place(name, {{center - name.width / 2, y}, to.look.ink, 0.55, "name"});
  y += name.height + line_gap;
  to.place(line, {{center - line.width / 2, y}, to.look.secondary, 0.9,
                  "tagline"});
}

} // namespace troupe::media
