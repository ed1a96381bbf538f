#include "media/painter_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

namespace troupe::media {

namespace {

/// Four channels of a pixel, 16 bits apart.
using lanes = uint64_t;

constexpr lanes bytes_of_lanes = 0x00FF00FF00FF00FFULL;
/// Positions in a sprite have so many bits behind the point.
constexpr int fraction = 16;
constexpr int64_t one = int64_t{1} << fraction;

lanes spread(uint32_t pixel) {
  return (uint64_t{pixel & 0xFF00FF00U} << 24) | (pixel & 0x00FF00FFU);
}

uint32_t packed(lanes x) {
  return static_cast<uint32_t>((x >> 24) & 0xFF00FF00U)
         | static_cast<uint32_t>(x & 0x00FF00FFU);
}

/// Each channel times a 256th.
lanes scaled(lanes x, uint32_t by) {
  return ((x * by) >> 8) & bytes_of_lanes;
}

struct picture {
  const uint8_t* data = nullptr;
  std::ptrdiff_t stride = 0;
  int width = 0;
  int height = 0;

  uint32_t at(int x, int y) const {
    if (x < 0 || y < 0 || x >= width || y >= height)
      return 0;
    uint32_t out = 0;
    std::memcpy(&out, data + y * stride + x * 4, 4);
    return out;
  }
};

picture picture_of(cairo_surface_t* x) {
  cairo_surface_flush(x);
  return {cairo_image_surface_get_data(x), cairo_image_surface_get_stride(x),
          cairo_image_surface_get_width(x), cairo_image_surface_get_height(x)};
}

/// Which parts of a sprite hold nothing, and have only such neighbours.
struct emptiness {
  static constexpr int bits = 4;
  int columns = 0;
  std::vector<uint8_t> blocks;
};

emptiness* find_emptiness(const picture& x) {
  auto out = std::make_unique<emptiness>();
  constexpr auto side = 1 << emptiness::bits;
  auto columns = (x.width + side - 1) / side;
  auto rows = (x.height + side - 1) / side;
  std::vector<uint8_t> full(static_cast<size_t>(columns * rows));
  for (int y = 0; y < x.height; ++y)
    for (int i = 0; i < x.width; ++i)
      if (x.at(i, y) != 0)
        full[static_cast<size_t>(y / side * columns + i / side)] = 1;
  auto is_full = [&](int column, int row) {
    return column >= 0 && row >= 0 && column < columns && row < rows
           && full[static_cast<size_t>(row * columns + column)] != 0;
  };
  out->columns = columns;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      auto any = false;
      for (int k = 0; k < 9; ++k)
        any = any || is_full(column - 1 + k % 3, row - 1 + k / 3);
      out->blocks.push_back(any ? 0 : 1);
    }
  return out.release();
}

/// Found once for each surface, and kept with it.
const emptiness& emptiness_of(cairo_surface_t* surface, const picture& x) {
  static const cairo_user_data_key_t key{};
  auto kept = cairo_surface_get_user_data(surface, &key);
  if (!kept) {
    kept = find_emptiness(x);
    auto drop = [](void* old) { delete static_cast<emptiness*>(old); };
    if (cairo_surface_set_user_data(surface, &key, kept, drop)
        != CAIRO_STATUS_SUCCESS) {
      drop(kept);
      throw std::bad_alloc{};
    }
  }
  return *static_cast<const emptiness*>(kept);
}

struct four {
  uint32_t a = 0, b = 0, c = 0, d = 0;
};

/// The pixels around a position.
four around(const picture& x, int left, int top) {
  if (left < 0 || top < 0 || left + 1 >= x.width || top + 1 >= x.height)
    return {x.at(left, top), x.at(left + 1, top), x.at(left, top + 1),
            x.at(left + 1, top + 1)};
  four out;
  auto from = x.data + top * x.stride + left * 4;
  std::memcpy(&out.a, from, 4);
  std::memcpy(&out.b, from + 4, 4);
  std::memcpy(&out.c, from + x.stride, 4);
  std::memcpy(&out.d, from + x.stride + 4, 4);
  return out;
}

lanes mixed_four(const four& x, uint32_t right, uint32_t low) {
  // Weights of 1/16 each way: finer than an eye can tell, and the sum of the
  // four is 256.
  auto d = right * low;
  auto c = 16 * low - d;
  auto b = 16 * right - d;
  auto a = 256 - b - c - d;
  auto sum = spread(x.a) * a + spread(x.b) * b + spread(x.c) * c
             + spread(x.d) * d;
  return (sum >> 8) & bytes_of_lanes;
}

void blend(uint8_t* to, lanes over, uint32_t alpha) {
  if (alpha < 256)
    over = scaled(over, alpha);
  auto covered = static_cast<uint32_t>(over >> 48);
  if (covered == 255) {
    auto out = packed(over);
    std::memcpy(to, &out, 4);
    return;
  }
  if (over == 0)
    return;
  uint32_t under = 0;
  std::memcpy(&under, to, 4);
  // 256 - covered (and not 255 -) lets nothing get darker by being rounded.
  auto sum = over + scaled(spread(under), 256 - covered);
  // A channel over 255 would run into its neighbour.
  auto excess = (sum >> 8) & 0x0001000100010001ULL;
  sum = (sum | (excess * 255)) & bytes_of_lanes;
  auto out = packed(sum);
  std::memcpy(to, &out, 4);
}

/// Narrows [first, last) to where from + i * step lies in [low, high).
void narrow(int64_t from, int64_t step, int64_t low, int64_t high, int& first,
            int& last) {
  if (step == 0) {
    if (from < low || from >= high)
      last = first;
    return;
  }
  auto part = [&](int64_t edge) {
    return static_cast<double>(edge - from) / static_cast<double>(step);
  };
  auto a = part(low);
  auto b = part(high);
  if (a > b)
    std::swap(a, b);
  // A pixel more on each side: at() knows what lies outside.
  first = std::max(first, static_cast<int>(std::clamp(a - 1, -1e6, 1e6)));
  last = std::min(last, static_cast<int>(std::clamp(b + 2, -1e6, 1e6)));
}

int64_t fixed(double x) {
  return std::llround(x * static_cast<double>(one));
}

} // namespace

