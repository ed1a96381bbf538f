#include "media/text.hpp"

#include <algorithm>

namespace troupe::media {

void draw_text(cairo_t* cr, const text_block& x, point at, color ink,
               double alpha) {
  if (alpha <= 0.003)
    return;
  set_color(cr, ink, alpha);
  for (auto& word : x.words)
    cairo_mask_surface(cr, word.mask.get(), at.x + word.x, at.y + word.y);
}

void draw_text_entering(cairo_t* cr, const text_block& x, point at, color ink,
                        const moment& now, double start, const pace& with,
                        double alpha) {
  if (now.at_rest) {
    draw_text(cr, x, at, ink, alpha);
    return;
  }
  // Long texts must not take longer to come than to read.
  constexpr double longest = 0.8;
  auto stagger = std::min(with.stagger,
                          longest / static_cast<double>(x.words.size() + 1));
  for (size_t i = 0; i < x.words.size(); ++i) {
    auto from = start + stagger * static_cast<double>(i);
    auto part = ramp(now.t, from, with.enter);
    if (part <= 0)
      return;
    auto eased = with.bounces ? out_back(part) : out_quint(part);
    auto seen = std::min(1.0, part * 2) * alpha;
    auto rise = part >= 1 ? 0.0 : (1 - eased) * with.rise * x.size;
    auto& word = x.words[i];
    set_color(cr, ink, seen);
    cairo_mask_surface(cr, word.mask.get(), at.x + word.x,
                       at.y + word.y + rise);
  }
}

} // namespace troupe::media
