/// Numbers that look random and are the same everywhere: splitmix64. Plain
/// value; belongs to one thread.
#pragma once

#include <cstdint>

namespace troupe {

class dice {
public:
  explicit dice(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    auto z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  /// 0 .. sides-1
  uint32_t roll(uint32_t sides) {
    return static_cast<uint32_t>(next() % sides);
  }

  /// -1 .. 1
  float swing() {
    return static_cast<float>(static_cast<int64_t>(next() >> 40) - (1 << 23))
           / static_cast<float>(1 << 23);
  }

private:
  uint64_t state_;
};

} // namespace troupe
