#define CAF_SUITE render
#include "tests/support/test.hpp"

#include "protocol/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <csignal>
#include <fstream>
#include <iterator>

#include <sys/stat.h>

using namespace std::chrono_literals;
using namespace troupe;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;

const std::string films = TROUPE_SOURCE_DIR "/docs/films/";

std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct fixture {
  fixture() { fs::create_directories(folder / "tmp"); }

  std::vector<std::string> command(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), TROUPE_BINARY);
    return arguments;
  }

  exit_state troupe(std::vector<std::string> arguments) {
    return process{command(std::move(arguments)), environment}.wait(180s);
  }

  std::string path(const char* name) { return (folder / name).string(); }

  std::string written(const char* name, std::string_view text) {
    std::ofstream{folder / name} << text;
    return path(name);
  }

  temporary_folder folder;
  std::map<std::string, std::string> environment{
    {"XDG_CACHE_HOME", path("cache")},
    {"TMPDIR", path("tmp")}};
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(render_tests, fixture)

CAF_TEST(a film by hand is rendered and rendered again from the cache) {
  auto first = troupe({"render", films + "short.json", "-o", path("a.mp4")});
  CAF_MESSAGE(first.err);
  CAF_REQUIRE_EQUAL(first.code, 0);
  CAF_CHECK(first.err.empty());
  CAF_CHECK(holds(first.out, "a.mp4"));
  CAF_CHECK(fs::exists(path("cache") + "/troupe/pieces"));
  auto again = troupe({"render", films + "short.json", "-o", path("b.mp4"),
                       "--json"});
  CAF_REQUIRE_EQUAL(again.code, 0);
  CAF_CHECK(bytes_of(path("a.mp4")) == bytes_of(path("b.mp4")));
  auto none = troupe({"render", films + "short.json", "-o", path("c.mp4"), "-q",
                      "--cache-mib", "0", "--workers", "1"});
  CAF_REQUIRE_EQUAL(none.code, 0);
  CAF_CHECK(none.out.empty());
  CAF_CHECK(bytes_of(path("a.mp4")) == bytes_of(path("c.mp4")));
  CAF_CHECK(fs::is_empty(path("tmp")));
  // One object a line, the last one says where the film is.
  auto last = again.out.substr(again.out.rfind('\n', again.out.size() - 2) + 1);
  auto saved = json::parse(last);
  CAF_REQUIRE(saved);
  CAF_CHECK_EQUAL(saved->text("status"), "saved");
  CAF_CHECK_EQUAL(saved->text("film"), path("b.mp4"));
}

CAF_TEST(the example of the documentation is a film that plays) {
  auto end = troupe({"render", films + "kettle.json", "-o", path("k.mp4")});
  CAF_MESSAGE(end.err);
  CAF_REQUIRE_EQUAL(end.code, 0);
  auto decoded = run({"ffmpeg", "-v", "error", "-xerror", "-i", path("k.mp4"),
                      "-f", "null", "-"});
  CAF_CHECK_EQUAL(decoded.code, 0);
  CAF_CHECK_EQUAL(decoded.err, "");
  CAF_CHECK(bytes_of(path("k.vtt")).starts_with("WEBVTT"));
}

CAF_TEST(a lexicon of the user is heard however it is named) {
  std::ofstream{path("film.json")}
    << R"({"scenes":[{"title":"A","script":"Xarelto is here."}],
           "format":{"quality":"360p","fps":24},"mix":{"music":"none"}})";
  std::ofstream{path("own.txt")} << "Xarelto\tz ax0 r eh1 l t ow0\n";
  std::ofstream{path("own.toml")}
    << "[voice]\nlexicon = \"" << path("own.txt") << "\"\n";
  auto sound = [&](std::vector<std::string> options, const char* film) {
    options.insert(options.begin(), {"render", path("film.json"), "-q", "-o",
                                     path(film)});
    auto end = troupe(std::move(options));
    CAF_MESSAGE(end.err);
    CAF_REQUIRE_EQUAL(end.code, 0);
    return run({"ffmpeg", "-v", "error", "-i", path(film), "-map", "0:a", "-f",
                "md5", "-"}).out;
  };
  auto usual = sound({}, "a.mp4");
  auto flag = sound({"--lexicon", path("own.txt")}, "b.mp4");
  auto file = sound({"--config", path("own.toml")}, "c.mp4");
  CAF_CHECK(!usual.empty());
  CAF_CHECK(usual != flag);
  CAF_CHECK_EQUAL(flag, file);
  std::ofstream{path("own.txt")} << "Xarelto\tz ax0 nonsense\n";
  auto wrong = troupe({"render", path("film.json"), "--lexicon",
                       path("own.txt"), "-o", path("d.mp4")});
  CAF_CHECK(wrong.code != 0);
  CAF_CHECK(holds(wrong.err, "own.txt:1"));
  CAF_CHECK(!fs::exists(path("d.mp4")));
}

