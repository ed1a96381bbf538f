#include "media/raw_clip.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::media {

namespace {

constexpr std::string_view magic = "TROUPEC1";

void put(uint8_t* to, uint32_t x) {
  for (int i = 0; i < 4; ++i)
    to[i] = static_cast<uint8_t>(x >> (8 * i));
}

uint32_t get(const uint8_t* from) {
  uint32_t x = 0;
  for (int i = 0; i < 4; ++i)
    x |= uint32_t{from[i]} << (8 * i);
  return x;
}

bool is_side(uint32_t x) {
  return x >= raw_clip_min_side && x <= raw_clip_max_side && x % 2 == 0;
}

} // namespace

std::array<uint8_t, raw_clip_header_size> raw_header_of(const raw_clip& x) {
  std::array<uint8_t, raw_clip_header_size> out{};
  std::ranges::copy(magic, out.begin());
  put(&out[8], x.width);
  put(&out[12], x.height);
  put(&out[16], x.frames);
  return out;
}

result<raw_clip> read_raw_clip_header(std::span<const uint8_t> bytes) {
  auto bad = [] {
    return make_error(ec::media_failed, "not a decoded clip");
  };
  if (bytes.size() < raw_clip_header_size
      || !std::equal(magic.begin(), magic.end(), bytes.begin()))
    return bad();
  raw_clip out{get(&bytes[8]), get(&bytes[12]), get(&bytes[16])};
  if (!is_side(out.width) || !is_side(out.height) || out.frames == 0)
    return bad();
  return out;
}

} // namespace troupe::media
