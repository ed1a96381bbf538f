#include "protocol/failpoint.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace troupe::detail {

namespace {

struct armed_point {
  std::string name;
  long count = 1;
};

armed_point read_environment() {
  auto text = std::getenv("TROUPE_FAILPOINT");
  if (!text || !*text)
    return {};
  armed_point point{text, 1};
  if (auto colon = point.name.rfind(':'); colon != std::string::npos) {
    point.count = std::strtol(point.name.c_str() + colon + 1, nullptr, 10);
    point.name.resize(colon);
  }
  // A misspelt name would make a crash test pass without a crash.
  if (std::ranges::find(failpoint_names, point.name) == failpoint_names.end()
      || point.count < 1) {
    std::fprintf(stderr, "troupe: TROUPE_FAILPOINT=%s: no such failpoint\n",
                 text);
    std::exit(2);
  }
  return point;
}

const armed_point point = read_environment();
std::atomic<long> passed = 0;

} // namespace

bool failpoints_armed = !point.name.empty();

void pass_failpoint(std::string_view name) {
  if (name == point.name && ++passed == point.count)
    std::raise(SIGKILL);
}

} // namespace troupe::detail
