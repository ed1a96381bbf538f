#define CAF_SUITE storekeeper
#include "tests/support/test.hpp"

#include "actors/storekeeper.hpp"

#include "actors/actor_base.hpp"
#include "protocol/defaults.hpp"
#include "store/memory_store.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <deque>
#include <stdexcept>

using namespace troupe;
using namespace troupe::test;

namespace {

/// Passes on to a memory store, counts the batches, and fails when told to.
class watched_store final : public event_store {
public:
  batch_answer append_batch(std::span<const store_operation> batch) override {
    batch_sizes.push_back(batch.size());
    if (throws)
      throw std::runtime_error("out of paper");
    if (!failure)
      return inner->append_batch(batch);
    batch_answer answer;
    answer.operations.assign(batch.size(), failure);
    answer.failure = failure;
    return answer;
  }
  result<session_log> load(const session_id& id) override {
    return inner->load(id);
  }
  result<std::vector<session_summary>> list(uint32_t limit) override {
    last_limit = limit;
    return inner->list(limit);
  }
  result<std::vector<session_summary>> list_running() override {
    return inner->list_running();
  }
  result<session_summary> summary(const session_id& id) override {
    return inner->summary(id);
  }

  result<session_page> page(const session_query& query) override {
    return inner->page(query);
  }

  result<void> remove(const session_id& id) override {
    return inner->remove(id);
  }

  result<void> check_writable() override {
    if (failure)
      return failure;
    return caf::unit;
  }

  std::unique_ptr<event_store> inner = make_memory_store();
  std::vector<size_t> batch_sizes;
  uint32_t last_limit = 0;
  error failure;
  bool throws = false;
};

const auto a = id_of(1);
const auto b = id_of(2);

using events = std::vector<session_event>;
using summaries = std::vector<session_summary>;

struct fixture : test_coordinator_fixture<> {
  std::shared_ptr<watched_store> store = std::make_shared<watched_store>();
  metrics_ptr numbers = std::make_shared<metrics>();
  storekeeper_actor aut = spawn_actor(sys, storekeeper, store, numbers);

  fixture() { run(); }

  template <class... Ts>
  auto ask(Ts&&... xs) {
    return self->request(aut, caf::infinite, std::forward<Ts>(xs)...);
  }

  /// The answer that has come, or its error.
  template <class T, class Handle>
  result<T> take(Handle&& handle) {
    result<T> taken{make_error(ec::timeout, "no answer")};
    handle.receive([&](const T& x) { taken = x; },
                   [&](const caf::error& err) { taken = err; });
    return taken;
  }

  template <class T, class Handle>
  T good(Handle&& handle) {
    auto taken = take<T>(handle);
    if (!taken)
      CAF_FAIL(text_of(taken.error()));
    return *taken;
  }