void blend_sampled(cairo_surface_t* frame, const pixel_box& box,
                   cairo_surface_t* sprite, const cairo_matrix_t& space,
                   double alpha) {
  auto from = picture_of(sprite);
  cairo_surface_flush(frame);
  auto to = cairo_image_surface_get_data(frame);
  auto stride = cairo_image_surface_get_stride(frame);
  auto weight = static_cast<uint32_t>(
    std::lround(std::clamp(alpha, 0.0, 1.0) * 256));
  auto xx = fixed(space.xx), yx = fixed(space.yx);
  auto xy = fixed(space.xy), yy = fixed(space.yy);
  // Middles of pixels meet, not their corners.
  auto x0 = fixed(space.x0) + (xx + xy) / 2 - one / 2;
  auto y0 = fixed(space.y0) + (yx + yy) / 2 - one / 2;
  auto& empty = emptiness_of(sprite, from);
  // From within an empty block, so many pixels lie in it or its neighbours.
  auto longest = std::max({std::abs(xx), std::abs(yx), one});
  auto hop = static_cast<int>(((one << emptiness::bits) - one) / longest);
  for (int row = box.top; row < box.bottom; ++row) {
    auto u0 = x0 + xy * row;
    auto v0 = y0 + yy * row;
    auto first = box.left;
    auto last = box.right;
    narrow(u0, xx, -one, int64_t{from.width} * one, first, last);
    narrow(v0, yx, -one, int64_t{from.height} * one, first, last);
    auto line = to + std::ptrdiff_t{row} * stride;
    auto u = u0 + xx * first;
    auto v = v0 + yx * first;
    for (int i = first; i < last; ++i, u += xx, v += yx) {
      auto x = static_cast<int>(u >> fraction);
      auto y = static_cast<int>(v >> fraction);
      if (x >= 0 && y >= 0 && x < from.width && y < from.height && hop > 1
          && empty.blocks[static_cast<size_t>((y >> emptiness::bits)
                                                * empty.columns
                                              + (x >> emptiness::bits))]) {
        i += hop - 1;
        u += xx * (hop - 1);
        v += yx * (hop - 1);
        continue;
      }
      auto near = around(from, x, y);
      if ((near.a | near.b | near.c | near.d) == 0)
        continue;
      blend(line + std::ptrdiff_t{i} * 4,
            mixed_four(near, static_cast<uint32_t>(u >> 12 & 15),
                       static_cast<uint32_t>(v >> 12 & 15)),
            weight);
    }
  }
  cairo_surface_mark_dirty(frame);
}

} // namespace troupe::media
