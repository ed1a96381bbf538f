#define CAF_SUITE film_words
#include "tests/support/test.hpp"

#include "cli/creator_url.hpp"
#include "cli/film_fields.hpp"
#include "cli/film_files.hpp"
#include "protocol/json.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <iterator>

using namespace troupe;

namespace {

std::string refusal(const std::string& type,
                    const std::vector<std::string>& fields) {
  auto read = read_film_fields(type, fields);
  return read ? "" : text_of(read.error());
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream in{path};
  return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

CAF_TEST(words become the request for a film) {
  auto read = read_film_fields(
    "moa", {"drug_name=Metformin", "condition=type 2 = diabetes", "seed=7",
            "duration=60"});
  CAF_REQUIRE(read);
  CAF_CHECK(read->film.type == video_type::moa);
  CAF_CHECK(read->warnings.empty());
  auto payload = json::parse(read->film.payload);
  CAF_REQUIRE(payload);
  CAF_CHECK_EQUAL(payload->text("condition"), "type 2 = diabetes");
  CAF_CHECK_EQUAL(payload->integer("seed"), 7);
}

CAF_TEST(what is wrong is said with what to write) {
  auto text = refusal("moa", {"drug_name=x"});
  CAF_CHECK_EQUAL(text, "Missing condition: write moa drug_name=\"...\" "
                        "condition=\"...\"");
  text = refusal("moa", {});
  CAF_CHECK(text.starts_with("Missing drug_name and condition: "));
  text = refusal("movie", {});
  CAF_CHECK(text.find("movie") != std::string::npos);
  CAF_CHECK(text.find("product_ad") != std::string::npos);
  text = refusal("moa", {"drug_name"});
  CAF_CHECK_EQUAL(text, "\"drug_name\" is not key=value");
  text = refusal("moa", {"=x"});
  CAF_CHECK_EQUAL(text, "\"=x\" is not key=value");
  text = refusal("moa", {"drug_name=x", "condition=y", "quality=best"});
  CAF_CHECK(text.find("quality") != std::string::npos);
}

CAF_TEST(a picture is read from its file) {
  test::temporary_folder folder;
  auto logo = folder.path() / "logo.png";
  std::ofstream{logo, std::ios::binary} << "\x89PNG\r\n\x1A\n...";
  auto with = [](const std::string& field) {
    return std::vector<std::string>{"drug_name=x", "condition=y", field};
  };
  auto read = read_film_fields("moa", with("logo=@" + logo.string()));
  CAF_REQUIRE(read);
  auto payload = json::parse(read->film.payload);
  CAF_REQUIRE(payload);
  CAF_CHECK_EQUAL(payload->text("logo"),
                  "data:image/png;base64,iVBORw0KGgouLi4=");
  // An address elsewhere begins with @ too.
  read = read_film_fields("moa", with("tone=@home"));
  CAF_REQUIRE(read);
  auto text = refusal("moa", with("logo=@/nowhere/logo.png"));
  CAF_CHECK_EQUAL(text, "Field logo: /nowhere/logo.png can't be read");
  std::ofstream{logo, std::ios::binary} << "GIF89a";
  text = refusal("moa", with("logo=@" + logo.string()));
  CAF_CHECK_EQUAL(text, "Field logo: " + logo.string()
                          + " is not a PNG, JPEG or WebP file");
  text = refusal("moa", with("avatar=https://x/y.png"));
  CAF_CHECK_EQUAL(text, "Field avatar must be the picture itself as a data: "
                        "URI; addresses of the web are not fetched");
}

CAF_TEST(an unknown field is a warning with the nearest name) {
  auto read = read_film_fields(
    "moa", {"drug_name=x", "condition=y", "qualty=high", "zzzzzzzzz=1"});
  CAF_REQUIRE(read);
  CAF_REQUIRE_EQUAL(read->warnings.size(), 2u);
  CAF_CHECK_EQUAL(read->warnings[0], "field qualty means nothing to a film; "
                                     "did you mean quality?");
  CAF_CHECK_EQUAL(read->warnings[1], "field zzzzzzzzz means nothing to a film");
}

CAF_TEST(a server is found however its address is written) {
  struct row {
    const char* text;
    const char* base;
    const char* path;
  };
  for (auto& [text, base, path] : {
         row{"ws://127.0.0.1:9000", "http://127.0.0.1:9000", "/ws/creator"},
         row{"http://localhost", "http://localhost:8000", "/ws/creator"},
         row{"films.example:80/", "http://films.example:80", "/ws/creator"},
         row{"ws://[::1]:81/x", "http://[::1]:81", "/x"},
       }) {
    auto url = parse_creator_url(text);
    CAF_REQUIRE(url);
    auto found = url->base();
    CAF_CHECK_EQUAL(found, base);
    CAF_CHECK_EQUAL(url->path, path);
  }
  for (auto text : {"", "ws://", "wss://a", "ws://a:0", "ws://a:99999",
                    "ws://a b", "ws://a:x"}) {
    CAF_MESSAGE(text);
    CAF_CHECK(!parse_creator_url(text));
  }
}

CAF_TEST(a film is saved with its captions beside it) {
  test::temporary_folder folder;
  for (auto name : {"final.mp4", "captions.vtt", "captions.srt"})
    std::ofstream{folder / name} << name;
  std::filesystem::create_directory(folder / "out");
  auto film = folder / "out/my film.mp4";
  std::ofstream{film} << "an older film";
  auto saved = save_film(folder.path(), film);
  CAF_REQUIRE(saved);
  CAF_CHECK_EQUAL(content_of(film), "final.mp4");
  CAF_CHECK_EQUAL(content_of(folder / "out/my film.vtt"), "captions.vtt");
  CAF_CHECK_EQUAL(content_of(folder / "out/my film.srt"), "captions.srt");
  CAF_CHECK_EQUAL(saved->bytes, 9u);
  auto left = std::distance(
    std::filesystem::directory_iterator{folder / "out"}, {});
  CAF_CHECK_EQUAL(left, 3);
}

CAF_TEST(a film is saved in the format that was asked for) {
  test::temporary_folder folder;
  for (auto name : {"final.mp4", "final.webm"})
    std::ofstream{folder / name} << name;
  auto film = folder / "film";
  CAF_REQUIRE(save_film(folder.path(), film, film_container::webm));
  CAF_CHECK_EQUAL(content_of(film), "final.webm");
  CAF_CHECK(!save_film(folder.path(), film, film_container::avi));
  CAF_CHECK_EQUAL(content_of(film), "final.webm");
}

CAF_TEST(a field and a name agree on the format) {
  auto agree = [](std::filesystem::path film, const std::string& asked) {
    auto format = agree_on_format(film, asked);
    return format ? film.string() + ' ' + std::string{to_string(*format)}
                  : text_of(format.error());
  };
  CAF_CHECK_EQUAL(agree("", ""), "film.mp4 mp4");
  CAF_CHECK_EQUAL(agree("", "webm"), "film.webm webm");
  CAF_CHECK_EQUAL(agree("x.mov", ""), "x.mov mov");
  CAF_CHECK_EQUAL(agree("x.WebM", ""), "x.WebM webm");
  CAF_CHECK_EQUAL(agree("x", "avi"), "x avi");
  CAF_CHECK_EQUAL(agree("x.mkv", ""), "x.mkv mp4");
  CAF_CHECK_EQUAL(agree("x.webm", "flv"), "x.webm webm");
  CAF_CHECK_EQUAL(agree("x.mp4", "webm"),
                  "-o x.mp4 is not a name for webm, which output_format asks "
                  "for");
}

CAF_TEST(a film without captions is saved alone) {
  test::temporary_folder folder;
  std::ofstream{folder / "final.mp4"} << "film";
  auto saved = save_film(folder.path(), folder / "film.mp4");
  CAF_REQUIRE(saved);
  CAF_CHECK(saved->captions.empty());
}

CAF_TEST(a film that can not be saved leaves nothing) {
  test::temporary_folder folder;
  std::filesystem::create_directory(folder / "out");
  auto saved = save_film(folder.path(), folder / "out/film.mp4");
  CAF_CHECK(!saved);
  CAF_CHECK(std::filesystem::is_empty(folder / "out"));
}

CAF_TEST(a bad place for a film is seen before it is made) {
  test::temporary_folder folder;
  CAF_CHECK(!check_film_path(folder / "film.mp4"));
  CAF_CHECK(!check_film_path("film.mp4"));
  CAF_CHECK(check_film_path(folder.path()));
  CAF_CHECK(check_film_path(folder / "nowhere/film.mp4"));
  CAF_CHECK(check_film_path(folder / "film.srt"));
  CAF_CHECK(check_film_path(""));
}

CAF_TEST(sizes are spoken) {
  CAF_CHECK_EQUAL(spoken_size(0), "0 kB");
  CAF_CHECK_EQUAL(spoken_size(999'499), "999 kB");
  CAF_CHECK_EQUAL(spoken_size(2'440'000), "2.4 MB");
}
