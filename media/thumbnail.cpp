#include "media/thumbnail.hpp"

#include <algorithm>

namespace troupe::media {

namespace {

constexpr uint32_t long_side = 160;

/// Mean of a box of a plane.
int mean(const uint8_t* plane, uint32_t stride, uint32_t x0, uint32_t x1,
         uint32_t y0, uint32_t y1) {
  uint32_t sum = 0;
  for (auto y = y0; y < y1; ++y)
    for (auto x = x0; x < x1; ++x)
      sum += plane[size_t{y} * stride + x];
  return static_cast<int>(sum / ((x1 - x0) * (y1 - y0)));
}

uint8_t clipped(int x) {
  return static_cast<uint8_t>(std::clamp(x, 0, 255));
}

/// BT.709, limited range, in 1/65536.
void to_bgr(int y, int u, int v, uint8_t* out) {
  y = (y - 16) * 76'309;
  u -= 128;
  v -= 128;
  constexpr int half = 1 << 15;
  out[0] = clipped((y + 138'438 * u + half) >> 16);
  out[1] = clipped((y - 13'975 * u - 34'925 * v + half) >> 16);
  out[2] = clipped((y + 117'489 * v + half) >> 16);
  out[3] = 255;
}

} // namespace

thumbnail_size thumbnail_size_of(const film_format& format) {
  auto longest = std::max({format.width, format.height, 1U});
  auto wanted = std::min(long_side, longest);
  auto even = [&](uint32_t x) {
    return std::max(2U, static_cast<uint32_t>(uint64_t{x} * wanted / longest)
                          & ~1U);
  };
  return {even(format.width), even(format.height)};
}

std::vector<uint8_t> shrink(const i420_view& frame,
                            const film_format& format) {
  auto size = thumbnail_size_of(format);
  std::vector<uint8_t> out(size_t{size.width} * size.height * 4);
  auto at = out.data();
  for (uint32_t y = 0; y < size.height; ++y) {
    auto top = y * format.height / size.height;
    auto bottom = std::max(top + 1, (y + 1) * format.height / size.height);
    auto c_top = std::min(top / 2, format.height / 2 - 1);
    auto c_bottom = std::max(c_top + 1, std::min(bottom, format.height) / 2);
    for (uint32_t x = 0; x < size.width; ++x, at += 4) {
      auto left = x * format.width / size.width;
      auto right = std::max(left + 1, (x + 1) * format.width / size.width);
      auto c_left = std::min(left / 2, format.width / 2 - 1);
      auto c_right = std::max(c_left + 1, right / 2);
      to_bgr(mean(frame.y, frame.y_stride, left, right, top, bottom),
             mean(frame.u, frame.u_stride, c_left, c_right, c_top, c_bottom),
             mean(frame.v, frame.v_stride, c_left, c_right, c_top, c_bottom),
             at);
    }
  }
  return out;
}

contact_sheet::contact_sheet(thumbnail_size size, uint32_t count,
                             uint32_t columns)
  : size_(size),
    columns_(std::max(1U, std::min(columns, count))),
    rows_((std::max(count, 1U) + columns_ - 1) / columns_),
    pixels_(size_t{size.width} * columns_ * size.height * rows_ * 4) {
  for (size_t i = 3; i < pixels_.size(); i += 4)
    pixels_[i] = 255;
}

uint32_t contact_sheet::x_of(uint32_t index) const {
  return index % columns_ * size_.width;
}

uint32_t contact_sheet::y_of(uint32_t index) const {
  return index / columns_ * size_.height;
}

void contact_sheet::put(uint32_t index, const uint8_t* pixels) {
  auto row = size_t{size_.width} * 4;
  auto stride = row * columns_;
  auto to = pixels_.data() + y_of(index) * stride + size_t{x_of(index)} * 4;
  for (uint32_t y = 0; y < size_.height; ++y)
    std::copy_n(pixels + y * row, row, to + y * stride);
}

bgra_view contact_sheet::view() const {
  return {pixels_.data(), size_t{size_.width} * columns_ * 4,
          size_.width * columns_, size_.height * rows_};
}

} // namespace troupe::media
