#include "io/outside_keys.hpp"

#include <spdlog/spdlog.h>

namespace troupe {

namespace {

constexpr int64_t minute_ms = 60'000;
constexpr int64_t old_ms = 60 * minute_ms;
constexpr int64_t useless_ms = 24 * old_ms;
/// Requests that wait for one fetch; more are answered by the old keys.
constexpr size_t waiting_limit = 1'000;

} // namespace

outside_keys::outside_keys(fetcher fetch, account_directory_ptr directory)
  : fetch_(std::move(fetch)), directory_(std::move(directory)) {
}

void outside_keys::refresh(int64_t now_ms, std::function<void()> done) {
  {
    std::unique_lock guard{mutex_};
    auto may_wait = waiting_.size() < waiting_limit;
    if (is_fetching_ && may_wait)
      return waiting_.push_back(std::move(done));
    if (is_fetching_ || now_ms - began_ms_ < minute_ms) {
      guard.unlock();
      return done();
    }
    is_fetching_ = true;
    began_ms_ = now_ms;
    waiting_.push_back(std::move(done));
  }
  fetch_([self = shared_from_this(), now_ms](result<std::string> text) {
    self->arrived(std::move(text), now_ms);
  });
}

void outside_keys::refresh_if_old(int64_t now_ms) {
  {
    std::lock_guard guard{mutex_};
    if (is_fetching_ || now_ms - fresh_ms_ < old_ms)
      return;
  }
  refresh(now_ms, [] {});
}

void outside_keys::arrived(result<std::string> text, int64_t began_ms) {
  auto keys = text ? parse_key_set(*text)
                   : result<std::vector<verifying_key>>{text.error()};
  std::vector<std::function<void()>> waiting;
  {
    std::lock_guard guard{mutex_};
    is_fetching_ = false;
    waiting.swap(waiting_);
    if (keys) {
      fresh_ms_ = began_ms;
      spdlog::info("auth: {} keys of the issuer", keys->size());
      directory_->set_outside_keys(std::move(*keys));
    } else {
      spdlog::warn("auth: no keys of the issuer: {}", text_of(keys.error()));
      if (fresh_ms_ > 0 && began_ms - fresh_ms_ > useless_ms)
        directory_->set_outside_keys({});
    }
  }
  for (auto& done : waiting)
    done();
}

} // namespace troupe
