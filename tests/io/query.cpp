#define CAF_SUITE query
#include "tests/support/test.hpp"

#include "io/query.hpp"

using namespace troupe;

CAF_TEST(pairs are decoded once and kept in order) {
  auto pairs = parse_urlencoded("x=1+2&y=%C3%A9%0A&x=%2541&z&=e&&", 10);
  CAF_REQUIRE(pairs);
  name_values expected{
    {"x", "1 2"}, {"y", "é\n"}, {"x", "%41"}, {"z", ""}, {"", "e"}};
  CAF_CHECK(*pairs == expected);
}

CAF_TEST(malformed text is refused) {
  for (auto text : {"a=%", "a=%4", "a=%zz", "%zz=1", "a=%ff", "a=%ed%a0%80"}) {
    CAF_MESSAGE(text);
    auto pairs = parse_urlencoded(text, 10);
    CAF_CHECK(!pairs);
  }
}

CAF_TEST(there is a limit of pairs) {
  CAF_CHECK(parse_urlencoded("a&b&c", 3));
  CAF_CHECK(!parse_urlencoded("a&b&c&d", 3));
}
