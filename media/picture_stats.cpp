#include "media/picture_stats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace troupe::media {

namespace {

constexpr uint32_t samples_a_side = 112;
/// Fainter pixels don't show what colour they have.
constexpr unsigned least_alpha = 96;
constexpr size_t most_colors = 5;

/// Pixels of about one colour.
struct heap {
  uint64_t r = 0;
  uint64_t g = 0;
  uint64_t b = 0;
  uint64_t count = 0;

  color mean() const {
    auto n = static_cast<double>(count) * 255;
    return {static_cast<double>(r) / n, static_cast<double>(g) / n,
            static_cast<double>(b) / n};
  }
  void add(const heap& x) {
    r += x.r;
    g += x.g;
    b += x.b;
    count += x.count;
  }
};

bool are_alike(const heap& x, const heap& y) {
  auto a = x.mean();
  auto b = y.mean();
  return std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b)
         < 0.26;
}

/// Light comes from eight values a channel; only heaps of some size count.
std::vector<heap> heaps_of(const bgra_view& x, uint64_t& seen,
                           uint64_t& looked_at) {
  std::vector<heap> all(512);
  auto step = [](uint32_t side) {
    return std::max(1U, side / samples_a_side);
  };
  for (uint32_t row = 0; row < x.height; row += step(x.height))
    for (uint32_t column = 0; column < x.width; column += step(x.width)) {
      auto pixel = x.data + row * x.stride + size_t{column} * 4;
      ++looked_at;
      unsigned alpha = pixel[3];
      if (alpha < least_alpha)
        continue;
      ++seen;
      auto straight = [&](int i) {
        return std::min(255U, pixel[i] * 255U / alpha);
      };
      auto b = straight(0), g = straight(1), r = straight(2);
      all[(r >> 5) << 6 | (g >> 5) << 3 | b >> 5].add({r, g, b, 1});
    }
  std::erase_if(all, [](auto& heap) { return heap.count == 0; });
  return all;
}

} // namespace

picture_stats stats_of(const bgra_view& picture) {
  uint64_t seen = 0;
  uint64_t looked_at = 0;
  auto all = heaps_of(picture, seen, looked_at);
  picture_stats out;
  if (seen == 0) {
    out.coverage = 0;
    return out;
  }
  auto part = [&](const heap& x) {
    return static_cast<double>(x.count) / static_cast<double>(seen);
  };
  out.coverage = static_cast<double>(seen) / static_cast<double>(looked_at);
  for (auto& heap : all)
    out.luminance += luminance(heap.mean()) * part(heap);
  std::ranges::stable_sort(all, std::greater{}, &heap::count);
  std::vector<heap> merged;
  for (auto& one : all) {
    auto like = std::ranges::find_if(
      merged, [&](auto& other) { return are_alike(one, other); });
    if (like != merged.end())
      like->add(one);
    else
      merged.push_back(one);
  }
  std::ranges::stable_sort(merged, std::greater{}, &heap::count);
  merged.resize(std::min(merged.size(), most_colors));
  for (auto& heap : merged)
    out.colors.push_back({heap.mean(), part(heap)});
  return out;
}

double chroma(color x) {
  return std::max({x.r, x.g, x.b}) - std::min({x.r, x.g, x.b});
}

std::string hex_of(color x) {
  auto byte = [](double v) {
    return static_cast<unsigned>(
      std::lround(std::clamp(v, 0.0, 1.0) * 255));
  };
  std::array<char, 8> out{};
  std::snprintf(out.data(), out.size(), "#%02x%02x%02x", byte(x.r), byte(x.g),
                byte(x.b));
  return out.data();
}

} // namespace troupe::media
