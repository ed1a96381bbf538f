#define CAF_SUITE film_render
#include "tests/support/test.hpp"

#include "tests/providers/small_film.hpp"

#include "media/probe.hpp"

#include <csignal>
#include <set>

#include <sys/resource.h>

using namespace troupe;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;

/// No file of this process grows beyond so many bytes: to its writers the same
/// as a disk that is full.
class full_disk {
 public:
  explicit full_disk(uintmax_t bytes) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &old_);
    auto now = old_;
    now.rlim_cur = static_cast<rlim_t>(bytes);
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;
  ~full_disk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

struct fixture {
  temporary_folder folder;

  fs::path studio_folder() {
    return folder / std::to_string(++studios);
  }

  int studios = 0;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(film_render_tests, fixture)

CAF_TEST(one hash for twenty renders with mixed numbers of workers) {
  auto document = small_document(3, "crossfade");
  for (auto& scene : document["scenes"].items())
    scene["duration_sec"] = 0.5;
  small_film film{document};
  std::set<std::string> films;
  std::set<std::string> manifests;
  for (size_t i = 0; i < 20; ++i) {
    small_studio studio{studio_folder()};
    auto records = studio.made(film, 1 + i % 3);
    films.insert(digest_of(studio.file(records.back(), "film.mp4")));
    manifests.insert(digest_of(studio.file(records.back(), "manifest.json")));
    fs::remove_all(studio.folder);
  }
  CAF_CHECK_EQUAL(films.size(), 1u);
  CAF_CHECK_EQUAL(manifests.size(), 1u);
}

CAF_TEST(transitions leave the times of a film as they are) {
  auto length = [&](const char* transition) {
    small_studio studio{studio_folder()};
    auto records = studio.made(small_film{small_document(3, transition)});
    auto probe = probe_film(studio.file(records.back(), "film.mp4"));
    CAF_REQUIRE(probe);
    CAF_CHECK(probe->times_in_order);
    CAF_CHECK_EQUAL(probe->chapters.size(), 3u);
    return probe->frames;
  };
  auto plain = length("fade");
  for (auto transition : {"cut", "crossfade", "slide", "wipe"})
    CAF_CHECK_EQUAL(length(transition), plain);
}

CAF_TEST(a changed scene is made again with its transitions and nothing else) {
  small_studio studio{studio_folder(), 1U << 30U};
  auto document = small_document(5, "crossfade");
  small_film first{document};
  auto before = studio.made(first);
  auto& made = studio.counters->pieces_cached;
  document["scenes"].items()[2]["title"] = "Changed";
  small_film second{document};
  studio.session = make_session_id();
  made = 0;
  auto after = studio.made(second);
  CAF_REQUIRE_EQUAL(before.size(), after.size());
  std::vector<std::string> changed;
  for (size_t i = 0; i < after.size(); ++i)
    if (before[i].key != after[i].key)
      changed.push_back(after[i].name);
  std::vector<std::string> wanted{"live", "into_scene_3", "scene_3",
                                  "into_scene_4", "film"};
  CAF_CHECK(changed == wanted);
  CAF_CHECK_EQUAL(made.load(), after.size() - wanted.size());
}

CAF_TEST(a film says what it is made of) {
  small_studio studio{studio_folder()};
  auto records = studio.made(small_film{small_document(2)});
  auto manifest
    = json::parse(bytes_of(studio.file(records.back(), "manifest.json")));
  CAF_REQUIRE(manifest);
  CAF_CHECK_EQUAL(manifest->text("key"), records.back().key.str());
  CAF_CHECK_EQUAL(manifest->at("about").text("music"), "none");
  CAF_CHECK(manifest->at("sound").has("loudness_lufs"));
  auto& files = manifest->at("files").as_array();
  CAF_CHECK_EQUAL(files.size(), 9u);
  for (auto& x : files) {
    CAF_MESSAGE(x.text("name"));
    CAF_CHECK_EQUAL(
      x.text("sha256"),
      digest_of(studio.file(records.back(), x.text("name").c_str())));
  }
  auto sprites = bytes_of(studio.file(records.back(), "sprites.vtt"));
  CAF_CHECK(sprites.starts_with("WEBVTT\n\n00:00:00.000 --> "));
  CAF_CHECK(sprites.find("sprites.jpg#xywh=0,0,160,90") != sprites.npos);
  CAF_CHECK(sprites.find("--> 00:00:02.208") != sprites.npos);
}

CAF_TEST(a stop leaves nothing behind) {
  small_studio studio{studio_folder()};
  std::stop_source stop;
  small_film film{small_document(4)};
  auto records = run_pieces(
    *studio.makes, film.plan,
    {studio.session, 2, stop.get_token(), [&](size_t index, double done) {
       if (film.plan[index].kind == piece_kind::segment && done > 0.3)
         stop.request_stop();
     }});
  CAF_REQUIRE(!records);
  CAF_CHECK(code_of(records.error()) == ec::cancelled);
  std::error_code ec;
  for (auto& entry :
       fs::directory_iterator{studio.session_folder() / "pieces", ec})
    CAF_CHECK(!entry.path().filename().string().starts_with(".tmp-"));
}

CAF_TEST(a disk that fills up leaves no half files and the session goes on) {
  small_film film{small_document(4)};
  small_studio roomy{studio_folder()};
  auto wanted = roomy.made(film);
  auto film_bytes = fs::file_size(roomy.file(wanted.back(), "film.mp4"));
  small_studio studio{studio_folder()};
  auto refuses = [&](uintmax_t bytes) {
    full_disk disk{bytes};
    auto records = studio.make(film, 2);
    CAF_REQUIRE(!records);
    CAF_CHECK(code_of(records.error()) == ec::no_space);
    CAF_MESSAGE(text_of(records.error()));
  };
  // First the mix doesn't fit, then the film of pieces that are all there.
  refuses(10'000);
  auto parts = film;
  parts.plan.pop_back();
  studio.made(parts);
  refuses(film_bytes - 1);
  size_t whole = 0;
  for (auto& entry :
       fs::directory_iterator{studio.session_folder() / "pieces"}) {
    auto name = entry.path().filename().string();
    CAF_CHECK(!name.starts_with(".tmp-"));
    CAF_CHECK(fs::exists(entry.path() / "piece.json"));
    CAF_CHECK(!fs::exists(entry.path() / "film.mp4"));
    ++whole;
  }
  CAF_CHECK_EQUAL(whole, parts.plan.size());
  auto records = studio.made(film);
  CAF_CHECK_EQUAL(digest_of(studio.file(records.back(), "film.mp4")),
                  digest_of(roomy.file(wanted.back(), "film.mp4")));
}

CAF_TEST(the reserve of the settings is left alone) {
  auto reserve = fs::space(folder.path()).available + (1U << 30U);
  auto makes = make_piece_maker({.data_folder = studio_folder(),
                                 .reserve_bytes = reserve});
  small_film film{small_document(2)};
  auto records = run_pieces(*makes, film.plan, {make_session_id(), 1, {}, {}});
  CAF_REQUIRE(!records);
  CAF_CHECK(code_of(records.error()) == ec::no_space);
}

CAF_TEST_FIXTURE_SCOPE_END()
