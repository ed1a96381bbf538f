#define CAF_SUITE piece_maker
#include "tests/support/test.hpp"

#include "providers/piece_maker.hpp"

#include "media/probe.hpp"
#include "protocol/digest.hpp"
#include "protocol/film_format.hpp"
#include "protocol/piece_spec.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <iterator>

using namespace troupe;

namespace {

namespace fs = std::filesystem;

const session_id id{"0123456789abcdef0123456789abcdef"};

piece made_of(piece_kind kind, std::string name, const json& spec,
              const std::vector<content_key>& needs = {}) {
  auto text = spec.dump();
  return {kind, std::move(name), text, {}, key_of(kind, text, needs), 1};
}

composition tiny_picture() {
  composition picture;
  picture.format = {320, 180, 30};
  picture.title = "A small film";
  picture.name = "Northway";
  return picture;
}

struct fixture {
  test::temporary_folder folder;
  fs::path videos = folder.path() / "outputs" / "videos" / id.str();
  std::shared_ptr<maker> aut = make_piece_maker({.data_folder = folder.path()});

  result<piece_record> make(const piece& work,
                            std::vector<piece_record> needs = {},
                            std::stop_token stop = {}) {
    return aut->make({id, user_id{"u"}, work, std::move(needs),
                      priority::normal},
                     std::move(stop), [](double) {});
  }

  piece_record made(const piece& work, std::vector<piece_record> needs = {}) {
    auto record = make(work, std::move(needs));
    if (!record)
      CAF_FAIL(text_of(record.error()));
    return *record;
  }

  fs::path file(const piece_record& record, const char* name) {
    return videos / "pieces" / record.key.str() / name;
  }

  size_t folders() {
    size_t count = 0;
    std::error_code ec;
    for (auto& entry : fs::directory_iterator{videos / "pieces", ec})
      count += entry.exists() ? 1U : 0U;
    return count;
  }

  /// Voice, two segments, sound and the film of them.
  piece_record film(bool has_thumbnails = true) {
    auto voice = made(made_of(piece_kind::narration, "scene_1",
                              to_json(narration_spec{"Hello there.", {}})));
    auto meta = json::parse(voice.meta);
    CAF_REQUIRE(meta);
    auto words = spoken_words_from(meta->at("words"));
    CAF_CHECK_EQUAL(words.size(), 2u);
    auto slots = plan_timeline(
      {{1, std::chrono::microseconds{meta->integer("duration_us")}, words,
        {}},
       {2, {}, {}, std::chrono::seconds{1}}},
      30);
    std::vector<piece_record> needs;
    for (auto& slot : slots)
      needs.push_back(
        made(made_of(piece_kind::segment,
                     "scene_" + std::to_string(slot.scene_id),
                     to_json(segment_spec{tiny_picture(), slot.frames,
                                          slot.words}))));
    soundtrack_spec sound;
    sound.frames = frame_count(slots);
    sound.voices.push_back({voice.key, slots[0].voice_start, words});
    needs.push_back(
      made(made_of(piece_kind::soundtrack, "soundtrack", to_json(sound))));
    film_spec spec;
    spec.format = tiny_picture().format;
    spec.title = "A small film";
    spec.slots = slots;
    spec.chapters = {"One", "Two"};
    spec.poster = tiny_picture();
    spec.has_thumbnails = has_thumbnails;
    frames = frame_count(slots);
    return made(made_of(piece_kind::film, "film", to_json(spec)), needs);
  }

