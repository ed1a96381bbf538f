/// What time it is, as tokens and limits count it. Any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace troupe {

/// Milliseconds since 1970.
inline int64_t unix_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

/// Seconds since 1970.
inline int64_t unix_s() {
  return unix_ms() / 1000;
}

} // namespace troupe
