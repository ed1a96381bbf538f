#include "media/raw_clip.hpp"

#include "media/byte_order.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::media {

namespace {

constexpr std::string_view magic = "TROUPEC1";

bool is_side(uint32_t x) {
  return x >= raw_clip_min_side && x <= raw_clip_max_side && x % 2 == 0;
}

} // namespace

std::array<uint8_t, raw_clip_header_size> raw_header_of(const raw_clip& x) {
  std::array<uint8_t, raw_clip_header_size> out{};
  std::ranges::copy(magic, out.begin());
  put_little(&out[8], x.width);
  put_little(&out[12], x.height);
  put_little(&out[16], x.frames);
  return out;
}

result<raw_clip> read_raw_clip_header(std::span<const uint8_t> bytes) {
  auto bad = [] {
    return make_error(ec::media_failed, "not a decoded clip");
  };
  if (bytes.size() < raw_clip_header_size
      || !std::equal(magic.begin(), magic.end(), bytes.begin()))
    return bad();
  raw_clip out{get_little(&bytes[8]), get_little(&bytes[12]), get_little(&bytes[16])};
  if (!is_side(out.width) || !is_side(out.height) || out.frames == 0)
    return bad();
  return out;
}

} // namespace troupe::media
