#define CAF_SUITE picture_keeper
#include "tests/support/test.hpp"

#include "actors/picture_keeper.hpp"
#include "protocol/base64.hpp"
#include "protocol/digest.hpp"
#include "tests/support/engine_fixture.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <iterator>

using namespace troupe;
using namespace troupe::test;

namespace {

const std::string png = std::string{"\x89PNG\r\n\x1A\n"} + "pixels";

struct fixture : engine_fixture {
  fixture() : engine_fixture{workers_are::held, 2} {}

  /// A registry whose keeper writes below `folder`.
  void use_keeper() {
    auto opened = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(opened);
    data = *opened;
    end(registry);
    auto options = registry_defaults();
    options.make_picture_keeper = [this](caf::actor_system& system) {
      ++keepers;
      keeper = spawn_actor(system, picture_keeper, data);
      return keeper;
    };
    registry = spawn_actor(sys, troupe::registry, options);
    settle();
  }

  session_request film_with(const std::string& logo) {
    auto x = film();
    auto payload = json::parse(x.payload);
    (*payload)["logo"] = logo;
    x.payload = payload->dump();
    return x;
  }

  answer<session_id, session_actor> create(const session_request& x) {
    return ask<session_id, session_actor>(registry, atom::create_v, x);
  }

  temporary_folder folder;
  std::shared_ptr<const data_folder> data;
  picture_keeper_actor keeper;
  int keepers = 0;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(picture_keeper_tests, fixture)

CAF_TEST(pictures are on disk before the session and never in its log) {
  use_keeper();
  auto uri = "data:image/png;base64," + to_base64(png);
  auto made = create(film_with(uri));
  auto id = std::get<0>(made.values());
  std::ifstream in{folder.path() / "uploads" / id.str() / sha256_hex(png),
                   std::ios::binary};
  std::string kept{std::istreambuf_iterator<char>{in}, {}};
  CAF_CHECK_EQUAL(kept, png);
  auto log = store->load(id);
  CAF_REQUIRE(log);
  for (auto& event : log->events)
    CAF_CHECK(event.body.find("data:image") == std::string::npos);
  auto& started = log->events.front().body;
  CAF_CHECK(started.find("\"logo\":\"" + sha256_hex(png)) != std::string::npos);
  // One keeper serves all, and ends with its registry.
  create(film_with(uri));
  CAF_CHECK_EQUAL(keepers, 1);
  end(keeper);
}

CAF_TEST(a picture that can not be kept makes no session) {
  use_keeper();
  auto made = create(film_with("data:image/png;base64,!!!!"));
  CAF_CHECK(made.code() == ec::invalid_argument);
  CAF_CHECK(made.text().find("Field logo") != std::string::npos);
  CAF_CHECK_EQUAL(counters->sessions_active, 0u);
  end(keeper);
}

CAF_TEST(a keeper that died is replaced) {
  use_keeper();
  auto uri = "data:image/png;base64," + to_base64(png);
  create(film_with(uri));
  end(keeper);
  settle();
  auto made = create(film_with(uri));
  CAF_CHECK(is_session_id(std::get<0>(made.values()).str()));
  CAF_CHECK_EQUAL(keepers, 2);
  end(keeper);
}

CAF_TEST(without a keeper pictures are refused) {
  auto made = create(film_with("data:image/png;base64,AAAA"));
  CAF_CHECK(made.code() == ec::unavailable);
}

CAF_TEST_FIXTURE_SCOPE_END()
