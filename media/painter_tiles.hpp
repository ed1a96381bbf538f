/// Parts of a frame, in tiles: boxes that may overlap go in, few boxes that
/// don't come out. Tiles begin at even pixels, as chroma does. A value of the
/// painter's thread.
#pragma once

#include "media/painter_marks.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace troupe::media {

class tile_map {
 public:
  /// Width and height of the frame, at most 4096.
  tile_map(int width, int height);

  void clear();
  void add(const pixel_box& x);
  /// The tiles as boxes within the frame that don't overlap.
  std::vector<pixel_box> boxes() const;
  /// The same with some pixels more, in fewer boxes.
  std::vector<pixel_box> few_boxes() const;

  static constexpr int wide = 32;
  static constexpr int high = 16;

 private:
  struct run {
    int left = 0;
    int right = 0;
    bool operator==(const run&) const = default;
  };
  using row = std::array<uint64_t, 2>;
  std::vector<run> runs_of(const row& x) const;
  pixel_box pixels(const run& x, int top, int bottom) const;

  int width_;
  int height_;
  int columns_;
  std::vector<row> rows_;
};

} // namespace troupe::media
