#define CAF_SUITE http_header
#include "tests/support/test.hpp"

#include "io/http_header.hpp"
#include "io/response_head.hpp"

using namespace troupe;
using namespace std::string_literals;

namespace {

using verdict = header_scanner::verdict;

verdict scan_whole(std::string_view text) {
  header_scanner scanner;
  return scanner.scan(text);
}

http_request with(std::vector<http_headers::field> fields,
                  unsigned version = 11) {
  http_request request;
  request.method = "POST";
  request.version = version;
  for (auto& [name, value] : fields)
    request.headers.add(name, value);
  return request;
}

/// The status check_framing() answers, 0 when it lets the request pass.
unsigned status_of(const http_request& request) {
  body_framing framing;
  auto why = check_framing(request, io_limits{}, framing);
  return why ? why->status : 0;
}

} // namespace

CAF_TEST(the end of a header is found however it is cut) {
  std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
  auto expected = text.find("body");
  for (size_t cut = 1; cut < expected; ++cut) {
    header_scanner scanner;
    auto first = scanner.scan(std::string_view{text}.substr(0, cut));
    CAF_CHECK(first == verdict::incomplete);
    auto second = scanner.scan(text);
    CAF_CHECK(second == verdict::complete);
    CAF_CHECK_EQUAL(scanner.length(), expected);
  }
}

CAF_TEST(bytes that two readers could read in two ways are malformed) {
  for (auto& text : {
         "GET / HTTP/1.1\nHost: a\r\n\r\n"s,
         "GET / HTTP/1.1\r\nHost: a\n\n"s,
         "GET / HTTP/1.1\rHost: a\r\n\r\n"s,
         "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n"s,
         "GET / HTTP/1.1\r\nHost: a\r\n\tfolded\r\n\r\n"s,
         "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"s,
         "\nGET / HTTP/1.1\r\n\r\n"s,
       }) {
    if (scan_whole(text) != verdict::malformed)
      CAF_ERROR("accepted: " << text.c_str());
  }
}

CAF_TEST(another HTTP version is told from nonsense) {
  CAF_CHECK(header_scanner::is_other_version("GET / HTTP/2.0\r\n\r\n"));
  CAF_CHECK(header_scanner::is_other_version("GET / HTTP/1.2\r\n\r\n"));
  CAF_CHECK(!header_scanner::is_other_version("GET / HTTP/1.1\r\n\r\n"));
  CAF_CHECK(!header_scanner::is_other_version("GET / HTTP/11\r\n\r\n"));
  CAF_CHECK(!header_scanner::is_other_version("GET /\r\n\r\n"));
}

CAF_TEST(framing that is plain passes) {
  body_framing framing;
  auto request = with({{"Host", "a"}, {"Content-Length", "12"}});
  CAF_CHECK(!check_framing(request, io_limits{}, framing));
  CAF_CHECK_EQUAL(framing.length, 12u);
  CAF_CHECK(framing.has_body());
  request = with({{"Host", "a"}, {"Transfer-Encoding", "chunked"}});
  CAF_CHECK(!check_framing(request, io_limits{}, framing));
  CAF_CHECK(framing.is_chunked);
  CAF_CHECK_EQUAL(status_of(with({{"Host", "a"}})), 0u);
  CAF_CHECK_EQUAL(status_of(with({}, 10)), 0u);
}

CAF_TEST(framing that is ambiguous is refused) {
  http_headers::field host{"Host", "a"};
  http_headers::field chunked{"Transfer-Encoding", "chunked"};
  http_headers::field five{"Content-Length", "5"};
  CAF_CHECK_EQUAL(status_of(with({})), 400u);
  CAF_CHECK_EQUAL(status_of(with({host, {"HOST", "a"}})), 400u);
  CAF_CHECK_EQUAL(status_of(with({host, host}, 10)), 400u);
  CAF_CHECK_EQUAL(status_of(with({host, chunked, five})), 400u);
  CAF_CHECK_EQUAL(status_of(with({host, chunked, chunked})), 400u);
  CAF_CHECK_EQUAL(status_of(with({host, chunked}, 10)), 400u);
  CAF_CHECK_EQUAL(status_of(with({host, five, five})), 400u);
  for (auto value : {"gzip", "chunked, identity", "identity", "Chunked", "",
                     "xchunked", "chunked;q=1"})
    CAF_CHECK_EQUAL(status_of(with({host, {"Transfer-Encoding", value}})),
                    400u);
  for (auto value : {"", "+5", "-5", "5,5", "0x5", "5 5", "five"})
    CAF_CHECK_EQUAL(status_of(with({host, {"Content-Length", value}})), 400u);
  for (auto value : {"99999999999", "99999999999999999999999999"})
    CAF_CHECK_EQUAL(status_of(with({host, {"Content-Length", value}})), 413u);
  CAF_CHECK_EQUAL(status_of(with({host, {"Expect", "more"}})), 417u);
}

CAF_TEST(a connection stays by the rules of its version) {
  CAF_CHECK(wants_keep_alive(with({})));
  CAF_CHECK(!wants_keep_alive(with({{"Connection", "x, Close"}})));
  CAF_CHECK(!wants_keep_alive(with({}, 10)));
  CAF_CHECK(wants_keep_alive(with({{"Connection", "Keep-Alive"}}, 10)));
}

CAF_TEST(a WebSocket needs both headers) {
  http_headers::field connection{"Connection", "keep-alive, Upgrade"};
  http_headers::field upgrade{"Upgrade", "WebSocket"};
  CAF_CHECK(wants_websocket(with({connection, upgrade})));
  CAF_CHECK(!wants_websocket(with({connection})));
  CAF_CHECK(!wants_websocket(with({upgrade})));
  CAF_CHECK(!wants_websocket(with({connection, upgrade}, 10)));
}

CAF_TEST(a response head has our headers once and no others of ours) {
  http_request request;
  request.method = "GET";
  request.request_id = "r-1";
  http_response response;
  response.headers = {{"Content-Type", "text/plain"},
                      {"Content-Length", "999"},
                      {"connection", "upgrade"}};
  response.body = "hello";
  auto head = response_head(response, request, false, 784111777);
  std::string expected = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                         "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                         "Server: troupe\r\nX-Request-Id: r-1\r\n"
                         "X-Content-Type-Options: nosniff\r\n"
                         "Content-Length: 5\r\nConnection: close\r\n\r\n";
  CAF_CHECK_EQUAL(head, expected);
}

CAF_TEST(a header that would break the message is not sendable) {
  http_response response;
  CAF_CHECK(is_sendable(response));
  response.headers.add("Location", "/a\r\nSet-Cookie: b");
  CAF_CHECK(!is_sendable(response));
  response.headers = {{"Bad Name", "x"}};
  CAF_CHECK(!is_sendable(response));
  response.headers = {};
  response.status = 101;
  CAF_CHECK(!is_sendable(response));
}

CAF_TEST(HEAD and 204 and 304 have no body) {
  http_request get;
  get.method = "GET";
  http_request head;
  head.method = "HEAD";
  http_response response;
  response.body = "hello";
  CAF_CHECK(has_response_body(response, get));
  CAF_CHECK(!has_response_body(response, head));
  response.status = 304;
  CAF_CHECK(!has_response_body(response, get));
  auto text = response_head(response, get, true, 0);
  CAF_CHECK(text.find("Content-Length") == std::string::npos);
}
