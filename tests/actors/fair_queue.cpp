#define CAF_SUITE fair_queue
#include "tests/support/test.hpp"

#include "actors/fair_queue.hpp"

#include "tests/support/seeds.hpp"

#include <map>

using namespace troupe;
using namespace troupe::test;

namespace {

const user_id ann{"ann"};
const user_id bob{"bob"};

const auto any = [](int) { return true; };

struct fixture {
  fair_queue<int> aut;

  std::vector<int> take_all() {
    std::vector<int> out;
    while (auto x = aut.take(any))
      out.push_back(*x);
    return out;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(fair_queue_tests, fixture)

CAF_TEST(owners take turns) {
  for (int i = 1; i <= 3; ++i)
    aut.push(ann, priority::normal, i);
  aut.push(bob, priority::normal, 10);
  aut.push(bob, priority::normal, 11);
  std::vector<int> expected{1, 10, 2, 11, 3};
  CAF_CHECK_EQUAL(take_all(), expected);
}

CAF_TEST(the higher rank of one owner goes first and does not skip turns) {
  aut.push(ann, priority::low, 1);
  aut.push(ann, priority::urgent, 2);
  aut.push(bob, priority::normal, 10);
  aut.push(ann, priority::urgent, 3);
  std::vector<int> expected{2, 10, 3, 1};
  CAF_CHECK_EQUAL(take_all(), expected);
}

CAF_TEST(what may not start is passed over and keeps its place) {
  aut.push(ann, priority::normal, 1);
  aut.push(ann, priority::normal, 2);
  auto even = aut.take([](int x) { return x % 2 == 0; });
  CAF_REQUIRE(even);
  CAF_CHECK_EQUAL(*even, 2);
  CAF_CHECK(!aut.take([](int) { return false; }));
  CAF_CHECK_EQUAL(aut.size(), 1u);
  std::vector<int> expected{1};
  CAF_CHECK_EQUAL(take_all(), expected);
}

CAF_TEST(what comes back goes before the others of its owner) {
  aut.push(ann, priority::normal, 1);
  aut.push_front(ann, priority::normal, 0);
  std::vector<int> expected{0, 1};
  CAF_CHECK_EQUAL(take_all(), expected);
}

CAF_TEST(nothing is lost or doubled and no owner waits two rounds) {
  for (auto seed : seeds(300)) {
    random_source random{seed};
    fair_queue<int> queue;
    std::map<int, user_id> inside;
    std::map<std::string, int> waited;
    int next = 0;
    for (int step = 0; step < 120; ++step) {
      user_id owner{std::string(1, static_cast<char>('a' + random.below(4)))};
      switch (random.below(5)) {
        case 0: case 1:
          inside.emplace(next, owner);
          queue.push(owner, static_cast<priority>(random.below(4)), next++);
          break;
        case 2: case 3: {
          auto x = queue.take(any);
          CAF_REQUIRE_EQUAL(x.has_value(), !inside.empty());
          if (!x)
            break;
          auto served = inside.at(*x);
          inside.erase(*x);
          waited.erase(served.str());
          // Everybody else who waits has waited one turn more.
          std::map<std::string, int> after;
          for (auto& [id, who] : inside)
            if (who != served)
              after[who.str()] = waited[who.str()] + 1;
          waited = after;
          for (auto& [who, turns] : waited)
            CAF_REQUIRE(turns <= 3);
          break;
        }
        case 4: {
          auto part = static_cast<int>(random.below(3));
          for (auto x : queue.remove([&](int x) { return x % 3 == part; }))
            CAF_REQUIRE_EQUAL(inside.erase(x), 1u);
          std::erase_if(waited, [&](auto& x) {
            return std::ranges::none_of(
              inside, [&](auto& y) { return y.second.str() == x.first; });
          });
          break;
        }
      }
      CAF_REQUIRE_EQUAL(queue.size(), inside.size());
    }
  }
}

CAF_TEST_FIXTURE_SCOPE_END()