  template <class T, class Handle>
  error bad(Handle&& handle) {
    auto taken = take<T>(handle);
    if (taken)
      CAF_FAIL("was not refused");
    return taken.error();
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(storekeeper_tests, fixture)

CAF_TEST(what waits in the mailbox is one commit) {
  auto one = ask(atom::append_v, events{started(a)});
  auto two = ask(atom::append_v, events{started(b), event_of(b, 2)});
  auto three = ask(atom::record_v, a, piece_of("k"));
  CAF_CHECK(store->batch_sizes.empty());
  run();
  CAF_CHECK_EQUAL(good<uint64_t>(one), 1u);
  CAF_CHECK_EQUAL(good<uint64_t>(two), 2u);
  good<atom::done>(three);
  CAF_REQUIRE_EQUAL(store->batch_sizes.size(), 1u);
  CAF_CHECK_EQUAL(store->batch_sizes[0], 3u);
  CAF_CHECK_EQUAL(numbers->commits.load(), 1u);
  CAF_CHECK_EQUAL(numbers->events_committed.load(), 3u);
}

CAF_TEST(nobody is answered before the commit) {
  auto one = ask(atom::append_v, events{started(a)});
  auto two = ask(atom::append_v, events{started(b)});
  expect((atom::append, events), from(self).to(aut));
  expect((atom::append, events), from(self).to(aut));
  CAF_CHECK(store->batch_sizes.empty());
  CAF_CHECK(self->mailbox().empty());
  expect((atom::ping), to(aut));
  CAF_CHECK_EQUAL(store->batch_sizes.size(), 1u);
  CAF_CHECK_EQUAL(good<uint64_t>(one), 1u);
  CAF_CHECK_EQUAL(good<uint64_t>(two), 1u);
}

CAF_TEST(a batch ends at its limit of operations) {
  std::deque<decltype(ask(atom::append_v, events{}))> all;
  auto count = defaults::commit_max_operations + 1;
  for (size_t n = 0; n < count; ++n)
    all.push_back(
      ask(atom::append_v, events{started(id_of(static_cast<unsigned>(n)))}));
  run();
  for (auto& one : all)
    CAF_REQUIRE_EQUAL(good<uint64_t>(one), 1u);
  CAF_REQUIRE_EQUAL(store->batch_sizes.size(), 2u);
  CAF_CHECK_EQUAL(store->batch_sizes[0], defaults::commit_max_operations);
  CAF_CHECK_EQUAL(store->batch_sizes[1], 1u);
}

CAF_TEST(a batch ends at its limit of bytes) {
  auto first = ask(atom::append_v, events{started(a)});
  auto large = event_of(a, 2);
  large.body.assign(defaults::commit_max_bytes, ' ');
  auto second = ask(atom::append_v, events{large});
  auto third = ask(atom::append_v, events{event_of(a, 3)});
  run();
  CAF_CHECK_EQUAL(good<uint64_t>(first), 1u);
  CAF_CHECK_EQUAL(good<uint64_t>(second), 2u);
  CAF_CHECK_EQUAL(good<uint64_t>(third), 3u);
  CAF_REQUIRE_EQUAL(store->batch_sizes.size(), 2u);
  CAF_CHECK_EQUAL(store->batch_sizes[0], 2u);
}

CAF_TEST(a broken rule is told to its requester only) {
  auto one = ask(atom::append_v, events{started(a)});
  auto two = ask(atom::append_v, events{event_of(a, 5)});
  auto three = ask(atom::record_v, b, piece_of("k"));
  auto four = ask(atom::append_v, events{event_of(a, 2)});
  run();
  CAF_CHECK_EQUAL(good<uint64_t>(one), 1u);
  CAF_CHECK(code_of(bad<uint64_t>(two)) == ec::store_failed);
  CAF_CHECK(code_of(bad<atom::done>(three)) == ec::not_found);
  CAF_CHECK_EQUAL(good<uint64_t>(four), 2u);
}

CAF_TEST(a load sees what was sent before it) {
  auto one = ask(atom::append_v, events{started(a), event_of(a, 2)});
  auto two = ask(atom::record_v, a, piece_of("k"));
  auto three = ask(atom::load_v, a);
  auto four = ask(atom::load_v, b);
  run();
  auto log = good<session_log>(three);
  CAF_CHECK_EQUAL(log.events.size(), 2u);
  CAF_CHECK_EQUAL(log.pieces.size(), 1u);
  CAF_CHECK(code_of(bad<session_log>(four)) == ec::not_found);
  CAF_CHECK_EQUAL(good<uint64_t>(one), 2u);
  good<atom::done>(two);
}

CAF_TEST(both lists are answered and the first is bounded) {
  auto one = ask(atom::append_v, events{started(a)});
  auto two = ask(atom::append_v, events{started(b, review_policy::accept_all)});
  auto three = ask(atom::list_v, UINT32_MAX);
  auto four = ask(atom::list_v, atom::run_v);
  run();
  CAF_CHECK_EQUAL(good<uint64_t>(one), 1u);
  CAF_CHECK_EQUAL(good<uint64_t>(two), 1u);
  CAF_CHECK_EQUAL(good<summaries>(three).size(), 2u);
  CAF_CHECK_EQUAL(store->last_limit, defaults::session_list_limit);
  auto running = good<summaries>(four);
  CAF_REQUIRE_EQUAL(running.size(), 1u);
  CAF_CHECK(running[0].session == b);
}

CAF_TEST(a full disk is told to all and does not kill) {
  store->failure = make_error(ec::no_space, "The disk is full");
  auto one = ask(atom::append_v, events{started(a)});
  auto two = ask(atom::append_v, events{started(b)});
  auto three = ask(atom::ping_v);
  run();
  CAF_CHECK(code_of(bad<uint64_t>(one)) == ec::no_space);
  CAF_CHECK(code_of(bad<uint64_t>(two)) == ec::no_space);
  CAF_CHECK(code_of(bad<atom::done>(three)) == ec::no_space);
  CAF_CHECK_EQUAL(numbers->commits.load(), 0u);
  store->failure = {};
  auto again = ask(atom::append_v, events{started(a)});
  auto ping = ask(atom::ping_v);
  run();
  CAF_CHECK_EQUAL(good<uint64_t>(again), 1u);
  good<atom::done>(ping);
  CAF_CHECK_EQUAL(numbers->commits.load(), 1u);
}

CAF_TEST(a store that throws is answered as unavailable) {
  store->throws = true;
  auto one = ask(atom::append_v, events{started(a)});
  run();
  auto err = bad<uint64_t>(one);
  CAF_CHECK(code_of(err) == ec::unavailable);
  auto text = text_of(err);
  CAF_CHECK_EQUAL(text, "The event log failed: out of paper");
  store->throws = false;
  auto again = ask(atom::append_v, events{started(a)});
  run();
  CAF_CHECK_EQUAL(good<uint64_t>(again), 1u);
}

CAF_TEST(what was queued before an exit is written and answered) {
  self->monitor(aut);
  auto one = ask(atom::append_v, events{started(a)});
  auto two = ask(atom::append_v, events{event_of(a, 2)});
  caf::anon_send_exit(aut, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(aut, caf::exit_reason::user_shutdown);
  run();
  CAF_CHECK_EQUAL(good<uint64_t>(one), 1u);
  CAF_CHECK_EQUAL(good<uint64_t>(two), 2u);
  caf::error reason;
  self->receive([&](const caf::down_msg& x) { reason = x.reason; });
  CAF_CHECK(reason == caf::exit_reason::user_shutdown);
  CAF_CHECK_EQUAL(store->inner->load(a)->events.size(), 2u);
  auto late = ask(atom::append_v, events{event_of(a, 3)});
  CAF_CHECK(code_of(bad<uint64_t>(late)) == ec::unavailable);
}

CAF_TEST_FIXTURE_SCOPE_END()

namespace {

struct real_threads {
  temporary_folder folder;
  caf::actor_system_config cfg;
  caf::actor_system sys{cfg};
  caf::scoped_actor self{sys};
  metrics_ptr numbers = std::make_shared<metrics>();

  std::shared_ptr<event_store> open() {
    auto data = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(data);
    auto store = open_sqlite_store(*data);
    CAF_REQUIRE(store);
    return std::move(*store);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(storekeeper_thread_tests, real_threads)

CAF_TEST(a thousand appends at once are few commits and all durable) {
  constexpr unsigned count = 1000;
  const auto deadline = std::chrono::seconds{60};
  auto aut = spawn_actor<caf::detached>(sys, storekeeper, open(), numbers);
  self->monitor(aut);
  using handle =
    decltype(self->request(aut, deadline, atom::append_v, events{}));
  std::deque<handle> all;
  for (unsigned n = 0; n < count; ++n)
    all.push_back(
      self->request(aut, deadline, atom::append_v, events{started(id_of(n))}));
  unsigned answered = 0;
  for (auto& one : all)
    one.receive([&](uint64_t) { ++answered; }, [](const caf::error&) {});
  CAF_CHECK_EQUAL(answered, count);
  CAF_CHECK_EQUAL(numbers->events_committed.load(), count);
  CAF_MESSAGE("commits: " << numbers->commits.load());
  CAF_CHECK(numbers->commits.load() <= count / 10);
  self->send_exit(aut, caf::exit_reason::user_shutdown);
  self->receive([](const caf::down_msg&) {});
  aut = nullptr;
  auto lines = open()->list(2 * count);
  CAF_REQUIRE(lines);
  CAF_CHECK_EQUAL(lines->size(), count);
}

CAF_TEST_FIXTURE_SCOPE_END()