  uint32_t frames = 0;
};

std::string digest_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return sha256_hex(std::string{std::istreambuf_iterator<char>{in}, {}});
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(piece_maker_tests, fixture)

CAF_TEST(pieces add up to a film that plays and is published) {
  auto record = film();
  auto probe = probe_film(file(record, "film.mp4"));
  CAF_REQUIRE(probe);
  CAF_CHECK_EQUAL(probe->frames, frames);
  CAF_CHECK_EQUAL(probe->chapters.size(), 2u);
  CAF_CHECK(probe->index_in_front);
  for (auto name : {"captions.vtt", "captions.srt", "poster.jpg",
                    "manifest.json", "piece.json"})
    CAF_CHECK(fs::file_size(file(record, name)) > 0);
  auto data = json::make_object({{"film_key", record.key.str()}}).dump();
  CAF_REQUIRE(aut->publish(id, data));
  CAF_REQUIRE(aut->publish(id, data));
  CAF_CHECK_EQUAL(digest_of(videos / "final.mp4"),
                  digest_of(file(record, "film.mp4")));
  CAF_CHECK(!fs::exists(videos / "final.mp4.part"));
}

CAF_TEST(a film is delivered in another container with its manifest) {
  auto record = film();
  delivery_spec spec{film_container::mov, tiny_picture().format, frames,
                     "A small film", "en"};
  auto other = made(made_of(piece_kind::delivery, "delivery", to_json(spec)),
                    {record});
  CAF_CHECK(probe_film(file(other, "film.mov"), film_container::mov));
  auto data = json::make_object({{"film_key", record.key.str()},
                                 {"output_format", "mov"},
                                 {"delivery_key", other.key.str()}});
  CAF_REQUIRE(aut->publish(id, data.dump()));
  CAF_CHECK_EQUAL(digest_of(videos / "final.mov"),
                  digest_of(file(other, "film.mov")));
  CAF_CHECK_EQUAL(digest_of(videos / "final.mp4"),
                  digest_of(file(record, "film.mp4")));
  std::ifstream in{videos / "manifest.json"};
  auto manifest = json::parse(std::string{std::istreambuf_iterator<char>{in},
                                          {}});
  CAF_REQUIRE(manifest);
  CAF_CHECK_EQUAL(manifest->at("delivery").text("file"), "film.mov");
  auto& last = manifest->at("files").as_array().back();
  CAF_CHECK_EQUAL(last.text("name"), "film.mov");
  CAF_CHECK_EQUAL(last.text("sha256"), digest_of(videos / "final.mov"));
  // Another version without it: nothing old stays under a public name.
  auto plain = json::make_object({{"film_key", record.key.str()}}).dump();
  CAF_REQUIRE(aut->publish(id, plain));
  CAF_CHECK(!fs::exists(videos / "final.mov"));
  CAF_CHECK_EQUAL(digest_of(videos / "manifest.json"),
                  digest_of(file(record, "manifest.json")));
  data["delivery_key"] = "../../x";
  CAF_CHECK(!aut->publish(id, data.dump()));
  data["output_format"] = "exe";
  CAF_CHECK(!aut->publish(id, data.dump()));
}

CAF_TEST(thumbnails are made unless nobody wants them) {
  auto record = film();
  for (auto name : {"thumb_small.jpg", "thumb_medium.jpg", "thumb_large.jpg"})
    CAF_CHECK(fs::file_size(file(record, name)) > 0);
  auto without = film(false);
  for (auto name : {"thumb_small.jpg", "poster.jpg", "sprites.vtt"})
    CAF_CHECK(!fs::exists(file(without, name)));
  auto publish = [&](const piece_record& x) {
    CAF_REQUIRE(aut->publish(
      id, json::make_object({{"film_key", x.key.str()}}).dump()));
  };
  publish(record);
  CAF_CHECK(fs::exists(videos / "thumb_large.jpg"));
  publish(without);
  CAF_CHECK(!fs::exists(videos / "thumb_large.jpg"));
  CAF_CHECK(!fs::exists(videos / "poster.jpg"));
}

CAF_TEST(equal pieces are equal bytes and the second one is not made) {
  auto first = film();
  auto before = fs::last_write_time(file(first, "film.mp4"));
  auto digest = digest_of(file(first, "film.mp4"));
  auto again = film();
  CAF_CHECK(again == first);
  CAF_CHECK(fs::last_write_time(file(first, "film.mp4")) == before);
  // Without the finished folder: made anew, with the same bytes.
  fs::remove_all(videos);
  auto anew = film();
  CAF_CHECK_EQUAL(digest_of(file(anew, "film.mp4")), digest);
}

CAF_TEST(a stopped piece leaves nothing) {
  std::stop_source stop;
  stop.request_stop();
  auto record = make(made_of(piece_kind::segment, "scene_1",
                             to_json(segment_spec{tiny_picture(), 300, {}})),
                     {}, stop.get_token());
  CAF_REQUIRE(!record);
  CAF_CHECK(code_of(record.error()) == ec::cancelled);
  CAF_CHECK_EQUAL(folders(), 0u);
}

CAF_TEST(leftovers of a dead process go away) {
  auto left = videos / "pieces" / ".tmp-0123456789ab-1";
  fs::create_directories(left);
  std::ofstream{left / "scene.mp4"} << "half";
  made(made_of(piece_kind::still, "scene_1",
               to_json(preview_spec{tiny_picture()})));
  CAF_CHECK(!fs::exists(left));
  CAF_CHECK_EQUAL(folders(), 1u);
}

CAF_TEST(ids and keys that are none do not become paths) {
  auto work = made_of(piece_kind::still, "scene_1",
                      to_json(preview_spec{tiny_picture()}));
  work.key = content_key{"../../../../tmp/x"};
  CAF_CHECK(!make(work));
  CAF_CHECK(!aut->publish(session_id{"../x"}, "{}"));
  CAF_CHECK(!aut->publish(id, R"({"film_key":"../../x"})"));
  CAF_CHECK(!aut->publish(id, "{}"));
  CAF_CHECK(!aut->publish(id, "nonsense"));
}

CAF_TEST(a spec out of range is refused) {
  for (auto kind : {piece_kind::still, piece_kind::segment, piece_kind::film,
                    piece_kind::soundtrack, piece_kind::narration})
    CAF_CHECK(!make(made_of(kind, "x", json::make_object())));
  CAF_CHECK_EQUAL(folders(), 0u);
}

CAF_TEST_FIXTURE_SCOPE_END()
