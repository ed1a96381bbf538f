#define CAF_SUITE sqlite_store
#include "tests/support/test.hpp"

#include "store/sqlite_store.hpp"

#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <sqlite3.h>

using namespace troupe;
using namespace troupe::test;

namespace fs = std::filesystem;

namespace {

const auto a = id_of(1);

/// A connection of another program.
struct stranger {
  explicit stranger(const fs::path& file) {
    CAF_REQUIRE_EQUAL(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  }
  ~stranger() { sqlite3_close(db); }

  void run(const char* text) {
    CAF_REQUIRE_EQUAL(sqlite3_exec(db, text, nullptr, nullptr, nullptr),
                      SQLITE_OK);
  }

  sqlite3* db = nullptr;
};

struct fixture {
  temporary_folder folder;
  fs::path file = folder / "log.sqlite";

  result<std::unique_ptr<event_store>> try_open() {
    auto data = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(data);
    return open_sqlite_store(*data);
  }

  std::unique_ptr<event_store> open() {
    auto store = try_open();
    if (!store)
      CAF_FAIL(text_of(store.error()));
    return std::move(*store);
  }

  /// A closed log with a session of three events and two pieces.
  void fill() {
    auto store = open();
    CAF_REQUIRE(
      do_one(*store, append({started(a), event_of(a, 2), event_of(a, 3)})));
    CAF_REQUIRE(do_one(*store, record(a, piece_of("one"))));
    CAF_REQUIRE(do_one(*store, record(a, piece_of("two"))));
  }

  std::string read() {
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  void write(const std::string& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
  }

  /// Refused with these words, and the file is as it was.
  void refused(const std::string& part) {
    auto before = read();
    auto store = try_open();
    if (store)
      CAF_FAIL("was opened");
    auto text = text_of(store.error());
    CAF_MESSAGE(text);
    CAF_CHECK(code_of(store.error()) == ec::store_failed);
    CAF_CHECK(text.find(file.string()) != std::string::npos);
    CAF_CHECK(text.find(part) != std::string::npos);
    CAF_CHECK(read() == before);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(sqlite_store_tests, fixture)

CAF_TEST(what was written is there after a restart) {
  fill();
  auto store = open();
  auto log = store->load(a);
  CAF_REQUIRE(log);
  CAF_CHECK_EQUAL(log->events.size(), 3u);
  CAF_CHECK(log->events[2] == event_of(a, 3));
  CAF_CHECK(log->pieces[0] == piece_of("one"));
  CAF_CHECK(log->pieces[1] == piece_of("two"));
  CAF_CHECK(do_one(*store, append({event_of(a, 4)})));
}

CAF_TEST(only the owner may read the log) {
  fill();
  auto all = fs::perms::all;
  auto own = fs::perms::owner_read | fs::perms::owner_write;
  CAF_CHECK((fs::status(file).permissions() & all) == own);
}

CAF_TEST(a file of another program is refused) {
  stranger{file}.run("create table recipes(name)");
  refused("another program");
}

CAF_TEST(a log of a newer version is refused) {
  fill();
  stranger{file}.run("pragma user_version = 99");
  refused("version 99");
}

CAF_TEST(a file that is no database is refused) {
  write(std::string(5000, 'x'));
  refused("not a database");
}

CAF_TEST(a link in place of the log is refused) {
  fill();
  fs::rename(file, folder / "moved.sqlite");
  fs::create_symlink(folder / "moved.sqlite", file);
  auto store = try_open();
  CAF_REQUIRE(!store);
  auto text = text_of(store.error());
  CAF_MESSAGE(text);
}

CAF_TEST(a log whose pages are damaged is refused) {
  fill();
  auto bytes = read();
  for (size_t page = 1; page < bytes.size() / 4096; ++page) {
    auto damaged = bytes;
    std::fill_n(damaged.begin() + static_cast<ptrdiff_t>(page * 4096), 100,
                '\xff');
    write(damaged);
    refused("");
  }
  write(bytes.substr(0, bytes.size() - 4096));
  refused("");
  write(bytes.substr(0, 50));
  refused("");
}

CAF_TEST(an emptied log keeps what lies beside it) {
  fill();
  std::ofstream{folder / "log.sqlite-wal"} << "precious";
  write("");
  refused("It is empty");
  fs::remove(file);
  auto store = try_open();
  CAF_CHECK(!store);
  CAF_CHECK_EQUAL(fs::file_size(folder / "log.sqlite-wal"), 8u);
}

CAF_TEST(a changed byte in a row is found when it is read) {
  fill();
  auto bytes = read();
  for (std::string part : {R"("version":3)", "duration_us", "segment.mp4"}) {
    auto at = bytes.find(part);
    CAF_REQUIRE(at != std::string::npos);
    auto damaged = bytes;
    damaged[at + 2] ^= 1;
    write(damaged);
    auto log = open()->load(a);
    CAF_REQUIRE(!log);
    auto text = text_of(log.error());
    CAF_MESSAGE(text);
    CAF_CHECK(code_of(log.error()) == ec::store_failed);
    CAF_CHECK(text.find("damaged") != std::string::npos);
  }
}

CAF_TEST(a missing row is found when it is read) {
  fill();
  stranger{file}.run("delete from events where seq = 2");
  auto store = open();
  auto log = store->load(a);
  CAF_REQUIRE(!log);
  auto text = text_of(log.error());
  CAF_CHECK(text.find("events are missing") != std::string::npos);
  auto again = do_one(*store, append({event_of(a, 2)}));
  CAF_REQUIRE(!again);
  text = text_of(again.error());
  CAF_CHECK(text.find("event 2 is missing") != std::string::npos);
}

CAF_TEST(a damaged session does not stop the others) {
  fill();
  {
    stranger other{file};
    other.run("update sessions set last_kind = 'unheard_of'");
  }
  auto store = open();
  std::vector<store_operation> batch{append({event_of(a, 4)}),
                                     append({started(id_of(2))})};
  auto answer = store->append_batch(batch);
  CAF_CHECK(!answer.operations[0]);
  CAF_CHECK(answer.operations[1]);
  CAF_CHECK(store->load(id_of(2)));
}

CAF_TEST(a lock of another program is waited for and then told) {
  fill();
  auto store = open();
  stranger other{file};
  other.run("begin immediate");
  auto answer = do_one(*store, append({event_of(a, 4)}));
  CAF_REQUIRE(!answer);
  CAF_CHECK(code_of(answer.error()) == ec::unavailable);
  CAF_CHECK(store->load(a));
  other.run("rollback");
  CAF_CHECK(do_one(*store, append({event_of(a, 4)})));
}

CAF_TEST_FIXTURE_SCOPE_END()
