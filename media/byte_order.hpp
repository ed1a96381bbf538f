/// Numbers and marks in the bytes of files. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace troupe::media {

inline bool starts(std::span<const uint8_t> x, std::string_view with,
                   size_t at = 0) {
  return x.size() >= at + with.size()
         && std::equal(with.begin(), with.end(), x.begin() + at,
                       [](char a, uint8_t b) {
                         return static_cast<uint8_t>(a) == b;
                       });
}

/// Four bytes, the lowest first.
inline void put_little(uint8_t* to, uint32_t x) {
  for (int i = 0; i < 4; ++i)
    to[i] = static_cast<uint8_t>(x >> (8 * i));
}

inline uint32_t get_little(const uint8_t* from) {
  uint32_t x = 0;
  for (int i = 0; i < 4; ++i)
    x |= uint32_t{from[i]} << (8 * i);
  return x;
}

} // namespace troupe::media
