#define CAF_SUITE metrics_page
#include "tests/support/test.hpp"

#include "io/metrics_page.hpp"
#include "protocol/version.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace troupe;

namespace {

bool has_line(const std::string& page, const std::string& wanted) {
  std::istringstream in{page};
  for (std::string line; std::getline(in, line);)
    if (line == wanted)
      return true;
  return false;
}

} // namespace

CAF_TEST(counters and gauges are shown with their types and units) {
  metrics counters;
  counters.sessions_started = 7;
  counters.pieces_queued = 3;
  counters.commit_microseconds = 1'500'000;
  auto page = metrics_page(counters);
  CAF_CHECK(has_line(page, "troupe_sessions_started_total 7"));
  CAF_CHECK(has_line(page, "# TYPE troupe_sessions_started_total counter"));
  CAF_CHECK(has_line(page, "troupe_pieces_queued 3"));
  CAF_CHECK(has_line(page, "# TYPE troupe_pieces_queued gauge"));
  CAF_CHECK(has_line(page, "troupe_store_commit_seconds_total 1.5"));
  CAF_CHECK(page.find("troupe_build_info{version=\"" + std::string{version}
                      + "\"")
            != std::string::npos);
}

CAF_TEST(every counter is on the page) {
  // All members are counters: as many lines as the struct has of them, plus
  // the build's.
  metrics counters;
  auto page = metrics_page(counters);
  size_t lines = 0;
  std::istringstream in{page};
  for (std::string line; std::getline(in, line);)
    lines += !line.empty() && line[0] != '#';
  CAF_CHECK_EQUAL(lines, sizeof(metrics) / sizeof(metrics::counter) + 1);
}

CAF_TEST(promtool accepts the page) {
  if (std::system("command -v promtool >/dev/null 2>&1") != 0) {
    CAF_MESSAGE("promtool is not installed: names were not checked");
    return;
  }
  test::temporary_folder folder;
  auto check = [&](const std::string& page) {
    auto path = folder / "page.txt";
    std::ofstream{path} << page;
    return std::system(
      ("promtool check metrics <" + path.string() + " >/dev/null 2>&1")
        .c_str());
  };
  metrics counters;
  CAF_CHECK_EQUAL(check(metrics_page(counters)), 0);
  // The check would notice.
  CAF_CHECK_NOT_EQUAL(check("# TYPE troupe_seen counter\ntroupe_seen 1\n"), 0);
}
