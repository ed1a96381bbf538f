#include "media/picture_header.hpp"

#include "media/byte_order.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace troupe::media {

namespace {

using bytes_view = std::span<const uint8_t>;

/// Parts before the pixels; more than that is no picture but an attempt.
constexpr int part_limit = 4'096;

error refuse(std::string what) {
  return make_error(ec::invalid_argument, "the picture " + std::move(what));
}

error cut_off() {
  return refuse("is damaged: it ends within its header");
}

/// 0 when out of range: every use checks the range first or refuses 0.
uint32_t number(bytes_view x, size_t at, size_t size, bool big_endian) {
  if (at > x.size() || x.size() - at < size)
    return 0;
  uint32_t out = 0;
  for (size_t i = 0; i < size; ++i)
    out |= uint32_t{x[at + i]} << (8 * (big_endian ? size - 1 - i : i));
  return out;
}

uint32_t big(bytes_view x, size_t at, size_t size) {
  return number(x, at, size, true);
}

uint32_t little(bytes_view x, size_t at, size_t size) {
  return number(x, at, size, false);
}

// -- PNG ----------------------------------------------------------------------

result<picture_header> read_png(bytes_view x) {
  if (!starts(x, "IHDR", 12) || big(x, 8, 4) != 13)
    return cut_off();
  picture_header out{picture_format::png, big(x, 16, 4), big(x, 20, 4), 1};
  size_t at = 8;
  for (int part = 0; part < part_limit; ++part) {
    if (x.size() - at < 12)
      return cut_off();
    auto length = big(x, at, 4);
    if (starts(x, "IDAT", at + 4))
      return out;
    if (starts(x, "acTL", at + 4))
      return refuse("is an animation; send a still picture");
    if (length > x.size() - at - 12)
      return cut_off();
    at += size_t{length} + 12;
  }
  return refuse("has too many parts before its pixels");
}

// -- JPEG ---------------------------------------------------------------------

/// Tag 0x0112 of the first directory of a TIFF header.
int orientation_in(bytes_view tiff) {
  auto big_endian = starts(tiff, "MM");
  if (!big_endian && !starts(tiff, "II"))
    return 1;
  auto get = [&](size_t at, size_t size) {
    return number(tiff, at, size, big_endian);
  };
  auto directory = size_t{get(4, 4)};
  auto entries = std::min<uint32_t>(get(directory, 2), 512);
  for (size_t i = 0; i < entries; ++i) {
    auto entry = directory + 2 + i * 12;
    if (get(entry, 2) != 0x0112)
      continue;
    auto value = get(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

bool is_frame_header(uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8
         && marker != 0xCC;
}

result<picture_header> read_frame_header(bytes_view x, size_t at,
                                         uint8_t marker, int orientation) {
  if (marker > 0xC2)
    return refuse("is a JPEG of a rare kind (lossless or arithmetic); save it "
                  "as an ordinary JPEG or as PNG");
  if (x.size() - at < 10)
    return cut_off();
  if (x[at + 4] != 8)
    return refuse("is a JPEG with "
                  + std::to_string(static_cast<int>(x[at + 4]))
                  + " bits a colour; 8 are possible");
  return picture_header{picture_format::jpeg, big(x, at + 7, 2),
                        big(x, at + 5, 2), orientation};
}

result<picture_header> read_jpeg(bytes_view x) {
  size_t at = 2;
  int orientation = 1;
  for (int part = 0; part < part_limit; ++part) {
    while (at < x.size() && x[at] == 0xFF && at + 1 < x.size()
           && x[at + 1] == 0xFF)
      ++at;
    if (at >= x.size() || x.size() - at < 4 || x[at] != 0xFF)
      return cut_off();
    auto marker = x[at + 1];
    // `at` + 2 is the length, which counts itself.
    if (is_frame_header(marker))
      return read_frame_header(x, at, marker, orientation);
    if (marker == 0xDA || marker == 0xD9)
      return refuse("is damaged: its pixels come before its size");
    size_t length = big(x, at + 2, 2);
    if (length < 2 || length > x.size() - at - 2)
      return cut_off();
    auto body = x.subspan(at + 4, length - 2);
    if (marker == 0xE1 && starts(body, std::string_view{"Exif\0\0", 6}))
      orientation = orientation_in(body.subspan(6));
    at += 2 + length;
  }
  return refuse("has too many parts before its pixels");
}

// -- WebP ---------------------------------------------------------------------

result<picture_header> read_webp(bytes_view x) {
  if (x.size() < 30)
    return cut_off();
  picture_header out;
  out.format = picture_format::webp;
  if (starts(x, "VP8X", 12)) {
    if (x[20] & 0x02)
      return refuse("is an animation; send a still picture");
    out.width = little(x, 24, 3) + 1;
    out.height = little(x, 27, 3) + 1;
    return out;
  }
  if (starts(x, "VP8L", 12)) {
    auto bits = little(x, 21, 4);
    if (x[20] != 0x2F)
      return cut_off();
    out.width = (bits & 0x3FFF) + 1;
    out.height = ((bits >> 14) & 0x3FFF) + 1;
    return out;
  }
  if (!starts(x, "VP8 ", 12) || !starts(x, "\x9D\x01\x2A", 23))
    return cut_off();
  out.width = little(x, 26, 2) & 0x3FFF;
  out.height = little(x, 28, 2) & 0x3FFF;
  return out;
}

// -- all ----------------------------------------------------------------------

struct known_start {
  std::string_view bytes;
  size_t at;
  std::string_view name;
};

/// What people send instead, by name.
constexpr known_start others[] = {
  {"GIF8", 0, "a GIF"},        {"BM", 0, "a BMP"},
  {"II*", 0, "a TIFF"},        {{"MM\0*", 4}, 0, "a TIFF"},
  {"ftypavif", 4, "an AVIF"},  {"ftypheic", 4, "a HEIC"},
  {"ftypmif1", 4, "a HEIC"},   {"ftyp", 4, "a film"},
  {"<svg", 0, "an SVG"},       {"<?xml", 0, "an SVG or other XML"},
  {"%PDF", 0, "a PDF"},        {"\x1A\x45\xDF\xA3", 0, "a film"},
};

result<picture_header> read_any(bytes_view x) {
  if (starts(x, "\x89PNG\r\n\x1A\n"))
    return read_png(x);
  if (starts(x, "\xFF\xD8\xFF"))
    return read_jpeg(x);
  if (starts(x, "RIFF") && starts(x, "WEBP", 8))
    return read_webp(x);
  for (auto& [bytes, at, name] : others)
    if (starts(x, bytes, at))
      return refuse("is " + std::string{name} + "; send PNG, JPEG or WebP");
  return refuse("is not a PNG, JPEG or WebP file");
}

} // namespace

result<picture_header> read_picture_header(bytes_view bytes,
                                           const picture_limits& limits) {
  if (bytes.empty())
    return refuse("is empty");
  if (bytes.size() > limits.bytes)
    return refuse("has " + std::to_string((bytes.size() >> 20) + 1)
                  + " MiB; at most " + std::to_string(limits.bytes >> 20)
                  + " are possible");
  auto out = read_any(bytes);
  if (!out)
    return out;
  auto size = std::to_string(out->width) + " x " + std::to_string(out->height)
              + " pixels";
  if (out->width == 0 || out->height == 0)
    return refuse("has " + size);
  if (out->width > limits.side || out->height > limits.side)
    return refuse("has " + size + "; no side may be longer than "
                  + std::to_string(limits.side));
  if (uint64_t{out->width} * out->height > limits.pixels)
    return refuse("has " + size + "; at most "
                  + std::to_string(limits.pixels / 1'000'000)
                  + " million are possible");
  return out;
}

} // namespace troupe::media
