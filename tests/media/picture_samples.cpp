#include "tests/media/picture_samples.hpp"

#include <algorithm>

namespace troupe::test {

namespace {

void put(file_bytes& to, uint32_t x) {
  for (int shift = 24; shift >= 0; shift -= 8)
    to.push_back(static_cast<uint8_t>(x >> shift));
}

uint32_t crc_of(const uint8_t* from, size_t size) {
  uint32_t crc = ~0U;
  for (size_t i = 0; i < size; ++i) {
    crc ^= from[i];
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

void put_part(file_bytes& to, std::string_view name, const file_bytes& body) {
  put(to, static_cast<uint32_t>(body.size()));
  auto begin = to.size();
  to.insert(to.end(), name.begin(), name.end());
  to.insert(to.end(), body.begin(), body.end());
  put(to, crc_of(to.data() + begin, to.size() - begin));
}

file_bytes png_start(uint32_t width, uint32_t height, uint8_t color_type) {
  file_bytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  file_bytes header;
  put(header, width);
  put(header, height);
  for (uint8_t x : {uint8_t{8}, color_type, uint8_t{0}, uint8_t{0}, uint8_t{0}})
    header.push_back(x);
  put_part(out, "IHDR", header);
  return out;
}

uint32_t adler_of(const file_bytes& x) {
  uint32_t a = 1, b = 0;
  for (auto byte : x) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

file_bytes stored(const file_bytes& x) {
  file_bytes out{0x78, 0x01};
  for (size_t at = 0; at < x.size();) {
    auto size = std::min<size_t>(x.size() - at, 65'535);
    out.push_back(at + size == x.size() ? 1 : 0);
    for (auto half : {size, ~size})
      for (int shift : {0, 8})
        out.push_back(static_cast<uint8_t>(half >> shift));
    out.insert(out.end(), x.begin() + static_cast<std::ptrdiff_t>(at),
               x.begin() + static_cast<std::ptrdiff_t>(at + size));
    at += size;
  }
  put(out, adler_of(x));
  return out;
}

/// Deflate writes its codes from the highest bit on.
class bit_writer {
 public:
  void code(uint32_t x, int bits) {
    for (int i = bits - 1; i >= 0; --i)
      bit((x >> i) & 1);
  }
  void bit(uint32_t x) {
    if (used_ == 0)
      out_.push_back(0);
    out_.back() = static_cast<uint8_t>(out_.back() | x << used_);
    used_ = (used_ + 1) % 8;
  }
  file_bytes& bytes() { return out_; }

 private:
  file_bytes out_{0x78, 0x01};
  int used_ = 0;
};

/// So many zeros, by fixed Huffman codes: 13 bits for 258 of them.
file_bytes deflated_zeros(uint64_t count) {
  bit_writer out;
  out.bit(1);
  out.bit(1);
  out.bit(0);
  constexpr uint32_t zero = 0b0011'0000;
  out.code(zero, 8);
  auto left = count - 1;
  for (; left >= 258; left -= 258) {
    out.code(0b1100'0101, 8);
    out.code(0, 5);
  }
  for (; left > 0; --left)
    out.code(zero, 8);
  out.code(0, 7);
  auto bytes = out.bytes();
  put(bytes, static_cast<uint32_t>(count % 65521) << 16 | 1);
  return bytes;
}

} // namespace

file_bytes make_png(const png_sample& x) {
  auto out = png_start(x.width, x.height, x.color_type);
  if (!x.palette.empty())
    put_part(out, "PLTE", x.palette);
  if (x.is_animated)
    put_part(out, "acTL", {0, 0, 0, 2, 0, 0, 0, 0});
  file_bytes rows;
  for (uint32_t row = 0; row < x.height; ++row) {
    rows.push_back(0);
    for (uint32_t column = 0; column < x.width; ++column)
      for (auto sample : x.pixel(column, row))
        rows.push_back(sample);
  }
  put_part(out, "IDAT", stored(rows));
  put_part(out, "IEND", {});
  return out;
}

file_bytes claiming(file_bytes png, uint32_t width, uint32_t height) {
  file_bytes size;
  put(size, width);
  put(size, height);
  std::ranges::copy(size, png.begin() + 16);
  auto crc = crc_of(png.data() + 12, 17);
  size.clear();
  put(size, crc);
  std::ranges::copy(size, png.begin() + 29);
  return png;
}

file_bytes make_png_bomb(uint32_t width, uint32_t height) {
  auto out = png_start(width, height, 0);
  put_part(out, "IDAT", deflated_zeros((uint64_t{width} + 1) * height));
  put_part(out, "IEND", {});
  return out;
}

file_bytes with_orientation(const file_bytes& jpeg, uint16_t orientation) {
  file_bytes out{jpeg.begin(), jpeg.begin() + 2};
  file_bytes exif{'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                  0x01, 0x12, 0, 3, 0, 0, 0, 1,
                  static_cast<uint8_t>(orientation >> 8),
                  static_cast<uint8_t>(orientation), 0, 0, 0, 0, 0, 0};
  auto length = exif.size() + 2;
  for (auto x : {size_t{0xFF}, size_t{0xE1}, length >> 8, length & 0xFF})
    out.push_back(static_cast<uint8_t>(x));
  out.insert(out.end(), exif.begin(), exif.end());
  out.insert(out.end(), jpeg.begin() + 2, jpeg.end());
  return out;
}

const file_bytes& webp_lossless() {
  static const file_bytes out{
    0x52, 0x49, 0x46, 0x46, 0x22, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42,
    0x50, 0x56, 0x50, 0x38, 0x4c, 0x16, 0x00, 0x00, 0x00, 0x2f, 0x07,
    0x40, 0x01, 0x00, 0x07, 0xd0, 0xb0, 0xc2, 0x14, 0xb8, 0xff, 0x01,
    0x80, 0x20, 0xfc, 0x6f, 0x9b, 0x88, 0xe8, 0x7f, 0x08};
  return out;
}

const file_bytes& webp_lossy() {
  static const file_bytes out{
    0x52, 0x49, 0x46, 0x46, 0x3e, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50,
    0x56, 0x50, 0x38, 0x20, 0x32, 0x00, 0x00, 0x00, 0xd0, 0x01, 0x00, 0x9d,
    0x01, 0x2a, 0x08, 0x00, 0x06, 0x00, 0x00, 0xc0, 0x12, 0x25, 0xa0, 0x02,
    0x74, 0xba, 0x01, 0xf8, 0x00, 0x03, 0xb0, 0x00, 0xfe, 0xf5, 0x89, 0x1f,
    0xff, 0x20, 0x3f, 0xe4, 0x07, 0xfc, 0x80, 0xff, 0xf9, 0x01, 0xff, 0xfd,
    0x65, 0x7f, 0x3d, 0x1f, 0xcf, 0x47, 0xf8, 0xe1, 0x00, 0x00};
  return out;
}

file_bytes text_file(std::string_view text) {
  return {text.begin(), text.end()};
}

} // namespace troupe::test
