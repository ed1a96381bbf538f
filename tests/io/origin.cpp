#define CAF_SUITE origin
#include "tests/support/test.hpp"

#include "io/address_limits.hpp"
#include "io/origin.hpp"
#include "io/websocket_handshake.hpp"

using namespace troupe;

namespace {

host_name host(std::string_view text) {
  auto x = parse_host(text);
  if (!x)
    CAF_FAIL("not a host: " << std::string{text});
  return *x;
}

address_bytes v4(uint8_t last) {
  return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, last};
}

address_bytes v6(uint8_t network, uint8_t device) {
  return {0x20, 1, 0, 0, 0, 0, 0, network, 0, 0, 0, 0, 0, 0, 0, device};
}

http_request upgrade_request() {
  http_request request;
  request.method = "GET";
  request.headers = {{"Sec-WebSocket-Version", "13"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  return request;
}

unsigned status_of(const http_request& request) {
  auto why = check_upgrade(request, host("localhost:8000"), origin_rules{});
  return why ? why->status : 0;
}

} // namespace

CAF_TEST(hosts are taken apart) {
  CAF_CHECK((host("Example.ORG") == host_name{"example.org", 0}));
  CAF_CHECK((host("127.0.0.1:8000") == host_name{"127.0.0.1", 8000}));
  CAF_CHECK((host("[::1]") == host_name{"[::1]", 0}));
  CAF_CHECK((host("[::1]:443") == host_name{"[::1]", 443}));
}

CAF_TEST(what is no host is refused) {
  for (auto text : {"", ":80", "a:", "a:0", "a:70000", "a:8x", "a b", "a/b",
                    "a@b", "a,b", "[::1", "::1", "[]", "[zz::1]", "a:1:2",
                    "[::1]x", "a\tb", "ä.example"})
    if (parse_host(text))
      CAF_ERROR("accepted: " << text);
  CAF_CHECK(!parse_host(std::string(300, 'a')));
}

CAF_TEST(loopback names are few) {
  for (auto text : {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"})
    CAF_CHECK(is_loopback_name(text));
  for (auto text : {"localhost.example.org", "127.0.0.1.example.org",
                    "example.org", "10.0.0.1", "127.example.org", "[::2]"})
    CAF_CHECK(!is_loopback_name(text));
}

CAF_TEST(a restricted server answers to its own names only) {
  origin_rules rules;
  rules.hosts = {"studio.example.org"};
  CAF_CHECK(host_is_allowed(rules, host("localhost:8000")));
  CAF_CHECK(host_is_allowed(rules, host("Studio.example.org:9")));
  CAF_CHECK(!host_is_allowed(rules, host("evil.example.org")));
  rules.hosts_restricted = false;
  CAF_CHECK(host_is_allowed(rules, host("evil.example.org")));
}

CAF_TEST(pages of the same host or of the list may open sockets) {
  origin_rules rules;
  rules.origins = {"https://studio.example.org"};
  auto here = host("localhost:8000");
  CAF_CHECK(origin_is_allowed(rules, "http://localhost:8000", here));
  CAF_CHECK(origin_is_allowed(rules, "https://localhost:8000", here));
  CAF_CHECK(origin_is_allowed(rules, "HTTPS://Studio.Example.org", here));
  CAF_CHECK(origin_is_allowed(rules, "http://localhost", host("localhost")));
  CAF_CHECK(origin_is_allowed(rules, "http://localhost", host("localhost:80")));
  for (auto text : {"null", "", "http://localhost", "http://localhost:8001",
                    "http://evil.example.org", "http://localhost:8000.evil",
                    "ftp://localhost:8000", "http://localhost:8000/",
                    "https://studio.example.org.evil", "localhost:8000"})
    if (origin_is_allowed(rules, text, here))
      CAF_ERROR("accepted: " << text);
}

CAF_TEST(an upgrade is checked before it is answered) {
  auto request = upgrade_request();
  CAF_CHECK_EQUAL(status_of(request), 0u);
  request.headers.add("Origin", "http://localhost:8000");
  CAF_CHECK_EQUAL(status_of(request), 0u);
  request.headers.set("Origin", "http://evil.example.org");
  CAF_CHECK_EQUAL(status_of(request), 403u);
  request.headers.set("Origin", "http://localhost:8000");
  request.headers.add("Origin", "http://evil.example.org");
  CAF_CHECK_EQUAL(status_of(request), 400u);
  request = upgrade_request();
  request.method = "POST";
  CAF_CHECK_EQUAL(status_of(request), 405u);
  request = upgrade_request();
  request.headers.set("Sec-WebSocket-Version", "8");
  CAF_CHECK_EQUAL(status_of(request), 426u);
  request = upgrade_request();
  request.headers.set("Sec-WebSocket-Key", "short");
  CAF_CHECK_EQUAL(status_of(request), 400u);
}

CAF_TEST(connections are limited in total and by address) {
  address_limits limits{3, 2};
  auto first = limits.admit(v4(1));
  auto second = limits.admit(v4(1));
  CAF_CHECK(first && second);
  CAF_CHECK(!limits.admit(v4(1)));
  auto third = limits.admit(v4(2));
  CAF_CHECK(third);
  CAF_CHECK(!limits.admit(v4(3)));
  CAF_CHECK_EQUAL(limits.open(), 3u);
  first = {};
  CAF_CHECK_EQUAL(limits.open(), 2u);
  CAF_CHECK(limits.admit(v4(1)));
}

CAF_TEST(a whole IPv6 network counts as one address) {
  address_limits limits{10, 2};
  auto first = limits.admit(v6(1, 1));
  auto second = limits.admit(v6(1, 2));
  CAF_CHECK(first && second);
  CAF_CHECK(!limits.admit(v6(1, 3)));
  CAF_CHECK(limits.admit(v6(2, 3)));
}

CAF_TEST(a place is free again when its ticket goes) {
  address_limits limits{1, 1};
  for (auto i = 0; i < 100; ++i)
    CAF_CHECK(limits.admit(v4(1)));
  auto now = std::chrono::steady_clock::now();
  CAF_CHECK(limits.wait_until_none(now));
  auto ticket = limits.admit(v4(1));
  CAF_CHECK(!limits.wait_until_none(now));
}
