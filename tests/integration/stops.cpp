#define CAF_SUITE stops
#include "tests/support/test.hpp"

#include "tests/integration/creator_client.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include "protocol/stage.hpp"

#include <cstdlib>
#include <random>
#include <thread>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

struct fixture {
  temporary_folder folder;
  fs::path data = folder / "data";
  troupe_server server{data};

  /// Unfinished pieces of a session.
  size_t leftovers(const std::string& session) {
    size_t count = 0;
    std::error_code ec;
    auto pieces = data / "outputs" / "videos" / session / "pieces";
    for (auto& entry : fs::directory_iterator{pieces, ec})
      count += entry.path().filename().string().size() == 64 ? 0U : 1U;
    return count;
  }
};

/// Until it holds or the deadline has passed.
template <class Predicate>
bool eventually(Predicate holds, std::chrono::milliseconds deadline) {
  auto end = std::chrono::steady_clock::now() + deadline;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end)
      return false;
    std::this_thread::yield();
  }
  return true;
}

/// Goes to a stage and stops it after a moment.
void stop_in(fixture& x, stage at, std::chrono::microseconds moment) {
  creator_client client{x.server.port()};
  client.start("product_ad", short_payload("product_ad"));
  for (auto message = client.until("stage_running");
       message.text("stage") != to_string(at);
       message = client.until("stage_running")) {
    client.until("completed");
    client.action("accept");
  }
  // The stage may be faster than the moment: then a waiting session is stopped.
  auto early = client.socket().receive(
    std::chrono::duration_cast<std::chrono::milliseconds>(moment));
  client.action("stop");
  for (;;) {
    auto text = client.socket().receive(10s);
    CAF_REQUIRE(text);
    auto message = json::parse(*text);
    CAF_REQUIRE(message);
    if (message->text("status") == "stopped") {
      CAF_CHECK_EQUAL(message->text("message"), "Session terminated by user");
      break;
    }
    CAF_CHECK_EQUAL(message->text("status"), "completed");
  }
  CAF_CHECK(client.socket().wait_until_closed(5s));
  CAF_CHECK_EQUAL(client.socket().close_code(), 1000);
  CAF_CHECK(eventually([&] { return x.leftovers(client.session()) == 0; }, 5s));
  // What a late result would have added is not in the log.
  creator_client later{x.server.port()};
  later.resume(client.session(), 0);
  std::string last;
  while (auto text = later.socket().receive(10s)) {
    auto message = json::parse(*text);
    CAF_REQUIRE(message);
    last = message->text("status");
  }
  CAF_CHECK_EQUAL(last, "stopped");
  CAF_CHECK_EQUAL(later.socket().close_code(), 1000);
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(stops_tests, fixture)

CAF_TEST(a stop ends any stage at any moment) {
  auto text = std::getenv("TROUPE_TEST_SEED");
  auto seed = text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10))
                   : std::random_device{}();
  CAF_MESSAGE("TROUPE_TEST_SEED=" << seed);
  std::mt19937 random{seed};
  for (auto at : stages_of(video_type::product_ad))
    for (int i = 0; i < 3; ++i)
      stop_in(*this, at, std::chrono::microseconds{random() % 400'000});
}

CAF_TEST(a stop without a session closes the socket too) {
  creator_client client{server.port()};
  client.action("stop");
  auto message = client.next();
  CAF_CHECK_EQUAL(message.text("status"), "stopped");
  CAF_CHECK(client.socket().wait_until_closed(5s));
  CAF_CHECK_EQUAL(client.socket().close_code(), 1000);
}

CAF_TEST_FIXTURE_SCOPE_END()
