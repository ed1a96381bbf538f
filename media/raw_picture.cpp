#include "media/raw_picture.hpp"

#include "media/byte_order.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::media {

namespace {

constexpr std::string_view magic = "TROUPEP1";
constexpr uint32_t alpha_flag = 1;

} // namespace

std::array<uint8_t, raw_header_size> raw_header_of(const raw_picture& x) {
  std::array<uint8_t, raw_header_size> out{};
  std::ranges::copy(magic, out.begin());
  put_little(&out[8], x.width);
  put_little(&out[12], x.height);
  put_little(&out[16], x.has_alpha ? alpha_flag : 0);
  return out;
}

result<raw_picture> read_raw_header(std::span<const uint8_t> bytes) {
  auto is_ours = bytes.size() >= raw_header_size
                 && std::equal(magic.begin(), magic.end(), bytes.begin());
  if (!is_ours)
    return make_error(ec::media_failed, "not a decoded picture");
  raw_picture out;
  out.width = get_little(&bytes[8]);
  out.height = get_little(&bytes[12]);
  auto flags = get_little(&bytes[16]);
  auto fits = [](uint32_t side) {
    return side >= 1 && side <= raw_picture_max_side;
  };
  if (!fits(out.width) || !fits(out.height) || flags > alpha_flag)
    return make_error(ec::media_failed, "a decoded picture of a wrong size");
  out.has_alpha = flags == alpha_flag;
  out.pixels.resize(out.stride() * out.height);
  return out;
}

} // namespace troupe::media
