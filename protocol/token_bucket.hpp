/// A token bucket: so many requests a minute, and as many at once after a
/// minute of rest. Pure: time comes in as milliseconds since 1970; a clock that
/// is set back only stops the refill for that long. Value type.
#pragma once

#include <cstdint>

namespace troupe {

/// What a client is told about its bucket.
struct bucket_state {
  bool is_allowed = true;
  uint32_t limit = 0;
  /// Whole requests that are left.
  uint32_t remaining = 0;
  /// When the bucket will be full again: seconds since 1970.
  int64_t full_at_s = 0;
  /// Until the next request is allowed; 0 when it is now, else at least 1.
  int64_t retry_after_s = 0;
};

class token_bucket {
public:
  /// Full. `per_minute` is at least 1.
  token_bucket(uint32_t per_minute, int64_t now_ms)
    : per_minute_(per_minute), tokens_(per_minute), at_ms_(now_ms) {}

  /// Takes a token if there is one.
  bucket_state take(int64_t now_ms);
  bool is_full(int64_t now_ms) const;

private:
  double filled(int64_t now_ms) const;

  uint32_t per_minute_;
  double tokens_;
  int64_t at_ms_;
};

} // namespace troupe
