#include "media/painter_link.hpp"

#include "media/qr_code.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Modules that stay white around a code, by its standard.
constexpr int quiet = 4;

/// Codes are read by machines: never in a theme's colours.
constexpr color paper = rgb(0xFFFFFF);
constexpr color ink = rgb(0x0B0F17);

int tile_modules(const qr_code& x) {
  return x.side + 2 * quiet;
}

sprite drawn(const qr_code& x, double module, double radius) {
  auto size = module * tile_modules(x);
  return make_sprite(1, {0, 0, size, size}, [&](cairo_t* cr) {
    rounded(cr, {0, 0, size, size}, std::min(radius, module * (quiet - 1)));
    fill(cr, paper);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    for (int row = 0; row < x.side; ++row)
      for (int column = 0; column < x.side; ++column)
        if (x.dark(row, column))
          cairo_rectangle(cr, module * (column + quiet),
                          module * (row + quiet), module, module);
    fill(cr, ink);
  });
}

} // namespace

std::string link_text(const composed_link& x) {
  if (!x.text.empty())
    return x.text;
  std::string_view out = x.url;
  out.remove_prefix(out.find("//") + 2);
  if (out.starts_with("www."))
    out.remove_prefix(4);
  if (out.ends_with('/'))
    out.remove_suffix(1);
  return screen_text(out, 48);
}

double code_size(const composed_link& x, double most) {
  auto code = make_qr_code(x.url);
  if (!code)
    return 0;
  auto modules = tile_modules(*code);
  return std::max(2.0, std::floor(most / modules)) * modules;
}

void place_code(scene_builder& to, const composed_link& x, point at,
                double most, double start) {
  auto code = make_qr_code(x.url);
  if (!code)
    return;
  auto size = code_size(x, most);
  auto radius = to.u(std::max(12.0, to.look.radius));
  auto tile = drawn(*code, size / tile_modules(*code), radius);
  auto shadow = make_soft(1, {0, 0, size, size}, to.u(30), rgb(0x000818),
                          [=](cairo_t* cr) {
                            rounded(cr, {0, 0, size, size}, radius);
                            fill(cr, rgb(0), to.look.dark ? 0.45 : 0.25);
                          });
  point rest{std::round(at.x), std::round(at.y)};
  to.add_upright({rest.x, rest.y, size, size},
                 [=, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 2);
    auto rise = std::round((1 - out_quint(part)) * size * 0.12 * p.rise);
    paint(cr, shadow, {rest.x, rest.y + rise + size * 0.05}, seen);
    paint(cr, tile, {rest.x, rest.y + rise}, seen);
  });
}

} // namespace troupe::media
