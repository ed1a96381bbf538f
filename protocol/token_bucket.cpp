#include "protocol/token_bucket.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

constexpr double minute_ms = 60'000;

} // namespace

double token_bucket::filled(int64_t now_ms) const {
  auto passed = static_cast<double>(std::max<int64_t>(0, now_ms - at_ms_));
  return std::min<double>(per_minute_,
                          tokens_ + passed * per_minute_ / minute_ms);
}

bool token_bucket::is_full(int64_t now_ms) const {
  return filled(now_ms) >= per_minute_;
}

bucket_state token_bucket::take(int64_t now_ms) {
  tokens_ = filled(now_ms);
  at_ms_ = std::max(at_ms_, now_ms);
  bucket_state out;
  out.limit = per_minute_;
  out.is_allowed = tokens_ >= 1;
  if (out.is_allowed)
    tokens_ -= 1;
  auto ms_per_token = minute_ms / per_minute_;
  if (!out.is_allowed)
    out.retry_after_s =
      static_cast<int64_t>(std::ceil((1 - tokens_) * ms_per_token / 1000));
  out.remaining = static_cast<uint32_t>(tokens_);
  out.full_at_s = static_cast<int64_t>(std::ceil(
    (static_cast<double>(at_ms_) + (per_minute_ - tokens_) * ms_per_token)
    / 1000));
  return out;
}

} // namespace troupe
