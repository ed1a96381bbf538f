// A server whose log went into a pipe that nobody read stood still once the
// pipe was full: the actors' threads hung in write().
#define CAF_SUITE unread_log
#include "tests/support/test.hpp"

#include "cli/log_sink.hpp"
#include "cli/logging.hpp"

#include <array>
#include <climits>

#include <spdlog/logger.h>
#include <unistd.h>

using namespace troupe;

namespace {

struct fixture {
  fixture() {
    CAF_REQUIRE_EQUAL(::pipe(ends.data()), 0);
    logger = std::make_shared<spdlog::logger>(
      "test", std::make_shared<log_sink>(ends[1]));
    logger->set_pattern("%v");
  }
  ~fixture() {
    for (auto end : ends)
      ::close(end);
  }

  std::string drain() {
    std::string all(1 << 20, '\0');
    auto size = ::read(ends[0], all.data(), all.size());
    all.resize(size > 0 ? static_cast<size_t>(size) : 0);
    return all;
  }

  std::array<int, 2> ends{};
  std::shared_ptr<spdlog::logger> logger;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(unread_log_tests, fixture)

CAF_TEST(a log that nobody reads holds nobody up) {
  // A pipe holds 64 KiB.
  for (int i = 0; i < 10'000; ++i)
    logger->info("line {} of a server that works", i);
  auto first = drain();
  CAF_CHECK(first.starts_with("line 0 of"));
  CAF_CHECK(first.ends_with("works\n"));
  logger->info("somebody reads again");
  auto second = drain();
  CAF_CHECK(second.find("lines were left out") != std::string::npos);
  CAF_CHECK(second.ends_with("somebody reads again\n"));
  logger->info("the next one");
  CAF_CHECK_EQUAL(drain(), "the next one\n");
}

CAF_TEST(the longest line fits into a pipe as a whole) {
  for (auto text : {std::string(100'000, '"'), std::string(100'000, '\\'),
                    std::string(100'000, '\x01'), std::string(100'000, '\t')}) {
    auto line = json_log_line(0, "critical", text);
    CAF_CHECK_LESS_OR_EQUAL(line.size(), size_t{PIPE_BUF});
  }
}

CAF_TEST_FIXTURE_SCOPE_END()
