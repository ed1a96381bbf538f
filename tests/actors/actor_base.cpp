#define CAF_SUITE actor_base
#include "tests/support/test.hpp"

#include "actors/actor_base.hpp"

#include "protocol/actors.hpp"

#include <stdexcept>

using namespace troupe;

namespace {

using echo_actor = caf::typed_actor<caf::replies_to<uint64_t>::with<uint64_t>>;

struct echo_state {
  echo_state() = default;
  static inline const char* name = "echo";
  uint64_t sum = 0;
};

echo_actor::behavior_type echo(echo_actor::stateful_pointer<echo_state> self,
                               uint64_t start) {
  self->state.sum = start;
  return {
    [self](uint64_t x) -> uint64_t {
      if (x == 13)
        throw std::runtime_error("thirteen");
      return self->state.sum += x;
    },
  };
}

struct fixture : test_coordinator_fixture<> {
  echo_actor aut = spawn_actor(sys, echo, 100u);
  caf::actor any = caf::actor_cast<caf::actor>(aut);

  fixture() { run(); }

  void check_alive() {
    auto handle = self->request(aut, caf::infinite, uint64_t{1});
    run();
    auto alive = false;
    handle.receive([&](uint64_t) { alive = true; }, [](const caf::error&) {});
    CAF_CHECK(alive);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(actor_base_tests, fixture)

CAF_TEST(a state begins as its members say) {
  auto handle = self->request(aut, caf::infinite, uint64_t{5});
  run();
  uint64_t sum = 0;
  handle.receive([&](uint64_t x) { sum = x; }, [](const caf::error&) {});
  CAF_CHECK_EQUAL(sum, 105u);
}

CAF_TEST(an unknown message is dropped and not answered) {
  self->send(any, std::string{"what"});
  run();
  CAF_CHECK(self->mailbox().empty());
  check_alive();
}

CAF_TEST(an unknown request is answered with an error) {
  auto handle = self->request(any, caf::infinite, std::string{"what"});
  run();
  caf::error seen;
  handle.receive([](uint64_t) {}, [&](const caf::error& err) { seen = err; });
  CAF_CHECK(seen == caf::sec::unexpected_message);
  check_alive();
}

CAF_TEST(an error that somebody sends does not kill) {
  self->send(any, make_error(ec::io_failed, "not yours"));
  run();
  check_alive();
}

CAF_TEST(a down message nobody waits for does not kill) {
  self->send(any, caf::down_msg{self->address(), caf::exit_reason::kill});
  run();
  check_alive();
}

CAF_TEST(an exit message with a reason ends the actor) {
  self->monitor(aut);
  caf::anon_send_exit(aut, caf::exit_reason::user_shutdown);
  run();
  caf::error reason;
  self->receive([&](const caf::down_msg& x) { reason = x.reason; });
  CAF_CHECK(reason == caf::exit_reason::user_shutdown);
}

CAF_TEST(an exit message without a reason does not end it) {
  caf::anon_send_exit(aut, caf::exit_reason::normal);
  run();
  check_alive();
}

CAF_TEST(a throwing handler tells requester and monitor its text) {
  self->monitor(aut);
  auto handle = self->request(aut, caf::infinite, uint64_t{13});
  run();
  caf::error answer;
  handle.receive([](uint64_t) {}, [&](const caf::error& x) { answer = x; });
  auto text = text_of(answer);
  CAF_CHECK_EQUAL(text, "echo: thirteen");
  CAF_CHECK(code_of(answer) == ec::internal);
  caf::error reason;
  self->receive([&](const caf::down_msg& x) { reason = x.reason; });
  auto down_text = text_of(reason);
  CAF_CHECK_EQUAL(down_text, "echo: thirteen");
}

CAF_TEST_FIXTURE_SCOPE_END()
