#define CAF_SUITE routes_files
#include "tests/support/test.hpp"

#include "io/routes.hpp"
#include "io/static_files.hpp"
#include "tests/io/http_call.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>

#include <sys/stat.h>

using namespace troupe;
using namespace troupe::test;

namespace {

const std::string id = "0123456789abcdef0123456789abcdef";
const std::string folder_url = "/outputs/videos/" + id;
const std::string film_url = folder_url + "/final.mp4";
const std::string film_text = "0123456789abcdefghij";

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path} << text;
}

/// A data folder with one film, and a secret beside it.
struct fixture {
  fixture() {
    auto session = videos / id;
    write(session / "final.mp4", film_text);
    write(session / "captions.vtt", "WEBVTT\n");
    write(session / "pieces" / "abc" / "still.jpg", "jpeg");
    write(session / ".tmp-1" / "half.mp4", "half");
    write(session / ".hidden", "hidden");
    write(folder / "secret.txt", "secret");
    write(videos / "secret.txt", "secret");
    std::filesystem::create_symlink(folder / "secret.txt",
                                    session / "link.txt");
    std::filesystem::create_directory_symlink(folder.path(),
                                              session / "linked");
    ::mkfifo((session / "pipe.mp4").c_str(), 0600);
    route_context context;
    context.options.videos = videos;
    routes = make_router(std::move(context));
  }

  http_response get(std::string_view target, http_headers headers = {}) {
    return call(routes, "GET", target, std::move(headers));
  }

