#define CAF_SUITE file_serving
#include "tests/support/test.hpp"

#include "tests/integration/nginx.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/raw_socket.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>

using namespace troupe;
using namespace troupe::test;

namespace {

const std::string id = "0123456789abcdef0123456789abcdef";
constexpr size_t film_bytes = 100'000;

/// A request: headers with {etag}, {modified} for what the server said of the
/// file, and {other} for another file's.
struct question {
  const char* method;
  const char* headers;
  /// What nginx does otherwise, and the standard (RFC 9110) leaves open;
  /// 0 = the same.
  unsigned ours = 0;
  const char* why = "";
};

const question questions[] = {
  {"GET", ""},
  {"HEAD", ""},
  // Ranges (14.1, 14.2).
  {"GET", "Range: bytes=0-0\r\n"},
  {"GET", "Range: bytes=0-99\r\n"},
  {"HEAD", "Range: bytes=0-99\r\n"},
  {"GET", "Range: bytes=99999-\r\n"},
  {"GET", "Range: bytes=50000-\r\n"},
  {"GET", "Range: bytes=-1\r\n"},
  {"GET", "Range: bytes=-500\r\n"},
  {"GET", "Range: bytes=-100000\r\n"},
  {"GET", "Range: bytes=-999999\r\n"},
  {"GET", "Range: bytes=90000-999999\r\n"},
  {"GET", "Range: bytes=0-18446744073709551615\r\n", 206,
   "a last place beyond 64 bits is beyond the end"},
  {"GET", "Range: bytes=100000-\r\n"},
  {"HEAD", "Range: bytes=100000-\r\n"},
  {"GET", "Range: bytes=999999-9999999\r\n"},
  {"GET", "Range: bytes=-0\r\n"},
  {"GET", "Range: bytes=5-4\r\n", 200, "malformed ranges are ignored"},
  {"GET", "Range: bytes=a-b\r\n", 200, "malformed ranges are ignored"},
  {"GET", "Range: bytes=\r\n"},
  {"GET", "Range: bytes\r\n"},
  {"GET", "Range: lines=0-1\r\n"},
  {"GET", "Range: bytes=0-9,20-29\r\n", 200,
   "several parts are answered by the whole file"},
  // Conditions (13.1).
  {"GET", "If-None-Match: {etag}\r\n"},
  {"HEAD", "If-None-Match: {etag}\r\n"},
  {"GET", "If-None-Match: W/{etag}\r\n"},
  {"GET", "If-None-Match: \"x\", {etag}\r\n"},
  {"GET", "If-None-Match: *\r\n"},
  {"GET", "If-None-Match: \"x\"\r\n"},
  {"GET", "If-Modified-Since: {modified}\r\n"},
  {"GET", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"},
  {"GET", "If-None-Match: \"x\"\r\nIf-Modified-Since: {modified}\r\n"},
  {"GET", "If-None-Match: {etag}\r\nRange: bytes=0-9\r\n"},
  {"GET", "If-Match: {etag}\r\n"},
  {"GET", "If-Match: *\r\n"},
  {"GET", "If-Match: \"x\"\r\n"},
  {"GET", "If-Match: \"x\"\r\nRange: bytes=0-9\r\n"},
  {"GET", "If-Unmodified-Since: {modified}\r\n"},
  {"GET", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"},
  // If-Range (13.1.5).
  {"GET", "If-Range: {etag}\r\nRange: bytes=0-9\r\n"},
  {"GET", "If-Range: \"x\"\r\nRange: bytes=0-9\r\n"},
  {"GET", "If-Range: W/{etag}\r\nRange: bytes=0-9\r\n"},
  {"GET", "If-Range: {modified}\r\nRange: bytes=0-9\r\n"},
  {"GET",
   "If-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\nRange: bytes=0-9\r\n"},
  {"GET", "If-Range: {etag}\r\nRange: bytes=100000-\r\n"},
  {"GET", "If-Range: \"x\"\r\nRange: bytes=100000-\r\n"},
  {"GET", "If-Range: {etag}\r\n"},
};

std::string with(std::string text, const std::string& name,
                 const std::string& value) {
  if (auto at = text.find(name); at != text.npos)
    text.replace(at, name.size(), value);
  return text;
}

/// One server and how it names the file.
struct side {
  uint16_t port = 0;
  std::string target;
  std::string etag = {};
  std::string modified = {};

  raw_response ask(const std::string& method,
                   const std::string& headers) const {
    raw_socket socket{port};
    auto filled = with(with(headers, "{etag}", etag), "{modified}", modified);
    socket.send(method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + filled + "Connection: close\r\n\r\n");
    auto response = socket.response(method);
    if (!response)
      CAF_FAIL("no response to " << method << ' ' << filled);
    return *response;
  }
};

struct fixture {
  temporary_folder folder;
  std::filesystem::path videos = folder / "data/outputs/videos";
  std::string film;

  fixture() {
    for (size_t i = 0; i < film_bytes; ++i)
      film += static_cast<char>((i * 31 + i / 251) & 0xFF);
    std::filesystem::create_directories(videos / id);
    std::ofstream{videos / id / "final.mp4", std::ios::binary} << film;
  }

  static void learn(side& x) {
    auto response = x.ask("GET", "");
    CAF_REQUIRE_EQUAL(response.status, 200u);
    x.etag = response.headers["etag"];
    x.modified = response.headers["last-modified"];
    CAF_REQUIRE(x.etag.starts_with('"'));
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(file_serving_tests, fixture)

CAF_TEST(files are served as nginx serves them) {
  troupe_server server{folder / "data"};
  nginx other{"root " + videos.string() + ";"};
  side ours{server.port(), "/video/" + id};
  side theirs{other.port(), "/" + id + "/final.mp4"};
  learn(ours);
  learn(theirs);
  CAF_CHECK_EQUAL(ours.modified, theirs.modified);
  for (auto& x : questions) {
    CAF_MESSAGE(x.method << ' ' << x.headers);
    auto got = ours.ask(x.method, x.headers);
    auto wanted = theirs.ask(x.method, x.headers);
    if (x.ours != 0) {
      // Otherwise than nginx, or there is nothing to explain.
      CAF_MESSAGE(x.why << "; nginx says " << wanted.status);
      CAF_CHECK_EQUAL(got.status, x.ours);
      CAF_CHECK(got.status != wanted.status || got.body != wanted.body);
      continue;
    }
    CAF_CHECK_EQUAL(got.status, wanted.status);
    for (auto name : {"content-range", "last-modified"})
      CAF_CHECK_EQUAL(got.headers[name], wanted.headers[name]);
    if (wanted.status == 200 || wanted.status == 206) {
      CAF_CHECK(got.body == wanted.body);
      for (auto name : {"content-length", "content-type"})
        CAF_CHECK_EQUAL(got.headers[name], wanted.headers[name]);
      // nginx leaves it out of parts.
      CAF_CHECK_EQUAL(got.headers["accept-ranges"], "bytes");
      CAF_CHECK_EQUAL(got.headers["etag"], ours.etag);
    }
    if (wanted.status == 304) {
      CAF_CHECK_EQUAL(got.body, "");
      CAF_CHECK_EQUAL(got.headers["etag"], ours.etag);
    }
  }
}

CAF_TEST(through nginx every case is the same) {
  troupe_server server{folder / "data"};
  auto port = std::to_string(server.port());
  nginx proxy{"location / { proxy_pass http://127.0.0.1:" + port + "; }"};
  side direct{server.port(), "/video/" + id};
  side behind{proxy.port(), "/video/" + id};
  learn(direct);
  learn(behind);
  CAF_CHECK_EQUAL(direct.etag, behind.etag);
  for (auto& x : questions) {
    CAF_MESSAGE(x.method << ' ' << x.headers);
    auto got = behind.ask(x.method, x.headers);
    auto wanted = direct.ask(x.method, x.headers);
    CAF_CHECK_EQUAL(got.status, wanted.status);
    if (wanted.status < 400)
      CAF_CHECK(got.body == wanted.body);
    for (auto name : {"etag", "content-range", "last-modified"})
      CAF_CHECK_EQUAL(got.headers[name], wanted.headers[name]);
  }
}

CAF_TEST_FIXTURE_SCOPE_END()
