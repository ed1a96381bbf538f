#include "media/picture_scale.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace troupe::media {

namespace {

/// Weights have 14 bits, sums between the passes keep 6 below the point.
constexpr int weight_bits = 14;
constexpr int kept_bits = 6;
constexpr int first_shift = weight_bits - kept_bits;
constexpr int second_shift = weight_bits + kept_bits;

double catmull_rom(double x) {
  x = std::abs(x);
  if (x < 1)
    return 1 + x * x * (1.5 * x - 2.5);
  return x < 2 ? 2 + x * (x * (2.5 - 0.5 * x) - 4) : 0;
}

/// Which pixels of a line make one new pixel, and by how much.
struct taps {
  int first = 0;
  std::vector<int16_t> weights;
};

std::vector<taps> taps_of(double from, double length, int size, int target) {
  std::vector<taps> out(static_cast<size_t>(target));
  auto step = length / target;
  auto wide = std::max(1.0, step);
  for (int i = 0; i < target; ++i) {
    auto center = from + (i + 0.5) * step - 0.5;
    auto low = static_cast<int>(std::ceil(center - 2 * wide));
    auto high = static_cast<int>(std::floor(center + 2 * wide));
    auto& x = out[static_cast<size_t>(i)];
    x.first = std::clamp(low, 0, size - 1);
    auto last = std::clamp(high, x.first, size - 1);
    // Beyond the edge the last pixel goes on.
    std::vector<double> share(static_cast<size_t>(last - x.first + 1));
    double sum = 0;
    for (int at = low; at <= high; ++at) {
      auto weight = catmull_rom((at - center) / wide);
      share[static_cast<size_t>(std::clamp(at, x.first, last) - x.first)]
        += weight;
      sum += weight;
    }
    int rest = 1 << weight_bits;
    size_t heaviest = 0;
    for (size_t j = 0; j < share.size(); ++j) {
      auto weight = static_cast<int>(
        std::lround(share[j] / sum * (1 << weight_bits)));
      x.weights.push_back(static_cast<int16_t>(weight));
      rest -= weight;
      if (share[j] > share[heaviest])
        heaviest = j;
    }
    // An even area stays exactly what it was.
    x.weights[heaviest] = static_cast<int16_t>(x.weights[heaviest] + rest);
  }
  return out;
}

void narrow_row(const uint8_t* from, const std::vector<taps>& columns,
                int16_t* out) {
  for (auto& column : columns) {
    auto pixel = from + size_t{4} * static_cast<size_t>(column.first);
    int b = 0, g = 0, r = 0, a = 0;
    for (int weight : column.weights) {
      b += pixel[0] * weight;
      g += pixel[1] * weight;
      r += pixel[2] * weight;
      a += pixel[3] * weight;
      pixel += 4;
    }
    constexpr int half = 1 << (first_shift - 1);
    out[0] = static_cast<int16_t>((b + half) >> first_shift);
    out[1] = static_cast<int16_t>((g + half) >> first_shift);
    out[2] = static_cast<int16_t>((r + half) >> first_shift);
    out[3] = static_cast<int16_t>((a + half) >> first_shift);
    out += 4;
  }
}

/// Rows that were narrowed already: a window that moves down.
class narrowed_rows {
 public:
  narrowed_rows(const bgra_view& from, const std::vector<taps>& columns,
                size_t depth)
    : from_(from), columns_(columns), rows_(depth),
      holds_(depth, -1) {
    for (auto& row : rows_)
      row.resize(columns.size() * 4);
  }

  const int16_t* at(int y) {
    auto slot = static_cast<size_t>(y) % rows_.size();
    if (holds_[slot] != y) {
      narrow_row(from_.data + from_.stride * static_cast<size_t>(y), columns_,
                 rows_[slot].data());
      holds_[slot] = y;
    }
    return rows_[slot].data();
  }

 private:
  const bgra_view& from_;
  const std::vector<taps>& columns_;
  std::vector<std::vector<int16_t>> rows_;
  std::vector<int> holds_;
};

/// The filter swings a little beyond the values it is given; a colour may not
/// be above its alpha.
void store_row(const std::vector<int>& sums, uint8_t* out) {
  constexpr int half = 1 << (second_shift - 1);
  for (size_t i = 0; i < sums.size(); i += 4) {
    auto alpha = std::clamp((sums[i + 3] + half) >> second_shift, 0, 255);
    for (size_t c = 0; c < 3; ++c)
      out[i + c] = static_cast<uint8_t>(
        std::clamp((sums[i + c] + half) >> second_shift, 0, alpha));
    out[i + 3] = static_cast<uint8_t>(alpha);
  }
}

picture_part within(picture_part x, const bgra_view& from) {
  auto width = static_cast<double>(from.width);
  auto height = static_cast<double>(from.height);
  x.w = std::clamp(x.w, 1.0, width);
  x.h = std::clamp(x.h, 1.0, height);
  x.x = std::clamp(x.x, 0.0, width - x.w);
  x.y = std::clamp(x.y, 0.0, height - x.h);
  return x;
}

} // namespace

void scale_picture(const bgra_view& from, const picture_part& wanted,
                   uint32_t width, uint32_t height, uint8_t* out,
                   size_t stride) {
  auto part = within(wanted, from);
  auto columns = taps_of(part.x, part.w, static_cast<int>(from.width),
                         static_cast<int>(std::max(width, 1U)));
  auto lines = taps_of(part.y, part.h, static_cast<int>(from.height),
                       static_cast<int>(std::max(height, 1U)));
  size_t depth = 1;
  for (auto& line : lines)
    depth = std::max(depth, line.weights.size());
  narrowed_rows rows{from, columns, depth};
  std::vector<int> sums(columns.size() * 4);
  for (auto& line : lines) {
    std::ranges::fill(sums, 0);
    auto y = line.first;
    for (int weight : line.weights) {
      auto row = rows.at(y++);
      for (size_t i = 0; i < sums.size(); ++i)
        sums[i] += row[i] * weight;
    }
    store_row(sums, out);
    out += stride;
  }
}

raw_picture scaled(const raw_picture& from, uint32_t width, uint32_t height) {
  raw_picture out{width, height, from.has_alpha, {}};
  out.pixels.resize(out.stride() * height);
  scale_picture(from.view(),
                {0, 0, static_cast<double>(from.width),
                 static_cast<double>(from.height)},
                width, height, out.pixels.data(), out.stride());
  return out;
}

} // namespace troupe::media