  temporary_folder folder;
  std::filesystem::path videos = folder / "outputs" / "videos";
  request_handler routes;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(files, fixture)

CAF_TEST(a film is sent whole with its type and version) {
  for (auto target : {film_url, "/video/" + id}) {
    auto response = get(target);
    CAF_CHECK_EQUAL(response.status, 200u);
    auto body = body_of(response);
    CAF_CHECK_EQUAL(body, film_text);
    auto type = response.headers.get("Content-Type");
    CAF_CHECK_EQUAL(type, "video/mp4");
    CAF_CHECK(response.headers.get("Accept-Ranges") == "bytes");
    CAF_CHECK(response.headers.get("ETag").starts_with('"'));
    CAF_CHECK(parse_http_date(response.headers.get("Last-Modified")));
    CAF_CHECK(!response.headers.has("Content-Disposition"));
  }
}

CAF_TEST(HEAD says what GET would) {
  auto response = call(routes, "HEAD", film_url);
  CAF_CHECK_EQUAL(response.status, 200u);
  CAF_CHECK_EQUAL(std::get<file_body>(response.body).length, 20u);
}

CAF_TEST(captions come with a charset) {
  auto response = get(folder_url + "/captions.vtt");
  auto type = response.headers.get("Content-Type");
  CAF_CHECK_EQUAL(type, "text/vtt; charset=utf-8");
}

CAF_TEST(a part is sent as asked) {
  auto response = get(film_url, {{"Range", "bytes=5-8"}});
  CAF_CHECK_EQUAL(response.status, 206u);
  auto body = body_of(response);
  CAF_CHECK_EQUAL(body, "5678");
  auto range = response.headers.get("Content-Range");
  CAF_CHECK_EQUAL(range, "bytes 5-8/20");
  response = get(film_url, {{"Range", "bytes=-3"}});
  body = body_of(response);
  CAF_CHECK_EQUAL(body, "hij");
}

CAF_TEST(a part beyond the end says how long the file is) {
  auto response = get(film_url, {{"Range", "bytes=20-"}});
  CAF_CHECK_EQUAL(response.status, 416u);
  auto range = response.headers.get("Content-Range");
  CAF_CHECK_EQUAL(range, "bytes */20");
}

CAF_TEST(a client that has the film gets no bytes) {
  auto etag = std::string{get(film_url).headers.get("ETag")};
  auto response = get(film_url, {{"If-None-Match", etag}});
  CAF_CHECK_EQUAL(response.status, 304u);
  CAF_CHECK(body_of(response).empty());
  CAF_CHECK(response.headers.get("ETag") == etag);
}

CAF_TEST(a part of an older film becomes the whole new one) {
  auto etag = std::string{get(film_url).headers.get("ETag")};
  // Replaced as the engine does: written beside, then renamed.
  write(videos / id / "new.mp4", "ABCDEFGHIJKLMNOPQRST");
  std::filesystem::rename(videos / id / "new.mp4", videos / id / "final.mp4");
  auto response
    = get(film_url, {{"Range", "bytes=5-8"}, {"If-Range", etag}});
  CAF_CHECK_EQUAL(response.status, 200u);
  auto body = body_of(response);
  CAF_CHECK_EQUAL(body, "ABCDEFGHIJKLMNOPQRST");
  auto other = std::string{response.headers.get("ETag")};
  CAF_CHECK_NOT_EQUAL(other, etag);
  response = get(film_url, {{"Range", "bytes=5-8"}, {"If-Range", other}});
  CAF_CHECK_EQUAL(response.status, 206u);
}

CAF_TEST(a download gets a name) {
  auto response = get(film_url + "?download=1");
  auto disposition = response.headers.get("Content-Disposition");
  CAF_CHECK_EQUAL(disposition, "attachment; filename=\"final.mp4\"");
}

CAF_TEST(nothing outside a session is ever sent) {
  auto& a = folder_url;
  const std::vector<std::string> targets{
    "/outputs/videos/../secret.txt",
    "/outputs/videos/secret.txt",
    "/outputs/secret.txt",
    "/secret.txt",
    "/outputs/videos/" + id,
    "/outputs/videos/" + id + "/",
    a + "/../secret.txt",
    a + "/../../../secret.txt",
    a + "/%2e%2e/secret.txt",
    a + "/%2e%2e%2fsecret.txt",
    a + "/..%2fsecret.txt",
    a + "/..%2Fsecret.txt",
    a + "/%252e%252e/secret.txt",
    a + "/%252e%252e%252fsecret.txt",
    a + "/.%2e/secret.txt",
    a + "/..\\secret.txt",
    a + "/..%5csecret.txt",
    a + "/%5c..%5csecret.txt",
    a + "/final.mp4%00.txt",
    a + "/final.mp4%00",
    a + "/%00",
    a + "/./final.mp4",
    a + "//final.mp4",
    a + "//etc/passwd",
    "//etc/passwd",
    "/outputs/videos//etc/passwd",
    a + "/%c0%ae%c0%ae/secret.txt",
    a + "/%e0%80%ae%e0%80%ae/secret.txt",
    a + "/%ef%bc%8e%ef%bc%8e/secret.txt",
    a + "/\xe2\x80\xa4\xe2\x80\xa4/secret.txt",
    a + "/%uff0e%uff0e/secret.txt",
    a + "/..;/secret.txt",
    a + "/...//secret.txt",
    a + "/final.mp4/..",
    a + "/final.mp4/",
    a + "/pieces",
    a + "/pieces/abc/",
    a + "/pieces/../../secret.txt",
    a + "/.hidden",
    a + "/.tmp-1/half.mp4",
    a + "/%2ehidden",
    a + "/link.txt",
    a + "/linked/secret.txt",
    a + "/pipe.mp4",
    a + "/final.mp4%0d%0aX: y",
    a + "/final.mp4#x",
    a + "/" + std::string(6000, 'a'),
    a + "/" + std::string(400, 'a') + "/../final.mp4",
    "/outputs/videos/" + std::string(32, '.') + "/final.mp4",
    "/outputs/videos/0123456789ABCDEF0123456789ABCDEF/final.mp4",
    "/outputs/videos/" + id + "0/final.mp4",
    "/outputs/videos/*/final.mp4",
    "/video/..%2f" + id,
    "/video/" + id + "/",
    "/video/" + id + "%20",
    "http://127.0.0.1" + a + "/../secret.txt",
    "",
    "*",
  };
  CAF_CHECK_GREATER_OR_EQUAL(targets.size(), 40u);
  for (auto& target : targets) {
    CAF_MESSAGE(target.substr(0, 100));
    auto response = get(target);
    CAF_CHECK(response.status == 404 || response.status == 400);
    CAF_CHECK(body_of(response).find("secret") == std::string::npos
              || target.find("secret") != std::string::npos);
    CAF_CHECK(std::holds_alternative<std::string>(response.body));
  }
}

CAF_TEST(both ways of looking up a file agree) {
  auto root = videos / id;
  for (auto how : {lookup::kernel, lookup::components}) {
    auto film = open_below(root, "final.mp4", how);
    CAF_REQUIRE(film);
    CAF_CHECK_EQUAL(film->size, 20u);
    CAF_CHECK(open_below(root, "pieces/abc/still.jpg", how));
    for (auto bad : {"", ".", "..", "../secret.txt", "pieces", "pieces/",
                     "/etc/passwd", "link.txt", "linked/secret.txt",
                     "pieces/../final.mp4", ".hidden", "nothing", "pipe.mp4",
                     "final.mp4/x", "pieces//abc/still.jpg"}) {
      CAF_MESSAGE(bad);
      auto found = open_below(root, bad, how);
      CAF_CHECK(!found);
    }
  }
  CAF_CHECK(!open_below(folder / "nowhere", "final.mp4"));
}

CAF_TEST(many requests leave no file open) {
  auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"},
                         std::filesystem::directory_iterator{});
  };
  auto before = open_files();
  for (int i = 0; i < 200; ++i) {
    get(film_url);
    get(folder_url + "/linked/secret.txt");
    get(folder_url + "/nothing");
    open_below(videos / id, "pieces/abc/still.jpg", lookup::components);
  }
  auto after = open_files();
  CAF_CHECK_EQUAL(after, before);
}

CAF_TEST_FIXTURE_SCOPE_END()
