#define CAF_SUITE terminal
#include "tests/support/test.hpp"

#include "cli/doctor_checks.hpp"
#include "cli/progress_view.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <limits>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace troupe;

namespace {

session_event event(event_kind kind, std::string body) {
  session_event out;
  out.kind = kind;
  out.body = std::move(body);
  return out;
}

/// The view after a session has begun.
progress_view begun(terminal_style style) {
  progress_view view{style};
  view.show(event(event_kind::session_started,
                  R"({"stage_order":["scenes","script"]})"));
  return view;
}

session_progress halfway() {
  session_progress out;
  out.at = stage::script;
  out.percent = 50;
  out.message = "Writing scene 2 of 4";
  out.eta_seconds = 61.2;
  return out;
}

} // namespace

CAF_TEST(without a terminal there is a line a stage and no bar) {
  auto view = begun({});
  auto running = view.show(
    event(event_kind::stage_running, R"({"stage":"script","version":1})"));
  CAF_CHECK_EQUAL(running, "[2/2] script     ...\n");
  CAF_CHECK_EQUAL(view.show(halfway()), "");
  auto done = view.show(
    event(event_kind::stage_completed, R"({"stage":"script","version":1})"));
  CAF_CHECK_EQUAL(done, "[2/2] script     done\n");
  auto failed = view.show(event(event_kind::stage_failed,
                                R"({"stage":"script","error":"a\u001bb"})"));
  CAF_CHECK(failed.find("failed: ") != std::string::npos);
  CAF_CHECK(failed.find('\x1b') == std::string::npos);
}

CAF_TEST(on a terminal a bar is drawn over) {
  auto view = begun({true, false, 100});
  auto bar = view.show(halfway());
  CAF_CHECK_EQUAL(bar, "[2/2] script     ██████████░░░░░░░░░░ 50 %  Writing "
                       "scene 2 of 4 · 1 min 2 s left");
  auto again = view.show(halfway());
  CAF_CHECK(again.starts_with("\r\033[K[2/2]"));
  auto done = view.show(
    event(event_kind::stage_completed, R"({"stage":"script","version":1})"));
  CAF_CHECK_EQUAL(done, "\r\033[K[2/2] script     done\n");
  CAF_CHECK_EQUAL(view.clear(), "");
}

CAF_TEST(a bar never fills more than its line) {
  auto view = begun({true, false, 60});
  auto progress = halfway();
  progress.message = std::string(500, 'x');
  auto bar = view.show(progress);
  // Each of the 20 cells has three bytes.
  CAF_CHECK_LESS_OR_EQUAL(bar.size(), 59u + 2 * 20);
}

CAF_TEST(colour only where it is wanted) {
  auto done = event(event_kind::stage_completed, R"({"stage":"scenes"})");
  auto plain = begun({true, false, 80}).show(done);
  auto coloured = begun({true, true, 80}).show(done);
  CAF_CHECK(plain.find("\033[32m") == std::string::npos);
  CAF_CHECK(coloured.find("\033[32mdone\033[0m") != std::string::npos);
}

CAF_TEST(seconds are spoken) {
  CAF_CHECK_EQUAL(spoken_seconds(0), "0 s");
  CAF_CHECK_EQUAL(spoken_seconds(11.2), "12 s");
  CAF_CHECK_EQUAL(spoken_seconds(65), "1 min 5 s");
}

CAF_TEST(the doctor looks at the data folder) {
  test::temporary_folder folder;
  CAF_CHECK(examine_folder(folder.path()).is == finding::level::ok);
  CAF_CHECK(examine_folder(folder / "new/deep").is == finding::level::ok);
  std::ofstream{folder / "file"} << "x";
  auto file = examine_folder(folder / "file/data");
  CAF_CHECK(file.is == finding::level::fail);
  CAF_CHECK(!file.remedy.empty());
  CAF_CHECK(!std::filesystem::exists(folder / "new"));
}

CAF_TEST(the doctor looks at the disk) {
  test::temporary_folder folder;
  CAF_CHECK(examine_disk(folder.path(), 0).is != finding::level::fail);
  auto full = examine_disk(folder.path(), std::numeric_limits<int64_t>::max());
  CAF_CHECK(full.is == finding::level::fail);
  CAF_CHECK(!full.remedy.empty());
}

CAF_TEST(the doctor looks at the port) {
  auto socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto raw = reinterpret_cast<sockaddr*>(&address);
  CAF_REQUIRE(::bind(socket, raw, size) == 0);
  CAF_REQUIRE(::listen(socket, 1) == 0);
  CAF_REQUIRE(::getsockname(socket, raw, &size) == 0);
  auto port = ntohs(address.sin_port);
  auto taken = examine_port("127.0.0.1", port);
  CAF_CHECK(taken.is == finding::level::warn);
  CAF_CHECK(taken.remedy.find("--port") != std::string::npos);
  ::close(socket);
  CAF_CHECK(examine_port("127.0.0.1", port).is == finding::level::ok);
  CAF_CHECK(examine_port("nowhere", port).is == finding::level::fail);
  CAF_CHECK(examine_port("192.0.2.1", port).is == finding::level::fail);
}

CAF_TEST(the doctor looks at the clock) {
  CAF_CHECK(examine_clock(1'800'000'000).is == finding::level::ok);
  auto wrong = examine_clock(0);
  CAF_CHECK(wrong.is == finding::level::warn);
  CAF_CHECK_EQUAL(wrong.detail, "1970-01-01 00:00 UTC");
}
