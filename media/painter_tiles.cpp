#include "media/painter_tiles.hpp"

#include <algorithm>

namespace troupe::media {

namespace {

/// A box costs about as much as this many pixels before its first pixel.
constexpr int64_t price_of_box = 6'000;

/// Bits from..to (exclusive) of one word of a row.
uint64_t bits(int from, int to, int word) {
  from = std::clamp(from - word * 64, 0, 64);
  to = std::clamp(to - word * 64, 0, 64);
  if (from >= to)
    return 0;
  auto below = [](int n) { return n >= 64 ? ~0ULL : (1ULL << n) - 1; };
  return below(to) & ~below(from);
}

} // namespace

tile_map::tile_map(int width, int height)
    : width_(width),
      height_(height),
      columns_(std::min(128, (width + wide - 1) / wide)),
      rows_(static_cast<size_t>((height + high - 1) / high)) {}

void tile_map::clear() {
  std::fill(rows_.begin(), rows_.end(), row{});
}

void tile_map::add(const pixel_box& x) {
  auto box = x.cut_to({0, 0, width_, height_});
  if (box.empty())
    return;
  auto from = box.left / wide;
  auto to = (box.right + wide - 1) / wide;
  row set{bits(from, to, 0), bits(from, to, 1)};
  auto end = (box.bottom + high - 1) / high;
  for (auto y = box.top / high; y < end; ++y)
    for (size_t i = 0; i < set.size(); ++i)
      rows_[static_cast<size_t>(y)][i] |= set[i];
}

std::vector<tile_map::run> tile_map::runs_of(const row& x) const {
  std::vector<run> out;
  auto is_set = [&](int i) {
    return (x[static_cast<size_t>(i / 64)] >> (i % 64) & 1) != 0;
  };
  for (int i = 0; i < columns_; ++i) {
    if (!is_set(i))
      continue;
    auto first = i;
    while (i < columns_ && is_set(i))
      ++i;
    out.push_back({first, i});
  }
  return out;
}

pixel_box tile_map::pixels(const run& x, int top, int bottom) const {
  return {x.left * wide, top * high, std::min(x.right * wide, width_),
          std::min(bottom * high, height_)};
}

std::vector<pixel_box> tile_map::boxes() const {
  std::vector<pixel_box> out;
  struct open_run {
    run at;
    int top;
  };
  std::vector<open_run> open;
  auto count = static_cast<int>(rows_.size());
  for (int y = 0; y <= count; ++y) {
    auto runs = y < count ? runs_of(rows_[static_cast<size_t>(y)])
                          : std::vector<run>{};
    std::vector<open_run> next;
    for (auto& x : runs)
      next.push_back({x, y});
    for (auto& x : open) {
      auto same = std::find(runs.begin(), runs.end(), x.at);
      if (same == runs.end())
        out.push_back(pixels(x.at, x.top, y));
      else
        next[static_cast<size_t>(same - runs.begin())].top = x.top;
    }
    open = std::move(next);
  }
  return out;
}

std::vector<pixel_box> tile_map::few_boxes() const {
  std::vector<pixel_box> out;
  for (auto box : boxes()) {
    // A box that grew may now be near to another one: look again.
    for (size_t i = 0; i < out.size();) {
      auto both = out[i];
      both.add(box);
      auto overlap = out[i].cut_to(box).area();
      if (both.area() > out[i].area() + box.area() - overlap + price_of_box) {
        ++i;
        continue;
      }
      box = both;
      out.erase(out.begin() + static_cast<std::ptrdiff_t>(i));
      i = 0;
    }
    out.push_back(box);
  }
  return out;
}

} // namespace troupe::media
