/// Picture files for tests, made by hand so that every byte of them is ours
/// and can be made wrong. Pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::test {

using file_bytes = std::vector<uint8_t>;

/// A PNG with stored (not compressed) pixels.
struct png_sample {
  uint32_t width = 4;
  uint32_t height = 3;
  /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.
  uint8_t color_type = 6;
  /// The samples of a pixel.
  std::function<std::vector<uint8_t>(uint32_t x, uint32_t y)> pixel;
  /// RGB triples of a palette.
  std::vector<uint8_t> palette;
  bool is_animated = false;
};

file_bytes make_png(const png_sample& x);
/// The same picture with other numbers in its header.
file_bytes claiming(file_bytes png, uint32_t width, uint32_t height);
/// Millions of equal pixels in a few kilobytes.
file_bytes make_png_bomb(uint32_t width, uint32_t height);
/// Puts an EXIF block with that orientation into a JPEG.
file_bytes with_orientation(const file_bytes& jpeg, uint16_t orientation);
/// 8 x 6 pixels of one colour, lossless and lossy.
const file_bytes& webp_lossless();
const file_bytes& webp_lossy();
file_bytes text_file(std::string_view text);

} // namespace troupe::test
