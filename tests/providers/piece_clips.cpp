#define CAF_SUITE piece_clips
#include "tests/support/test.hpp"

#include "media/clip_file.hpp"
#include "tests/media/clip_samples.hpp"
#include "tests/providers/small_film.hpp"

#include <cmath>

using namespace troupe;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;

struct fixture {
  temporary_folder folder;
  small_studio studio{folder / "data"};

  /// As `troupe render` keeps what a document names.
  std::string upload(const clip_bytes& bytes) {
    std::string text{bytes.begin(), bytes.end()};
    auto id = sha256_hex(text);
    auto own = studio.folder / "uploads" / studio.session.str();
    fs::create_directories(own);
    std::ofstream{own / id, std::ios::binary} << text;
    return id;
  }

  const piece_record& named(const std::vector<piece_record>& records,
                            const std::string& name) {
    auto found = std::ranges::find(records, name, &piece_record::name);
    CAF_REQUIRE(found != records.end());
    return *found;
  }
};

json clip_scene(const std::string& id, double seconds, double start = 0) {
  return json::make_object(
    {{"clip", json::make_object({{"key", id}, {"start", start}})},
     {"duration_sec", seconds}});
}

json document_of(std::vector<json> scenes, const char* transition) {
  auto list = json::make_array();
  for (auto& x : scenes)
    list.push_back(std::move(x));
  return json::make_object(
    {{"seed", 3},
     {"transition", transition},
     {"format", json::make_object({{"quality", "360p"}, {"fps", 24}})},
     {"mix", json::make_object({{"music", "none"}})},
     {"scenes", list}});
}

/// Which frame of a counting clip shows at a place of a kept or shown file.
int number_at(media::clip_file& file, uint32_t frame, double across) {
  auto view = file.frame(frame);
  CAF_REQUIRE(view);
  auto column = static_cast<size_t>(across * view->width);
  auto pixel = view->data + view->stride * 12 + column * 4;
  return static_cast<int>(std::lround(pixel[1] * 219.0 / 255 / 2));
}

std::unique_ptr<media::clip_file> opened(const fs::path& path) {
  auto file = media::clip_file::open(path);
  CAF_REQUIRE(file);
  return std::move(*file);
}

bool is_near(int x, int y) {
  return std::abs(x - y) <= 1;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(piece_clips_tests, fixture)

CAF_TEST(the key of a clip is of its bytes and its place in the film) {
  auto key_of_clip = [&](const json& document) {
    small_film film{document};
    auto found = std::ranges::find(film.plan, piece_kind::clip, &piece::kind);
    CAF_REQUIRE(found != film.plan.end());
    return found->key;
  };
  auto a = sha256_hex("a");
  auto usual = document_of({clip_scene(a, 1)}, "fade");
  auto key = key_of_clip(usual);
  CAF_CHECK(key == key_of_clip(document_of({clip_scene(a, 1)}, "cut")));
  CAF_CHECK(key != key_of_clip(document_of({clip_scene(sha256_hex("b"), 1)},
                                           "fade")));
  CAF_CHECK(key != key_of_clip(document_of({clip_scene(a, 1, 0.5)}, "fade")));
  auto other = usual;
  other["format"]["fps"] = 30;
  CAF_CHECK(key != key_of_clip(other));
  // Seconds are what counts: a sentence that takes a little longer does not.
  CAF_CHECK(key == key_of_clip(document_of({clip_scene(a, 0.7)}, "fade")));
  CAF_CHECK(key != key_of_clip(document_of({clip_scene(a, 5)}, "fade")));
}

CAF_TEST(scenes and their transitions show the same clip without a jump) {
  auto one = upload(counting_clip("640x360", 24, 3));
  auto two = upload(counting_clip("640x360", 24, 2, {"-crf", "5"}));
  small_film film{document_of({clip_scene(one, 1.5), clip_scene(two, 1.5)},
                              "wipe")};
  auto records = studio.made(film);
  auto before = opened(studio.file(named(records, "scene_1"), "scene.mp4"));
  auto between
    = opened(studio.file(named(records, "into_scene_2"), "scene.mp4"));
  auto after = opened(studio.file(named(records, "scene_2"), "scene.mp4"));
  auto shared = between->frames();
  CAF_CHECK_EQUAL(before->frames(), 36u);
  CAF_CHECK_EQUAL(before->frames() + between->frames() + after->frames(), 72u);
  // At the right edge the old scene goes on, at the left the new one begins.
  auto last = before->frames() - 1;
  auto right_end = number_at(*before, last, 0.98);
  CAF_CHECK(is_near(right_end, 35));
  CAF_CHECK(is_near(number_at(*between, 0, 0.98), 36));
  CAF_CHECK(is_near(number_at(*between, shared / 2, 0.98),
                    36 + static_cast<int>(shared / 2)));
  CAF_CHECK(is_near(number_at(*between, shared - 1, 0.02),
                    static_cast<int>(shared) - 1));
  CAF_CHECK(is_near(number_at(*after, 0, 0.02), static_cast<int>(shared)));
  CAF_CHECK(is_near(number_at(*after, 3, 0.98), static_cast<int>(shared) + 3));
}

CAF_TEST(a film with clips gives the same bits with any number of workers) {
  auto id = upload(made_clip("testsrc2=s=320x180:r=30:d=1",
                             {"-c:v", "libx264", "-pix_fmt", "yuv420p"},
                             "mp4"));
  small_film film{document_of({clip_scene(id, 1), clip_scene(id, 2)},
                              "crossfade")};
  auto first = studio.made(film, 1);
  auto digest = digest_of(studio.file(first.back(), "film.mp4"));
  fs::remove_all(studio.session_folder());
  auto second = studio.made(film, 3);
  CAF_CHECK_EQUAL(digest_of(studio.file(second.back(), "film.mp4")), digest);
}

CAF_TEST(what is wrong with a clip is said of its member) {
  auto cut = counting_clip("640x360", 24, 3);
  cut.resize(cut.size() / 2);
  auto id = upload(cut);
  small_film film{document_of({json::make_object({{"title", "Words"}}),
                               clip_scene(id, 1)},
                              "fade")};
  auto failed = studio.make(film);
  CAF_REQUIRE(!failed);
  CAF_CHECK_EQUAL(text_of(failed.error()),
                  "Field /scenes/1/clip/file: the clip is cut off or damaged");
  auto late = upload(counting_clip("640x360", 24, 3));
  small_film film2{document_of({clip_scene(late, 1, 30)}, "fade")};
  failed = studio.make(film2);
  CAF_REQUIRE(!failed);
  CAF_CHECK_EQUAL(text_of(failed.error()),
                  "Field /scenes/0/clip/file: the clip lasts 3.0 s; it can't "
                  "start at 30.0 s");
}

CAF_TEST(a stopped clip leaves nothing) {
  auto id = upload(counting_clip("640x360", 24, 3));
  small_film film{document_of({clip_scene(id, 3)}, "fade")};
  std::stop_source source;
  auto clip = std::ranges::find(film.plan, piece_kind::clip, &piece::kind);
  CAF_REQUIRE(clip != film.plan.end());
  // At the first frame that was kept.
  auto made = studio.makes->make(
    {studio.session, user_id{"u"}, *clip, {}, priority::normal},
    source.get_token(), [&](double) { source.request_stop(); });
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::cancelled);
  CAF_CHECK(fs::is_empty(studio.session_folder() / "pieces"));
}

CAF_TEST_FIXTURE_SCOPE_END()
