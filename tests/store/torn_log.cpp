// A crash can leave the end of the -wal torn. Whatever was cut off or changed
// there, the log opens and holds exactly the batches before that place.
// TROUPE_LONG_TESTS=1 tries every byte instead of a sample.
#define CAF_SUITE torn_log
#include "tests/support/test.hpp"

#include "store/sqlite_store.hpp"

#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <random>
#include <sstream>

using namespace troupe;
using namespace troupe::test;

namespace fs = std::filesystem;

namespace {

const auto a = id_of(1);
constexpr size_t wal_header = 32;

std::string read(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write(const fs::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary} << bytes;
}

struct fixture {
  temporary_folder folder;
  temporary_folder copy;
  std::string main_bytes;
  std::string wal_bytes;
  /// Size of the -wal when the n-th batch was answered.
  std::vector<size_t> sizes;
  std::mt19937_64 random;
  bool long_test = std::getenv("TROUPE_LONG_TESTS") != nullptr;

  fixture() {
    auto text = std::getenv("TROUPE_TEST_SEED");
    auto seed = text ? std::strtoul(text, nullptr, 10) : std::random_device{}();
    CAF_MESSAGE("TROUPE_TEST_SEED=" << seed);
    random.seed(seed);
    auto data = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(data);
    auto store = open_sqlite_store(*data);
    CAF_REQUIRE(store);
    auto wal = folder / "log.sqlite-wal";
    // The tables go to the main file, so that the -wal holds events only.
    *store = nullptr;
    store = open_sqlite_store(*data);
    CAF_REQUIRE(do_one(**store, append({started(a)})));
    sizes.push_back(fs::file_size(wal));
    for (uint64_t seq = 2; sizes.back() < 60'000; ++seq) {
      CAF_REQUIRE(do_one(**store, append({event_of(a, seq)})));
      sizes.push_back(fs::file_size(wal));
    }
    main_bytes = read(folder / "log.sqlite");
    wal_bytes = read(wal);
    CAF_REQUIRE_EQUAL(wal_bytes.size(), sizes.back());
  }

  /// Batches that lie wholly before this byte of the -wal.
  size_t batches_before(size_t offset) const {
    return static_cast<size_t>(
      std::ranges::count_if(sizes, [&](size_t x) { return x <= offset; }));
  }

  result<std::unique_ptr<event_store>> reopen(const std::string& wal) {
    for (auto name : {"log.sqlite-shm", "log.sqlite-wal", "log.sqlite"})
      fs::remove(copy / name);
    write(copy / "log.sqlite", main_bytes);
    write(copy / "log.sqlite-wal", wal);
    auto data = data_folder::open(copy.path(), 0);
    CAF_REQUIRE(data);
    return open_sqlite_store(*data);
  }

  static size_t events_in(event_store& store) {
    auto log = store.load(a);
    return log ? log->events.size() : 0;
  }

  /// The log opens with so many events and can be written again.
  void check_holds(const std::string& wal, size_t count) {
    auto store = reopen(wal);
    if (!store)
      CAF_FAIL(text_of(store.error()));
    if (auto found = events_in(**store); found != count)
      CAF_FAIL("events: " << found << ", expected " << count);
    auto next = count == 0 ? started(a) : event_of(a, count + 1);
    if (!do_one(**store, append({next})))
      CAF_FAIL("can't go on");
  }

  std::vector<size_t> offsets(size_t samples) {
    std::vector<size_t> chosen;
    if (long_test) {
      for (size_t i = 0; i <= wal_bytes.size(); ++i)
        chosen.push_back(i);
      return chosen;
    }
    // Around each batch's end, where a mistake would be, and anywhere.
    for (auto size : sizes)
      for (auto near : {size - 1, size, size + 1})
        if (near <= wal_bytes.size())
          chosen.push_back(near);
    for (size_t i = 0; i < samples; ++i)
      chosen.push_back(random() % (wal_bytes.size() + 1));
    return chosen;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(torn_log_tests, fixture)

CAF_TEST(a log cut anywhere holds what was answered before that place) {
  auto chosen = offsets(60);
  for (auto offset : chosen)
    check_holds(wal_bytes.substr(0, offset), batches_before(offset));
  CAF_MESSAGE("cuts: " << chosen.size());
  CAF_CHECK_EQUAL(batches_before(wal_bytes.size()), sizes.size());
}

CAF_TEST(a changed bit ends the log before its batch) {
  size_t count = 0;
  for (auto offset : offsets(60)) {
    if (offset < wal_header || offset >= wal_bytes.size())
      continue;
    auto wal = wal_bytes;
    wal[offset] = static_cast<char>(wal[offset] ^ (1 << (random() % 8)));
    check_holds(wal, batches_before(offset));
    ++count;
  }
  CAF_MESSAGE("changed bits: " << count);
  CAF_CHECK(count > 0);
}

CAF_TEST(rubbish behind the end changes nothing) {
  auto wal = wal_bytes;
  for (int i = 0; i < 10'000; ++i)
    wal += static_cast<char>(random());
  check_holds(wal, sizes.size());
}

CAF_TEST(a changed head of the file is an empty tail or a clear error) {
  for (size_t bit = 0; bit < wal_header * 8; bit += long_test ? 1 : 7) {
    auto wal = wal_bytes;
    wal[bit / 8] = static_cast<char>(wal[bit / 8] ^ (1 << (bit % 8)));
    auto store = reopen(wal);
    if (store) {
      if (auto found = events_in(**store); found != 0)
        CAF_FAIL("bit " << bit << ": events: " << found);
      continue;
    }
    auto text = text_of(store.error());
    CAF_CHECK(text.find("left as it was") != std::string::npos);
    CAF_CHECK(read(copy / "log.sqlite-wal") == wal);
  }
}

CAF_TEST_FIXTURE_SCOPE_END()