CAF_TEST(the example with a picture and a clip is a film that plays) {
  auto end = troupe({"render", films + "shore.json", "-o", path("s.mp4"), "-q"});
  CAF_MESSAGE(end.err);
  CAF_REQUIRE_EQUAL(end.code, 0);
  CAF_CHECK(fs::is_empty(path("tmp")));
  auto decoded = run({"ffmpeg", "-v", "error", "-xerror", "-i", path("s.mp4"),
                      "-f", "null", "-"});
  CAF_CHECK_EQUAL(decoded.code, 0);
  CAF_CHECK_EQUAL(decoded.err, "");
  // The sea moves: two moments of the still end of the first scene differ.
  auto frame_at = [&](const char* time) {
    return run({"ffmpeg", "-v", "error", "-ss", time, "-i", path("s.mp4"),
                "-frames:v", "1", "-f", "md5", "-"})
      .out;
  };
  CAF_CHECK(frame_at("2.4") != frame_at("2.52"));
  auto again = troupe({"render", films + "shore.json", "-o", path("t.mp4"),
                       "-q", "--cache-mib", "0", "--workers", "1"});
  CAF_REQUIRE_EQUAL(again.code, 0);
  CAF_CHECK(bytes_of(path("s.mp4")) == bytes_of(path("t.mp4")));
}

CAF_TEST(files of a film are refused by their member) {
  fs::create_directories(folder / "film/pictures");
  fs::copy_file(films + "shore/hill.jpg", folder / "film/pictures/hill.jpg");
  fs::copy_file(films + "shore/hill.jpg", folder / "outside.jpg");
  fs::create_symlink("pictures/hill.jpg", folder / "film/inside.jpg");
  fs::create_symlink("../outside.jpg", folder / "film/out.jpg");
  fs::create_symlink("/etc", folder / "film/etc");
  std::ofstream{folder / "film/text.mp4"} << "#EXTM3U\nfile:///etc/passwd\n";
  std::ofstream{folder / "film/concat.jpg"} << "ffconcat version 1.0\n";
  CAF_REQUIRE_EQUAL(::mkfifo((folder / "film/pipe.jpg").c_str(), 0600), 0);
  struct row {
    const char* member;
    const char* file;
    const char* why;
  };
  for (auto& x : std::vector<row>{
         {"picture", "pictures/hill.jpg", ""},
         {"picture", "inside.jpg", ""},
         {"picture", "nowhere.jpg", "nowhere.jpg is not there"},
         {"picture", "out.jpg", "out.jpg leads out of the film's folder"},
         {"picture", "etc/passwd", "etc/passwd leads out of the film's folder"},
         {"picture", "../outside.jpg", "must not lead out of the film's folder"},
         {"picture", "pictures/../../outside.jpg",
          "must not lead out of the film's folder"},
         {"picture", "/etc/passwd",
          "must be a path within the film's folder, not one from the root"},
         {"picture", "pictures", "pictures is not a file"},
         {"picture", "pictures/", "must name a file"},
         {"picture", "pipe.jpg", "pipe.jpg is not a file"},
         {"picture", "concat.jpg",
          "concat.jpg: the picture is not a PNG, JPEG or WebP file"},
         {"clip", "pictures/hill.jpg",
          "pictures/hill.jpg: the clip is a picture; send MP4, MOV or WebM"},
         {"clip", "text.mp4",
          "text.mp4: the clip is a playlist; send MP4, MOV or WebM"},
         {"clip", "subfile,,start,0,end,0,,:/etc/passwd",
          "subfile,,start,0,end,0,,:/etc/passwd is not there"},
         {"clip", "concat:/etc/passwd", "concat:/etc/passwd is not there"},
       }) {
    auto file = written("film/x.json",
                        json::make_object({{"scenes", json::make_array({
                          json::make_object({{x.member, json::make_object(
                            {{"file", x.file}})}})})}})
                          .dump());
    auto end = troupe({"render", file, "--check"});
    auto is_fine = std::string_view{x.why}.empty();
    CAF_CHECK_EQUAL(end.code, is_fine ? 0 : 2);
    auto member = std::string{"/scenes/0/"} + x.member + "/file";
    auto colon = std::string_view{x.why}.starts_with("must ") ? " " : ": ";
    if (!is_fine)
      CAF_CHECK_EQUAL(end.err, "troupe: " + file + ": " + member + colon
                                 + x.why + "\n");
  }
}

