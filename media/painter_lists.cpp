#include "media/painter_lists.hpp"

#include <algorithm>

namespace troupe::media {

list_state state_of(double start, double until, const moment& now,
                    const pace& with) {
  if (now.at_rest)
    return {1, 0.5};
  list_state out;
  out.there = ramp(now.t, start, with.enter);
  out.lit = out.there > 0 ? 1 - ramp(now.t, until, 0.3) : 0;
  return out;
}

std::vector<text_block> set_rows(scene_builder& to, double width,
                                 double room, double pad_y, int lines) {
  constexpr auto role = text_role::body;
  auto with = to.style(role);
  std::vector<text_block> out;
  for (;;) {
    out.clear();
    double needed = 0;
    auto smallest = with.size;
    for (auto& point : to.scene.points) {
      out.push_back(to.fit(with, point.text,
                           {width, 1e9, lines, to.smallest(role), false}));
      needed = std::max(needed, out.back().height);
      smallest = std::min(smallest, out.back().size);
    }
    auto whole = (needed + pad_y) * static_cast<double>(out.size());
    if (smallest < with.size - 0.01) {
      with.size = smallest;
      continue;
    }
    if (whole <= room || with.size <= to.smallest(role))
      return out;
    with.size = std::max(to.smallest(role), with.size * 0.95);
  }
}

double tallest(const std::vector<text_block>& x) {
  double out = 0;
  for (auto& block : x)
    out = std::max(out, block.height);
  return out;
}

rect above_legal(scene_builder& to, rect area) {
  auto top = to.place_legal(area.x, area.w, area.bottom());
  if (top < area.bottom())
    area.h = top - to.u(28) - area.y;
  return area;
}

} // namespace troupe::media
