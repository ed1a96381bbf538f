#define CAF_SUITE limits
#include "tests/support/test.hpp"

#include "protocol/login_guard.hpp"
#include "protocol/token_bucket.hpp"

#include <string>

using namespace troupe;

CAF_TEST(a bucket gives what it holds and then what a minute brings) {
  constexpr int64_t start = 1'790'000'000'000;
  token_bucket bucket{100, start};
  for (uint32_t i = 0; i < 100; ++i) {
    auto state = bucket.take(start);
    CAF_REQUIRE(state.is_allowed);
    CAF_CHECK_EQUAL(state.limit, 100u);
    CAF_CHECK_EQUAL(state.remaining, 99 - i);
    CAF_CHECK_EQUAL(state.retry_after_s, 0);
  }
  auto state = bucket.take(start);
  CAF_CHECK(!state.is_allowed);
  CAF_CHECK_EQUAL(state.remaining, 0u);
  CAF_CHECK_EQUAL(state.retry_after_s, 1);
  CAF_CHECK_EQUAL(state.full_at_s, start / 1000 + 60);
  CAF_CHECK(!bucket.take(start + 599).is_allowed);
  CAF_CHECK(bucket.take(start + 600).is_allowed);
  CAF_CHECK(!bucket.take(start + 600).is_allowed);
  CAF_CHECK(!bucket.is_full(start + 60'000));
  CAF_CHECK(bucket.is_full(start + 61'000));
  // No more than it holds.
  CAF_CHECK_EQUAL(bucket.take(start + 3'600'000).remaining, 99u);
}

CAF_TEST(who waits as long as told is let in) {
  for (uint32_t limit : {1u, 7u, 60u, 100u, 1000u}) {
    token_bucket bucket{limit, 0};
    for (uint32_t i = 0; i < limit; ++i)
      CAF_CHECK(bucket.take(0).is_allowed);
    auto state = bucket.take(0);
    CAF_CHECK(!state.is_allowed);
    CAF_CHECK(state.retry_after_s >= 1);
    CAF_CHECK(bucket.take(state.retry_after_s * 1000).is_allowed);
  }
}

CAF_TEST(a clock that is set back gives nothing away) {
  token_bucket bucket{2, 10'000};
  CAF_CHECK(bucket.take(10'000).is_allowed);
  CAF_CHECK(bucket.take(5'000).is_allowed);
  CAF_CHECK(!bucket.take(0).is_allowed);
  CAF_CHECK(!bucket.take(10'000).is_allowed);
}

CAF_TEST(guesses wait twice as long each time) {
  login_guard guard{{3, 60, 3600, 100}};
  int64_t now = 1'000'000;
  for (int i = 0; i < 3; ++i)
    CAF_CHECK_EQUAL(guard.begin("ann", now), 0);
  for (int64_t wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
    CAF_CHECK_EQUAL(guard.begin("ann", now), wait);
    CAF_CHECK_EQUAL(guard.begin("ann", now + wait - 1), 1);
    now += wait;
    CAF_CHECK_EQUAL(guard.begin("ann", now), 0);
  }
  // Others are not touched by it.
  CAF_CHECK_EQUAL(guard.begin("bob", now), 0);
}

CAF_TEST(tries side by side gain nothing) {
  login_guard guard{{3, 60, 3600, 100}};
  int let_in = 0;
  for (int i = 0; i < 100; ++i)
    let_in += guard.begin("ann", 5'000) == 0;
  CAF_CHECK_EQUAL(let_in, 3);
}

CAF_TEST(a right password forgives and an error of ours does not count) {
  login_guard guard{{3, 60, 3600, 100}};
  for (int i = 0; i < 3; ++i)
    guard.begin("ann", 5'000);
  guard.forget("ann");
  for (int i = 0; i < 3; ++i)
    CAF_CHECK_EQUAL(guard.begin("ann", 5'000), 0);
  guard.take_back("ann");
  CAF_CHECK_EQUAL(guard.begin("ann", 5'000), 0);
  CAF_CHECK_EQUAL(guard.begin("ann", 5'000), 1);
  guard.take_back("nobody");
}

CAF_TEST(an hour of rest forgets all and a full table makes room) {
  login_guard guard{{1, 60, 3600, 3}};
  for (auto name : {"a", "b", "c"})
    CAF_CHECK_EQUAL(guard.begin(name, 5'000), 0);
  CAF_CHECK_EQUAL(guard.begin("d", 5'001), 0);
  CAF_CHECK(guard.begin("d", 5'001) > 0);
  CAF_CHECK_EQUAL(guard.begin("d", 5'001 + 3600), 0);
}
