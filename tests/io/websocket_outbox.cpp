#define CAF_SUITE websocket_outbox
#include "tests/support/test.hpp"

#include "io/websocket_outbox.hpp"

#include <random>
#include <vector>

using namespace troupe;

namespace {

using verdict = websocket_outbox::verdict;

outgoing result(std::string text) {
  return {std::move(text), false, {}};
}

outgoing progress(std::string text) {
  return {std::move(text), true, {}};
}

std::vector<std::string> all_of(websocket_outbox& box) {
  std::vector<std::string> out;
  while (!box.empty())
    out.push_back(box.pop().text);
  return out;
}

} // namespace

CAF_TEST(messages leave in the order they came) {
  websocket_outbox box{10, 100};
  CAF_CHECK(box.push(result("a")) == verdict::queued);
  CAF_CHECK(box.push(progress("b")) == verdict::queued);
  CAF_CHECK(box.push(result("c")) == verdict::queued);
  std::vector<std::string> expected{"a", "b", "c"};
  CAF_CHECK_EQUAL(all_of(box), expected);
  CAF_CHECK_EQUAL(box.bytes(), 0u);
}

CAF_TEST(only the latest progress waits) {
  websocket_outbox box{10, 100};
  box.push(progress("p1"));
  box.push(result("a"));
  CAF_CHECK(box.push(progress("p2")) == verdict::replaced);
  std::vector<std::string> expected{"a", "p2"};
  CAF_CHECK_EQUAL(all_of(box), expected);
}

CAF_TEST(results make room by dropping progress and are refused when full) {
  websocket_outbox box{2, 100};
  box.push(progress("p"));
  box.push(result("a"));
  CAF_CHECK(box.push(result("b")) == verdict::replaced);
  CAF_CHECK(box.push(progress("p")) == verdict::replaced);
  CAF_CHECK(box.push(result("c")) == verdict::full);
  std::vector<std::string> expected{"a", "b"};
  CAF_CHECK_EQUAL(all_of(box), expected);
}

CAF_TEST(bytes are bounded too) {
  websocket_outbox box{10, 10};
  CAF_CHECK(box.push(result("123456")) == verdict::queued);
  CAF_CHECK(box.push(result("12345")) == verdict::full);
  CAF_CHECK(box.push(result("1234")) == verdict::queued);
  box.clear();
  CAF_CHECK_EQUAL(box.bytes(), 0u);
  CAF_CHECK(box.push(result("1234567890")) == verdict::queued);
}

CAF_TEST(random pushes keep the bounds and lose no result) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (auto round = 0; round < 500; ++round) {
    websocket_outbox box{8, 64};
    std::vector<std::string> accepted;
    std::vector<std::string> left;
    for (auto i = 0; i < 100; ++i) {
      auto was_empty = box.empty();
      auto text = std::string(random() % 20, static_cast<char>('a' + i % 26));
      switch (random() % 3) {
        case 0: box.push(progress(text)); break;
        case 1:
          if (box.push(result(text)) != verdict::full)
            accepted.push_back(text);
          break;
        case 2:
          if (!was_empty)
            if (auto x = box.pop(); !x.is_progress)
              left.push_back(x.text);
          continue;
      }
      CAF_CHECK(was_empty || !box.empty());
      CAF_CHECK(box.size() <= 8 && box.bytes() <= 64);
    }
    while (!box.empty())
      if (auto x = box.pop(); !x.is_progress)
        left.push_back(x.text);
    CAF_CHECK_EQUAL(left, accepted);
  }
}
