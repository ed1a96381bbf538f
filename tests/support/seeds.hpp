/// Seeds for random suites. TROUPE_TEST_SEED=n begins with n, so that a run
/// that failed is the first of the next.
#pragma once

#include "tests/support/test.hpp"

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <random>
#include <vector>

namespace troupe::test {

/// So many, and the first is printed.
inline std::vector<uint64_t> seeds(size_t count) {
  auto text = std::getenv("TROUPE_TEST_SEED");
  uint64_t first = text ? std::strtoull(text, nullptr, 10)
                        : std::random_device{}();
  CAF_MESSAGE("TROUPE_TEST_SEED=" << first << " and the next " << count - 1);
  std::vector<uint64_t> out(count);
  std::iota(out.begin(), out.end(), first);
  return out;
}

/// The same numbers from the same seed on every platform (splitmix64).
class random_source {
public:
  explicit random_source(uint64_t seed) : state_{seed} {}

  uint64_t next() {
    auto x = state_ += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }

  /// 0 .. limit - 1.
  size_t below(size_t limit) { return next() % limit; }

  bool one_in(size_t n) { return below(n) == 0; }

private:
  uint64_t state_;
};

} // namespace troupe::test
