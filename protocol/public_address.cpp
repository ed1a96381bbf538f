#include "protocol/public_address.hpp"

#include <algorithm>

namespace troupe {

namespace {

struct range4 {
  std::array<uint8_t, 4> first;
  unsigned bits;
};

constexpr range4 closed4[] = {
  {{0, 0, 0, 0}, 8},       // this network
  {{10, 0, 0, 0}, 8},      // private
  {{100, 64, 0, 0}, 10},   // shared by carriers (CGNAT)
  {{127, 0, 0, 0}, 8},     // this machine
  {{169, 254, 0, 0}, 16},  // link-local, metadata services
  {{172, 16, 0, 0}, 12},   // private
  {{192, 0, 0, 0}, 24},    // protocol assignments
  {{192, 0, 2, 0}, 24},    // documentation
  {{192, 31, 196, 0}, 24}, // AS112
  {{192, 52, 193, 0}, 24}, // AMT
  {{192, 88, 99, 0}, 24},  // 6to4 relays
  {{192, 168, 0, 0}, 16},  // private
  {{192, 175, 48, 0}, 24}, // AS112
  {{198, 18, 0, 0}, 15},   // benchmarks
  {{198, 51, 100, 0}, 24}, // documentation
  {{203, 0, 113, 0}, 24},  // documentation
  {{224, 0, 0, 0}, 4},     // multicast
  {{240, 0, 0, 0}, 4},     // reserved, broadcast
};

struct range6 {
  std::array<uint8_t, 16> first;
  unsigned bits;
};

/// Within 2000::/3, which is all that is handed out.
constexpr range6 closed6[] = {
  {{0x20, 0x01, 0x00, 0x00}, 23},       // protocols, Teredo, benchmarks, ORCHID
  {{0x20, 0x01, 0x0d, 0xb8}, 32},       // documentation
  {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48}, // AS112
  {{0x3f, 0xff, 0x00}, 20},             // documentation
};

template <size_t N>
bool is_within(std::span<const uint8_t> address,
               const std::array<uint8_t, N>& first, unsigned bits) {
  for (size_t i = 0; i < N && bits > 0; ++i) {
    auto here = std::min(bits, 8U);
    auto mask = static_cast<uint8_t>(0xFF << (8 - here));
    if ((address[i] & mask) != (first[i] & mask))
      return false;
    bits -= here;
  }
  return true;
}

bool is_public4(std::span<const uint8_t> x) {
  return std::ranges::none_of(closed4, [&](auto& range) {
    return is_within(x, range.first, range.bits);
  });
}

bool is_public6(std::span<const uint8_t> x) {
  // 64:ff9b::/96 (NAT64) leads to an IPv4 address; the local-use one and all
  // else outside of 2000::/3 stays closed: ::, ::1, mapped and compatible
  // addresses, fc00::/7, fe80::/10, fec0::/10, ff00::/8, 100::/64.
  constexpr std::array<uint8_t, 16> nat64{0, 0x64, 0xff, 0x9b};
  if (is_within(x, nat64, 96))
    return is_public4(x.subspan(12, 4));
  if ((x[0] & 0xE0) != 0x20)
    return false;
  // 6to4 carries its IPv4 address in front.
  if (x[0] == 0x20 && x[1] == 0x02)
    return is_public4(x.subspan(2, 4));
  // ISATAP (RFC 5214) carries one at its end.
  if ((x[8] & 0xFD) == 0 && x[9] == 0 && x[10] == 0x5E && x[11] == 0xFE)
    return is_public4(x.subspan(12, 4));
  return std::ranges::none_of(closed6, [&](auto& range) {
    return is_within(x, range.first, range.bits);
  });
}

} // namespace

bool is_public_address(std::span<const uint8_t> address) {
  if (address.size() == 4)
    return is_public4(address);
  return address.size() == 16 && is_public6(address);
}

} // namespace troupe
