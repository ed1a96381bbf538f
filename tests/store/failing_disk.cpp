// The disk is full or breaks at every change of a file in turn: what was
// answered as durable is there, what was answered as failed is wholly absent
// or, after a restart, wholly there, and the same store goes on when the disk
// is well again.
#define CAF_SUITE failing_disk
#include "tests/support/test.hpp"

#include "store/memory_store.hpp"
#include "store/sqlite_store.hpp"

#include "tests/store/faulty_disk.hpp"
#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <optional>
#include <random>

using namespace troupe;
using namespace troupe::test;

namespace {

using batch = std::vector<store_operation>;

const auto a = id_of(1);
const auto b = id_of(2);

std::unique_ptr<event_store> open(const temporary_folder& folder) {
  auto data = data_folder::open(folder.path(), 0);
  CAF_REQUIRE(data);
  auto store = open_sqlite_store(*data);
  if (!store)
    CAF_FAIL(text_of(store.error()));
  return std::move(*store);
}

bool equal(event_store& one, event_store& two) {
  for (const auto& id : {a, b}) {
    auto x = one.load(id);
    auto y = two.load(id);
    if (static_cast<bool>(x) != static_cast<bool>(y) || (x && *x != *y))
      return false;
  }
  return *one.list(9) == *two.list(9);
}

std::vector<batch> small_batches() {
  return {
    {append({started(a), event_of(a, 2)}), append({started(b)})},
    {record(a, piece_of("one")), append({event_of(b, 2)})},
    {append({event_of(a, 3)}), append({event_of(b, 7)})},
  };
}

/// Enough bytes for checkpoints: they write the main file.
std::vector<batch> large_batches() {
  std::vector<batch> all{{append({started(a)}), append({started(b)})}};
  for (uint64_t seq = 2; seq < 12; ++seq) {
    auto event = event_of(a, seq);
    event.body.assign(700'000, 'x');
    all.push_back({append({event}), append({event_of(b, seq)})});
  }
  return all;
}

struct fixture {
  faulty_disk disk;

  /// One run with the disk failing after `changes`. False when it never had
  /// to: the run needs fewer.
  bool survive(const std::vector<batch>& batches, uint64_t changes, int code,
               ec expected) {
    temporary_folder folder;
    auto store = open(folder);
    auto model = make_memory_store();
    std::optional<batch> lost;
    disk.break_after(changes, code);
    for (const auto& one : batches) {
      auto answer = store->append_batch(one);
      if (!answer.failure) {
        auto same = model->append_batch(one);
        CAF_REQUIRE_EQUAL(answer.committed, same.committed);
        continue;
      }
      lost = one;
      CAF_REQUIRE(code_of(answer.failure) == expected);
      CAF_REQUIRE(!answer.committed);
      for (const auto& each : answer.operations)
        CAF_REQUIRE(!each);
      CAF_REQUIRE(equal(*store, *model));
      break;
    }
    auto failed = disk.failures() > 0;
    if (lost && changes % 2 == 0)
      store = nullptr; // as after a crash; the disk is still broken
    disk.heal();
    if (!store) {
      store = open(folder);
      auto without = equal(*store, *model);
      static_cast<void>(model->append_batch(*lost));
      CAF_REQUIRE(without || equal(*store, *model));
    }
    for (const auto& one : batches) {
      auto answer = store->append_batch(one);
      CAF_REQUIRE(!answer.failure);
      static_cast<void>(model->append_batch(one));
    }
    CAF_REQUIRE(equal(*store, *model));
    CAF_REQUIRE(store->check_writable());
    store = nullptr;
    CAF_REQUIRE(equal(*open(folder), *model));
    return failed;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(failing_disk_tests, fixture)

CAF_TEST(every batch is synced before it is answered) {
  temporary_folder folder;
  auto store = open(folder);
  for (const auto& one : small_batches()) {
    auto before = disk.syncs();
    auto answer = store->append_batch(one);
    CAF_REQUIRE(answer.committed);
    CAF_CHECK(disk.syncs() > before);
  }
  auto before = disk.syncs();
  CAF_REQUIRE(store->check_writable());
  CAF_CHECK(disk.syncs() > before);
}

CAF_TEST(a full disk at any change loses nothing) {
  uint64_t changes = 0;
  while (survive(small_batches(), changes, SQLITE_FULL, ec::no_space))
    ++changes;
  CAF_MESSAGE("changes: " << changes);
  CAF_CHECK(changes > 10);
}

CAF_TEST(a broken disk at any change loses nothing) {
  uint64_t changes = 0;
  while (
    survive(small_batches(), changes, SQLITE_IOERR_WRITE, ec::store_failed))
    ++changes;
  CAF_MESSAGE("changes: " << changes);
  CAF_CHECK(changes > 10);
}

CAF_TEST(a full disk under a checkpoint loses nothing) {
  auto text = std::getenv("TROUPE_TEST_SEED");
  auto seed = text ? std::strtoul(text, nullptr, 10) : std::random_device{}();
  CAF_MESSAGE("TROUPE_TEST_SEED=" << seed);
  std::mt19937_64 random{seed};
  for (int i = 0; i < 8; ++i) {
    auto code = i % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_FSYNC;
    auto expected = i % 2 == 0 ? ec::no_space : ec::store_failed;
    // 1,730 pages go to the -wal, with a head each, and to the main file.
    CAF_CHECK(survive(large_batches(), random() % 4'000, code, expected));
  }
}

CAF_TEST(a store that cannot be written says so) {
  temporary_folder folder;
  auto store = open(folder);
  disk.break_after(0, SQLITE_FULL);
  auto answer = store->check_writable();
  CAF_REQUIRE(!answer);
  CAF_CHECK(code_of(answer.error()) == ec::no_space);
  disk.heal();
  CAF_CHECK(store->check_writable());
}

CAF_TEST(a log that cannot be made says why and can be made later) {
  for (uint64_t changes = 0;; ++changes) {
    temporary_folder folder;
    auto data = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(data);
    disk.break_after(changes, SQLITE_FULL);
    auto store = open_sqlite_store(*data);
    disk.heal();
    if (store) {
      CAF_MESSAGE("changes: " << changes);
      CAF_CHECK(changes > 5);
      break;
    }
    CAF_REQUIRE(code_of(store.error()) == ec::no_space);
    data = nullptr;
    CAF_REQUIRE(do_one(*open(folder), append({started(a)})));
  }
}

CAF_TEST_FIXTURE_SCOPE_END()
