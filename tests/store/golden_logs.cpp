// Logs as each released version wrote them. They are opened by every later
// one; a new version of the file adds a golden log and changes none.
#define CAF_SUITE golden_logs
#include "tests/support/test.hpp"

#include "store/sqlite_store.hpp"

#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <sstream>

#include <sqlite3.h>

using namespace troupe;
using namespace troupe::test;

namespace {

struct fixture {
  temporary_folder folder;

  std::unique_ptr<event_store> open_golden(const std::string& name) {
    std::ifstream stream{std::string{GOLDEN_LOGS} + "/" + name};
    std::ostringstream text;
    text << stream.rdbuf();
    CAF_REQUIRE(!text.str().empty());
    sqlite3* db = nullptr;
    auto file = folder / "log.sqlite";
    CAF_REQUIRE_EQUAL(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    auto code = sqlite3_exec(db, text.str().c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(db);
    CAF_REQUIRE_EQUAL(code, SQLITE_OK);
    auto data = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(data);
    auto store = open_sqlite_store(*data);
    if (!store)
      CAF_FAIL(text_of(store.error()));
    return std::move(*store);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(golden_logs_tests, fixture)

CAF_TEST(a log of version 1 holds what was written) {
  auto store = open_golden("log_v1.sql");
  auto a = id_of(1);
  auto b = id_of(2);
  auto log = store->load(a);
  CAF_REQUIRE(log);
  std::vector<session_event> events{started(a), event_of(a, 2),
                                    event_of(a, 3, event_kind::stage_completed),
                                    event_of(a, 4, event_kind::stopped)};
  CAF_CHECK(log->events == events);
  std::vector<piece_record> pieces{piece_of("one"), piece_of("two")};
  CAF_CHECK(log->pieces == pieces);
  auto all = store->list(10);
  CAF_REQUIRE(all);
  CAF_CHECK_EQUAL(all->size(), 3u);
  auto running = store->list_running();
  CAF_REQUIRE(running);
  CAF_REQUIRE_EQUAL(running->size(), 1u);
  CAF_CHECK(running->front().session == b);
  CAF_CHECK(do_one(*store, append({event_of(b, 3)})));
}

CAF_TEST_FIXTURE_SCOPE_END()
