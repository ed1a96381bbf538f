/// The token buckets of everybody who asks. Any thread.
#pragma once

#include "protocol/token_bucket.hpp"

#include <mutex>
#include <string>
#include <unordered_map>

namespace troupe {

class rate_limits {
public:
  /// 0 for no limit. At most `names` buckets: those who come when there are as
  /// many share one.
  explicit rate_limits(uint32_t per_minute, size_t names = 100'000)
    : per_minute_(per_minute), names_(names) {}

  bool is_on() const { return per_minute_ > 0; }
  /// Only when is_on().
  bucket_state take(const std::string& name, int64_t now_ms);

private:
  token_bucket& bucket_of(const std::string& name, int64_t now_ms);

  const uint32_t per_minute_;
  const size_t names_;
  std::mutex mutex_;
  std::unordered_map<std::string, token_bucket> buckets_;
  int64_t swept_ms_ = 0;
};

} // namespace troupe
