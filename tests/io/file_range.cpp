#define CAF_SUITE file_range
#include "tests/support/test.hpp"

#include "io/file_range.hpp"

using namespace troupe;

namespace {

constexpr auto whole = file_range{};
constexpr auto never = file_range{file_range::kind::unsatisfiable, 0, 0};

constexpr file_range part(uint64_t first, uint64_t length) {
  return {file_range::kind::part, first, length};
}

const file_version version{"\"a-b\"", 784111777};

} // namespace

CAF_TEST(ranges of a file of a thousand bytes) {
  struct row {
    const char* header;
    file_range expected;
  };
  for (auto& [header, expected] : {
         row{"bytes=0-99", part(0, 100)},
         row{"bytes=100-", part(100, 900)},
         row{"bytes=-100", part(900, 100)},
         row{"bytes=-5000", part(0, 1000)},
         row{"bytes=999-999", part(999, 1)},
         row{"bytes=0-99999999999999999999999", part(0, 1000)},
         row{"BYTES = 5-6", part(5, 2)},
         row{"bytes=1000-", never},
         row{"bytes=99999999999999999999999-", never},
         row{"bytes=-0", never},
         row{"bytes=5-4", whole},
         row{"bytes=0-1,5-6", whole},
         row{"bytes=a-b", whole},
         row{"bytes=", whole},
         row{"bytes=-", whole},
         row{"bytes=1 - 2", whole},
         row{"bytes=+1-2", whole},
         row{"items=0-5", whole},
         row{"", whole},
       }) {
    CAF_MESSAGE(header);
    auto found = parse_range(header, 1000);
    CAF_CHECK(found == expected);
  }
}

CAF_TEST(no range of an empty file can be satisfied) {
  CAF_CHECK(parse_range("bytes=0-", 0) == never);
  CAF_CHECK(parse_range("bytes=-1", 0) == never);
}

CAF_TEST(dates are read in all three forms and written in one) {
  auto written = http_date(784111777);
  CAF_CHECK_EQUAL(written, "Sun, 06 Nov 1994 08:49:37 GMT");
  for (auto text : {"Sun, 06 Nov 1994 08:49:37 GMT",
                    "Sunday, 06-Nov-94 08:49:37 GMT",
                    "Sun Nov  6 08:49:37 1994"}) {
    CAF_MESSAGE(text);
    CAF_CHECK(parse_http_date(text) == std::time_t{784111777});
  }
  CAF_CHECK(!parse_http_date("yesterday"));
  CAF_CHECK(!parse_http_date(""));
}

CAF_TEST(conditions decide whether a file is sent) {
  using answer = condition_answer;
  struct row {
    file_conditions given;
    condition_answer expected;
  };
  constexpr auto same = "Sun, 06 Nov 1994 08:49:37 GMT";
  constexpr auto before = "Sun, 06 Nov 1994 08:49:36 GMT";
  for (auto& [given, expected] : {
         row{{}, answer::send},
         row{{.if_none_match = "\"a-b\""}, answer::not_modified},
         row{{.if_none_match = "W/\"a-b\""}, answer::not_modified},
         row{{.if_none_match = "\"x\", \"a-b\""}, answer::not_modified},
         row{{.if_none_match = "*"}, answer::not_modified},
         row{{.if_none_match = "\"x\""}, answer::send},
         // An entity tag beats a date.
         row{{.if_none_match = "\"x\"", .if_modified_since = same},
             answer::send},
         row{{.if_modified_since = same}, answer::not_modified},
         row{{.if_modified_since = before}, answer::send},
         row{{.if_modified_since = "nonsense"}, answer::send},
         row{{.if_match = "\"a-b\""}, answer::send},
         row{{.if_match = "\"x\""}, answer::failed},
         row{{.if_match = "W/\"a-b\""}, answer::failed},
         row{{.if_unmodified_since = before}, answer::failed},
         row{{.if_unmodified_since = same}, answer::send},
       })
    CAF_CHECK(check_conditions(given, version) == expected);
}

CAF_TEST(a range counts only for the version it was meant for) {
  CAF_CHECK(range_applies("", version));
  CAF_CHECK(range_applies("\"a-b\"", version));
  CAF_CHECK(range_applies("Sun, 06 Nov 1994 08:49:37 GMT", version));
  CAF_CHECK(!range_applies("\"x\"", version));
  CAF_CHECK(!range_applies("W/\"a-b\"", version));
  CAF_CHECK(!range_applies("Sun, 06 Nov 1994 08:49:38 GMT", version));
}
