#define CAF_SUITE example_actor
#include "tests/support/test.hpp"

#include "actors/actor_base.hpp"
#include "protocol/messages.hpp"
#include "tests/support/actor_fixture.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

// Quoted in CONTRIBUTING.md from here, and compared with it below.
using namespace troupe;
using namespace std::chrono_literals;

/// TICKETS: hands out numbers, a few an hour. Owned by whoever spawns it.
///
///   asker            tickets
///     │ ── create ──> │ one less
///     │ <── number ── │ (none left: unavailable)
///     │               │ every hour: as many as at the start
using tickets_actor = caf::typed_actor<
  // A number that nobody else gets, or unavailable until the hour is over.
  caf::replies_to<atom::create>::with<uint64_t>,
  // Itself: the hour is over.
  caf::reacts_to<atom::internal, atom::tick>>;

struct tickets_state {
  static inline const char* name = "tickets";
  tickets_state() = default; // not an aggregate: see docs/style.md

  uint64_t next = 1;
  uint64_t left = 0;
};

result<uint64_t> take(tickets_state& state) {
  if (state.left == 0)
    return make_error(ec::unavailable, "No tickets until the hour is over");
  --state.left;
  return state.next++;
}

tickets_actor::behavior_type
tickets(tickets_actor::stateful_pointer<tickets_state> self, uint64_t an_hour) {
  auto open = [self, an_hour] {
    self->state.left = an_hour;
    self->delayed_send(self, 1h, atom::internal_v, atom::tick_v);
  };
  open();
  return {
    [self](atom::create) { return take(self->state); },
    [open](atom::internal, atom::tick) { open(); },
  };
}

/// `aut` is the actor under test. Nothing runs but by ask(), settle(), pass().
struct fixture : test::actor_fixture {
  tickets_actor aut = spawn_actor(sys, tickets, 2u);
  ~fixture() override { end(aut); }

  auto ask_one() { return ask<uint64_t>(aut, atom::create_v); }
};

CAF_TEST_FIXTURE_SCOPE(example_actor_tests, fixture)

CAF_TEST(numbers are given once and in order) {
  CAF_CHECK_EQUAL(ask_one().value(), 1u);
  CAF_CHECK_EQUAL(ask_one().value(), 2u);
}

CAF_TEST(when none are left the next hour brings more) {
  ask_one();
  ask_one();
  CAF_CHECK(ask_one().code() == ec::unavailable);
  pass(1h);
  CAF_CHECK_EQUAL(ask_one().value(), 3u);
}

CAF_TEST_FIXTURE_SCOPE_END()
// Up to here.

std::string read(const std::filesystem::path& path) {
  std::ifstream file{path};
  CAF_REQUIRE(file.good());
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string between(const std::string& text, std::string_view first,
                    std::string_view last) {
  auto begin = text.find(first);
  CAF_REQUIRE(begin != std::string::npos);
  begin += first.size();
  auto end = text.find(last, begin);
  CAF_REQUIRE(end != std::string::npos);
  return text.substr(begin, end - begin);
}

} // namespace

CAF_TEST(CONTRIBUTING quotes this file as it is) {
  // __FILE__ may be relative to where the compiler ran.
  std::filesystem::path root{TROUPE_SOURCE_DIR};
  auto here = root / "tests/actors/example_actor.cpp";
  auto source = between(read(here), "compared with it below.\n",
                        "// Up to here.\n");
  auto quote = between(read(root / "CONTRIBUTING.md"), "```cpp\n", "```\n");
  CAF_CHECK_EQUAL(quote, source);
}
