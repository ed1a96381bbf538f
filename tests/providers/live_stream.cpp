#define CAF_SUITE live_stream
#include "tests/support/test.hpp"

#include "tests/providers/small_film.hpp"
#include "tests/support/process.hpp"

#include <algorithm>
#include <cmath>

using namespace troupe;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;

struct fixture {
  temporary_folder folder;
  small_studio studio{folder / "data"};
  small_film film{small_document(4, "crossfade")};

  const piece& named(std::string_view name) {
    return *std::ranges::find(film.plan, name, &piece::name);
  }

  fs::path live() {
    return studio.session_folder() / "live" / named("live").key.str();
  }

  std::string list() { return bytes_of(live() / "live.m3u8"); }

  size_t parts() {
    auto text = list();
    size_t count = 0;
    for (auto at = text.find("\npart_"); at != text.npos;
         at = text.find("\npart_", at + 1))
      ++count;
    return count;
  }

  bool has_ended() { return list().find("#EXT-X-ENDLIST") != std::string::npos; }

  piece_record make(const piece& work, std::vector<piece_record> needs = {}) {
    auto record = studio.makes->make(
      {studio.session, {}, work, std::move(needs), priority::normal}, {},
      [](double) {});
    if (!record)
      CAF_FAIL(text_of(record.error()));
    return *record;
  }

  /// Opens the list: the sound track is there, no pictures are.
  void open() {
    sound = make(named("soundtrack"));
    make(named("live"), {sound});
  }

  /// What FFmpeg makes of what can be played now.
  json probe() {
    auto done = run({"ffprobe", "-v", "error", "-live_start_index", "0",
                     "-count_packets", "-show_entries",
                     "stream=codec_type,nb_read_packets,start_time,"
                     "r_frame_rate",
                     "-of", "json", (live() / "live.m3u8").string()});
    CAF_CHECK_EQUAL(done.code, 0);
    auto doc = json::parse(done.out);
    CAF_REQUIRE(doc);
    return *doc;
  }

  piece_record sound;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(live_stream_tests, fixture)

CAF_TEST(the list grows in the order of the film whatever is ready first) {
  open();
  CAF_CHECK_EQUAL(parts(), 0u);
  CAF_CHECK(list().starts_with("#EXTM3U\n#EXT-X-VERSION:7\n"));
  CAF_CHECK(list().find("\n#EXT-X-MEDIA-SEQUENCE:0\n") != std::string::npos);
  make(named("scene_2"));
  make(named("into_scene_2"));
  CAF_CHECK_EQUAL(parts(), 0u);
  make(named("scene_1"));
  CAF_CHECK_EQUAL(parts(), 3u);
  CAF_CHECK(!has_ended());
  make(named("scene_4"));
  make(named("into_scene_4"));
  make(named("scene_3"));
  CAF_CHECK_EQUAL(parts(), 3u);
  make(named("into_scene_3"));
  CAF_CHECK_EQUAL(parts(), 7u);
  CAF_CHECK(has_ended());
}

CAF_TEST(what is listed plays as the film will) {
  auto records = studio.made(film);
  auto streams = probe().at("streams");
  CAF_REQUIRE_EQUAL(streams.size(), 2u);
  for (auto& x : streams.as_array()) {
    CAF_CHECK(std::abs(std::atof(x.text("start_time").c_str())) < 0.001);
    // 4 scenes of a second, the last of 1.2 s: 101 frames, 198 AAC packets.
    CAF_CHECK_EQUAL(x.text("nb_read_packets"),
                    x.text("codec_type") == "video" ? "101" : "198");
  }
  auto decoded
    = run({"ffmpeg", "-v", "error", "-xerror", "-live_start_index", "0", "-i",
           (live() / "live.m3u8").string(), "-map", "0:v", "-f", "framemd5",
           "-"});
  CAF_CHECK_EQUAL(decoded.code, 0);
  CAF_CHECK_EQUAL(decoded.err, "");
  auto of_film
    = run({"ffmpeg", "-v", "error", "-xerror", "-i",
           studio.file(records.back(), "film.mp4").string(), "-map", "0:v",
           "-f", "framemd5", "-"});
  // The same pictures: the last column of each line is a frame's digest.
  auto digests = [](const std::string& text) {
    std::vector<std::string> out;
    size_t from = 0;
    while (from < text.size()) {
      auto end = std::min(text.find('\n', from), text.size());
      auto line = text.substr(from, end - from);
      if (!line.starts_with('#'))
        out.push_back(line.substr(line.rfind(' ') + 1));
      from = end + 1;
    }
    return out;
  };
  CAF_CHECK_EQUAL(digests(decoded.out).size(), 101u);
  CAF_CHECK(digests(decoded.out) == digests(of_film.out));
}

CAF_TEST(a list goes on after a restart and the same film opens it again) {
  open();
  make(named("scene_1"));
  CAF_CHECK_EQUAL(parts(), 1u);
  // Another process: nothing is known but what lies on the disk.
  studio.makes = small_studio{studio.folder}.makes;
  make(named("into_scene_2"));
  CAF_CHECK_EQUAL(parts(), 2u);
  auto before = list();
  make(named("live"), {sound});
  CAF_CHECK_EQUAL(list(), before);
}

CAF_TEST(another version of the film has a list of its own) {
  open();
  make(named("scene_1"));
  auto old = live();
  auto document = small_document(4, "crossfade");
  document["scenes"].items()[3]["title"] = "Changed";
  film = small_film{document};
  make(named("live"), {sound});
  CAF_CHECK(!fs::exists(old));
  CAF_CHECK_EQUAL(parts(), 1u);
}

CAF_TEST(a film with a long first scene can be watched after two seconds of it) {
  auto document = small_document(2);
  document["scenes"].items()[0]["duration_sec"] = 5;
  film = small_film{document};
  open();
  make(named("opening"));
  CAF_CHECK_EQUAL(parts(), 1u);
  CAF_CHECK(list().find("#EXTINF:2.000000,\npart_0.m4s") != std::string::npos);
  make(named("scene_1"));
  make(named("scene_2"));
  CAF_CHECK(has_ended());
}

CAF_TEST(a broken plan harms nobody) {
  open();
  std::ofstream{live() / "live.json"} << "{\"parts\":[{\"key\":\"../../x\"}]}";
  make(named("scene_1"));
  CAF_CHECK_EQUAL(parts(), 0u);
}

CAF_TEST_FIXTURE_SCOPE_END()