CAF_TEST(a film with pictures is written down with its pictures) {
  auto made = troupe({"make", "product_ad", "topic=Trail shoes",
                      "brand_name=Northway", "quality=360p", "fps=24",
                      "duration=10",
                      "logo=@" + films + "shore/hill.jpg",
                      "pictures=@" + films + "shore/hill.jpg", "-o",
                      path("made.mp4"), "--film", path("film.json"), "-q"});
  CAF_MESSAGE(made.err);
  CAF_REQUIRE_EQUAL(made.code, 0);
  CAF_CHECK(fs::is_directory(path("film-files")));
  auto again = troupe({"render", path("film.json"), "-o", path("again.mp4"),
                       "-q", "--cache-mib", "0"});
  CAF_MESSAGE(again.err);
  CAF_REQUIRE_EQUAL(again.code, 0);
  CAF_CHECK(bytes_of(path("made.mp4")) == bytes_of(path("again.mp4")));
}

CAF_TEST(a film that was made is written down and comes out the same) {
  auto made = troupe({"make", "social_media", "drug_name=Metformin",
                      "indication=type 2 diabetes", "quality=low",
                      "duration=15", "-o", path("made.mp4"), "--film",
                      path("film.json"), "-q"});
  CAF_MESSAGE(made.err);
  CAF_REQUIRE_EQUAL(made.code, 0);
  auto check = troupe({"render", path("film.json"), "--check"});
  CAF_MESSAGE(check.err);
  CAF_CHECK_EQUAL(check.code, 0);
  auto again = troupe({"render", path("film.json"), "-o", path("again.mp4"),
                       "-q"});
  CAF_MESSAGE(again.err);
  CAF_REQUIRE_EQUAL(again.code, 0);
  CAF_CHECK(bytes_of(path("made.mp4")) == bytes_of(path("again.mp4")));
  CAF_CHECK(bytes_of(path("made.vtt")) == bytes_of(path("again.vtt")));
}

CAF_TEST(a wrong document is a wrong call that names file and place) {
  struct line {
    const char* text;
    const char* complaint;
  };
  for (auto& x : std::vector<line>{
         {"{\"scenes\":[{\"titel\":\"x\"}]}",
          "x.json: /scenes/0/titel is not a member that is known here; did you "
          "mean title?\n"},
         {"{\"scenes\":[]}", "x.json: /scenes must have at least 1 elements\n"},
         {"{}", "x.json: the film needs the member scenes\n"},
         {"{\"scenes\":", "x.json: Invalid JSON at byte 10"},
         {"", "x.json: Invalid JSON at byte 0"},
       }) {
    CAF_MESSAGE(x.text);
    auto file = written("x.json", x.text);
    for (auto& arguments :
         {std::vector<std::string>{"render", file, "-o", path("x.mp4")},
          {"render", file, "--check"}}) {
      auto end = troupe(arguments);
      CAF_CHECK_EQUAL(end.code, 2);
      CAF_MESSAGE(end.err);
      CAF_CHECK(holds(end.err, x.complaint));
      CAF_CHECK(end.out.empty());
    }
  }
  CAF_CHECK_EQUAL(troupe({"render", path("nowhere.json")}).code, 2);
  CAF_CHECK_EQUAL(troupe({"render", path("tmp")}).code, 2);
  CAF_CHECK_EQUAL(troupe({"render"}).code, 2);
  auto nowhere = troupe({"render", films + "short.json", "-o",
                         path("nowhere/x.mp4")});
  CAF_CHECK_EQUAL(nowhere.code, 2);
  CAF_CHECK(fs::is_empty(path("tmp")));
}

CAF_TEST(a document that is too large is refused before it is read) {
  auto file = written("x.json", "{\"scenes\":[{\"title\":\""
                                  + std::string(5'000'000, 'x') + "\"}]}");
  auto end = troupe({"render", file, "--check"});
  CAF_CHECK_EQUAL(end.code, 2);
  CAF_CHECK(end.err.size() < 300);
}

CAF_TEST(an interrupt stops the film and leaves nothing) {
  process running{command({"render", films + "kettle.json", "-o",
                           path("x.mp4"), "--json", "--cache-mib", "0"}),
                  environment};
  CAF_REQUIRE(running.wait_for_line("\"stage\":\"render\"", 120s));
  running.signal(SIGINT);
  auto end = running.wait(30s);
  CAF_CHECK_EQUAL(end.code, 130);
  CAF_CHECK(holds(end.err, "stopped"));
  CAF_CHECK(!fs::exists(path("x.mp4")));
  CAF_CHECK(fs::is_empty(path("tmp")));
}

CAF_TEST_FIXTURE_SCOPE_END()
