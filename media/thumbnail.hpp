/// Frames as small as a stamp, for the strip under a player's time line. Pure;
/// any thread.
#pragma once

#include "media/frame.hpp"
#include "media/picture_view.hpp"
#include "protocol/film_format.hpp"

#include <cstdint>
#include <vector>

namespace troupe::media {

struct thumbnail_size {
  uint32_t width = 0;
  uint32_t height = 0;
  bool operator==(const thumbnail_size&) const = default;
};

/// 160 pixels on the long side, both sides even; never larger than the film.
thumbnail_size thumbnail_size_of(const film_format& format);

/// The frame in that size, BGRA without gaps between rows: every pixel is the
/// mean of what it covers.
std::vector<uint8_t> shrink(const i420_view& frame, const film_format& format);

/// A sheet of thumbnails of one size, `columns` in a row, the rest black.
class contact_sheet {
 public:
  contact_sheet(thumbnail_size size, uint32_t count, uint32_t columns);

  /// `pixels` as shrink() gives them.
  void put(uint32_t index, const uint8_t* pixels);
  /// Top left corner.
  uint32_t x_of(uint32_t index) const;
  uint32_t y_of(uint32_t index) const;
  bgra_view view() const;

 private:
  thumbnail_size size_;
  uint32_t columns_;
  uint32_t rows_;
  std::vector<uint8_t> pixels_;
};

} // namespace troupe::media
