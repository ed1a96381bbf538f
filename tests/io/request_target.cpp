#define CAF_SUITE request_target
#include "tests/support/test.hpp"

#include "io/request_target.hpp"

using namespace troupe;

namespace {

request_target parsed(std::string_view text) {
  auto x = parse_target(text);
  if (!x)
    CAF_FAIL(std::string{text} << ": " << text_of(x.error()));
  return *x;
}

} // namespace

CAF_TEST(paths and queries are decoded once) {
  auto x = parsed("/video/a%20b%25?topic=%C3%84rzte+heute&empty=&flag&&n=1");
  CAF_CHECK_EQUAL(x.path, "/video/a b%");
  CAF_REQUIRE_EQUAL(x.query.size(), 4u);
  CAF_CHECK_EQUAL(x.query[0].second, "\xC3\x84rzte heute");
  CAF_CHECK_EQUAL(x.query[1].second, "");
  CAF_CHECK_EQUAL(x.query[2].first, "flag");
  CAF_CHECK_EQUAL(x.query[3].second, "1");
  CAF_CHECK_EQUAL(parsed("/").path, "/");
  CAF_CHECK_EQUAL(parsed("/a/").path, "/a/");
  CAF_CHECK_EQUAL(parsed("/a+b").path, "/a+b");
  CAF_CHECK_EQUAL(parsed("/a..b/...").path, "/a..b/...");
}

CAF_TEST(absolute targets name their server) {
  auto x = parsed("http://Example.org:80/a?b=c");
  CAF_CHECK_EQUAL(x.authority, "Example.org:80");
  CAF_CHECK_EQUAL(x.path, "/a");
  CAF_CHECK_EQUAL(parsed("http://example.org").path, "/");
  CAF_CHECK_EQUAL(parsed("http://example.org?x=1").path, "/");
}

CAF_TEST(targets that could lead elsewhere are refused) {
  for (auto text :
       {"", "*", "a", "example.org:443", "/..", "/../etc/passwd", "/a/../b",
        "/a/./b", "/a//b", "//a", "/%2e%2e/etc/passwd", "/%2E%2E%2Fetc",
        "/a%2fb", "/a%5cb", "/a\\b", "/a%00b", "/a%0ab", "/a%7f", "/a%", "/a%4",
        "/a%zz", "/%ff", "/%c0%ae%c0%ae/", "/%ed%a0%80", "/a b", "/a\tb",
        "/a#b", "/\xC3\xA4", "/a?b=%zz", "/a?b=%00", "/a?%ff=1", "/a?b#c",
        "http://", "ftp://a/b", "/.", "/a/.."})
    if (parse_target(text))
      CAF_ERROR("accepted: " << text);
}

CAF_TEST(long targets and long queries are refused) {
  auto too_long = parse_target("/" + std::string(9'000, 'a'));
  CAF_REQUIRE(!too_long);
  CAF_CHECK(code_of(too_long.error()) == ec::limit_exceeded);
  std::string fields = "/a?";
  for (auto i = 0; i < 101; ++i)
    fields += "b=&";
  CAF_CHECK(!parse_target(fields));
}
