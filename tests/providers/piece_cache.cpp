#define CAF_SUITE piece_cache
#include "tests/support/test.hpp"

#include "providers/piece_cache.hpp"
#include "providers/piece_folder.hpp"
#include "tests/providers/small_film.hpp"

#include <thread>

using namespace troupe;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct fixture {
  temporary_folder folder;
  fs::path root = folder / "cache";
  fs::path pieces = folder / "pieces";

  static content_key key(int number) {
    return content_key{sha256_hex(std::to_string(number))};
  }

  /// A finished piece of so many bytes in the session's folder.
  fs::path piece(int number, size_t bytes) {
    auto made = piece_folder::begin(pieces, key(number));
    CAF_REQUIRE(made);
    std::ofstream{made->path() / "data"} << std::string(bytes, 'x');
    CAF_REQUIRE(made->commit(piece_kind::segment, "scene_1", json{}));
    return pieces / key(number).str();
  }

  bool takes(piece_cache& from, int number) {
    static std::atomic<int> next = 0;
    auto to = folder / ("out" + std::to_string(++next));
    fs::create_directories(to);
    return from.take(key(number), to).has_value();
  }

  /// LRU goes by the folders' times, which would be equal here.
  void age(int number, std::chrono::hours by) {
    auto place = root / key(number).str().substr(0, 2) / key(number).str();
    fs::last_write_time(place, fs::last_write_time(place) - by);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(piece_cache_tests, fixture)

CAF_TEST(what was kept is found until it is over the limit) {
  piece_cache cache{root, 10'000};
  for (int i = 0; i < 3; ++i) {
    cache.keep(key(i), piece(i, 3'000));
    age(i, 10h);
  }
  CAF_CHECK(takes(cache, 0));
  CAF_CHECK(!takes(cache, 9));
  // 0 was used just now, so 1 goes, and 2 after it for 9/10 of the limit.
  cache.keep(key(3), piece(3, 3'000));
  CAF_CHECK(takes(cache, 0));
  CAF_CHECK(!takes(cache, 1));
  CAF_CHECK(takes(cache, 3));
}

CAF_TEST(a film keeps its pieces when the cache loses them) {
  piece_cache cache{root, 5'000};
  auto own = piece(1, 3'000);
  cache.keep(key(1), own);
  cache.keep(key(2), piece(2, 3'000));
  CAF_CHECK(!takes(cache, 1));
  CAF_CHECK(piece_folder::find(pieces, key(1)).has_value());
  CAF_CHECK_EQUAL(fs::file_size(own / "data"), 3'000u);
}

CAF_TEST(nothing is kept without room) {
  piece_cache off{root, 0};
  off.keep(key(1), piece(1, 10));
  CAF_CHECK(!takes(off, 1));
  piece_cache small{root, 100};
  small.keep(key(2), piece(2, 1'000));
  CAF_CHECK(!takes(small, 2));
}

CAF_TEST(a damaged entry is as good as none) {
  piece_cache cache{root, 100'000};
  cache.keep(key(1), piece(1, 10));
  fs::remove(root / key(1).str().substr(0, 2) / key(1).str() / "data");
  CAF_CHECK(!takes(cache, 1));
}

CAF_TEST(leftovers of the dead go and those of the living stay) {
  piece_cache cache{root, 100'000};
  fs::create_directories(root / ".tmp-dead");
  fs::create_directories(root / ".tmp-living");
  fs::last_write_time(root / ".tmp-dead",
                      fs::file_time_type::clock::now() - 2h);
  cache.keep(key(1), piece(1, 10));
  CAF_CHECK(!fs::exists(root / ".tmp-dead"));
  CAF_CHECK(fs::exists(root / ".tmp-living"));
}

CAF_TEST(many threads keep and take at once) {
  piece_cache one{root, 20'000};
  piece_cache other{root, 20'000};
  for (int i = 0; i < 12; ++i)
    piece(i, 3'000);
  std::atomic<int> broken = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        auto& cache = t % 2 == 0 ? one : other;
        for (int i = 0; i < 60; ++i) {
          auto number = (i * 7 + t * 5) % 12;
          cache.keep(key(number), pieces / key(number).str());
          auto to = folder
                    / (std::to_string(t) + "_" + std::to_string(i));
          fs::create_directories(to);
          // There or not; if there, then whole.
          if (cache.take(key(number), to)
              && fs::file_size(to / "data") != 3'000)
            ++broken;
        }
      });
  }
  CAF_CHECK_EQUAL(broken.load(), 0);
  uintmax_t bytes = 0;
  for (auto& entry : fs::recursive_directory_iterator{root}) {
    auto name = entry.path().filename().string();
    CAF_CHECK(!name.starts_with(".tmp-"));
    bytes += entry.is_regular_file() ? entry.file_size() : 0;
  }
  // Each of the two knows of its own additions until it looks.
  CAF_CHECK(bytes <= 2 * 20'000 + 4'000);
}

CAF_TEST(another session takes pieces and gives them its own names) {
  small_studio studio{folder / "data", 1U << 30U};
  small_film film{small_document(2)};
  auto first = studio.made(film);
  auto film_file = studio.file(first.back(), "film.mp4");
  auto digest = digest_of(film_file);
  studio.session = make_session_id();
  auto renamed = film;
  for (auto& x : renamed.plan)
    for (auto& name : x.needs)
      name += "_again";
  for (auto& x : renamed.plan)
    x.name += "_again";
  auto second = studio.made(renamed);
  CAF_CHECK_EQUAL(studio.counters->pieces_cached.load(), film.plan.size());
  CAF_CHECK_EQUAL(second.back().name, "film_again");
  CAF_CHECK_EQUAL(digest_of(studio.file(second.back(), "film.mp4")), digest);
  CAF_CHECK(fs::equivalent(film_file,
                           studio.file(second.back(), "film.mp4")));
}

CAF_TEST_FIXTURE_SCOPE_END()
