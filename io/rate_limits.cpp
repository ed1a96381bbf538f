#include "io/rate_limits.hpp"

namespace troupe {

namespace {

/// A full table is looked through once a second, not for each request.
constexpr int64_t sweep_every_ms = 1'000;

} // namespace

token_bucket& rate_limits::bucket_of(const std::string& name, int64_t now_ms) {
  if (auto i = buckets_.find(name); i != buckets_.end())
    return i->second;
  if (buckets_.size() >= names_ && now_ms - swept_ms_ >= sweep_every_ms) {
    swept_ms_ = now_ms;
    // A full bucket says what no bucket says.
    std::erase_if(buckets_, [&](auto& x) { return x.second.is_full(now_ms); });
  }
  auto& key = buckets_.size() < names_ ? name : std::string{};
  return buckets_.try_emplace(key, per_minute_, now_ms).first->second;
}

bucket_state rate_limits::take(const std::string& name, int64_t now_ms) {
  std::lock_guard guard{mutex_};
  return bucket_of(name, now_ms).take(now_ms);
}

} // namespace troupe
