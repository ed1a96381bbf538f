#include "media/picture_turn.hpp"

#include <algorithm>

namespace troupe::media {

raw_picture upright(raw_picture x, int orientation) {
  if (orientation <= 1 || orientation > 8)
    return x;
  auto turned = orientation >= 5;
  raw_picture out{turned ? x.height : x.width, turned ? x.width : x.height,
                  x.has_alpha, {}};
  out.pixels.resize(x.pixels.size());
  auto w = x.width - 1;
  auto h = x.height - 1;
  for (uint32_t row = 0; row < out.height; ++row) {
    for (uint32_t column = 0; column < out.width; ++column) {
      auto a = turned ? row : column;
      auto b = turned ? column : row;
      // 2 mirrored, 3 turned by half, 4 upside down, 5 transposed, 6 turned
      // right, 7 transposed across, 8 turned left.
      auto flips_x = orientation == 2 || orientation == 3 || orientation == 7
                     || orientation == 8;
      auto flips_y = orientation == 3 || orientation == 4 || orientation == 6
                     || orientation == 7;
      auto from_x = flips_x ? w - a : a;
      auto from_y = flips_y ? h - b : b;
      std::copy_n(&x.pixels[from_y * x.stride() + size_t{from_x} * 4], 4,
                  &out.pixels[row * out.stride() + size_t{column} * 4]);
    }
  }
  return out;
}

} // namespace troupe::media
