#define CAF_SUITE logging
#include "tests/support/test.hpp"

#include "cli/logging.hpp"
#include "protocol/json.hpp"

using namespace troupe;

CAF_TEST(a line can not forge another line) {
  auto text = safe_log_text("a\nb\r\x1b[31mc\td\x7f");
  CAF_CHECK_EQUAL(text, "a\\nb\\r\\x1b[31mc d\\x7f");
  auto line = text_log_line(0, "info", "a\nb");
  CAF_CHECK(line.ends_with(" info a\\nb\n"));
}

CAF_TEST(what looks like a key is hidden) {
  struct row {
    const char* text;
    const char* expected;
  };
  for (auto& [text, expected] : {
         row{"Authorization: Bearer abc.def-1", "Authorization: Bearer ***"},
         row{"used sk-canary1 twice sk-canary2",
             "used sk-*** twice sk-***"},
         row{"GET /x?key=canary&y=1", "GET /x?key=***&y=1"},
         row{"{\"u\":\"a?X-Amz-Signature=canary\"}",
             "{\"u\":\"a?X-Amz-Signature=***\"}"},
         row{"api_key=canary, password=canary;", "api_key=***, password=***;"},
         row{"task-1 is done", "task-1 is done"},
       }) {
    auto shown = safe_log_text(text);
    CAF_CHECK_EQUAL(shown, expected);
  }
}

CAF_TEST(a line for machines is one JSON object) {
  auto line = json_log_line(784111777'042, "warn", "a \"quoted\"\nthing");
  CAF_CHECK_EQUAL(line, "{\"ts\":\"1994-11-06T08:49:37.042Z\",\"level\":"
                        "\"warn\",\"msg\":\"a \\\"quoted\\\"\\\\nthing\"}\n");
  CAF_CHECK(json::parse(line));
}

CAF_TEST(a text that is no text or too long does no harm) {
  auto line = json_log_line(0, "info", "\xff\xfe");
  CAF_CHECK(json::parse(line));
  CAF_CHECK_LESS(safe_log_text(std::string(100'000, 'x')).size(), 5'000u);
}
