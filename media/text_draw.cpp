#include "media/text.hpp"

#include "media/painter_brush.hpp"

#include <algorithm>

namespace troupe::media {

namespace {

/// Puts the block's own space at a point. On a mirrored canvas it is turned
/// back around its own middle, so that it reads as ever.
void enter_block(cairo_t* cr, const text_block& x, point at) {
  if (is_mirrored(cr)) {
    cairo_translate(cr, at.x + x.width, at.y);
    cairo_scale(cr, -1, 1);
  } else {
    cairo_translate(cr, at.x, at.y);
  }
}

void draw_word(cairo_t* cr, const text_word& x, double rise, double alpha) {
  auto y = x.y + rise;
  if (!x.is_coloured) {
    mask(cr, x.mask.get(), x.x, y);
    return;
  }
  paint_pixels(cr, x.mask.get(), x.x, y, alpha);
}

} // namespace

void draw_text(cairo_t* cr, const text_block& x, point at, color ink,
               double alpha) {
  if (alpha <= 0.003)
    alpha = 0;
  cairo_save(cr);
  enter_block(cr, x, at);
  set_color(cr, ink, alpha);
  for (auto& word : x.words)
    draw_word(cr, word, 0, alpha);
  cairo_restore(cr);
}

void draw_text_word(cairo_t* cr, const text_block& x, size_t word, point at,
                    color ink, double alpha) {
  cairo_save(cr);
  enter_block(cr, x, at);
  set_color(cr, ink, alpha);
  draw_word(cr, x.words[word], 0, alpha);
  cairo_restore(cr);
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
  cairo_save(cr);
  enter_block(cr, x, at);
  for (size_t i = 0; i < x.words.size(); ++i) {
    auto from = start + stagger * static_cast<double>(i);
    auto part = ramp(now.t, from, with.enter);
    if (part <= 0)
      break;
    auto eased = with.bounces ? out_back(part) : out_quint(part);
    auto seen = std::min(1.0, part * 2) * alpha;
    auto rise = part >= 1 ? 0.0 : (1 - eased) * with.rise * x.size;
    set_color(cr, ink, seen);
    draw_word(cr, x.words[i], rise, seen);
  }
  cairo_restore(cr);
}

} // namespace troupe::media
