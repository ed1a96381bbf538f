#define CAF_SUITE hostile
#include "tests/support/test.hpp"

#include "tests/integration/creator_client.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include "protocol/defaults.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

struct fixture {
  temporary_folder folder;
  troupe_server server{folder.path() / "data"};

  /// Somebody else, whom nothing of this may disturb.
  void others_are_served() {
    creator_client other{server.port()};
    other.start("moa", short_payload("moa"));
    other.until("completed");
  }

  std::string refused(const json& start) {
    creator_client client{server.port()};
    client.send(start);
    auto answer = client.next();
    CAF_CHECK_EQUAL(answer.text("status"), "error");
    CAF_CHECK(!answer.has("seq"));
    return answer.text("error");
  }
};

std::string upgrade(const std::string& more) {
  return "GET /ws/creator HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
         "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
         + more + "\r\n";
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(hostile_tests, fixture)

CAF_TEST(bad frames get an answer and the session lives on) {
  creator_client client{server.port()};
  client.start("moa", short_payload("moa"));
  client.until("completed");
  for (auto& frame :
       {std::string(100'000, '['), std::string{"not json"},
        std::string{"{\"action\":\"accept\",\"action\":\"stop\"}"},
        std::string{"[]"}, std::string{"{}"}, std::string{"{\"action\":7}"},
        std::string{"{\"action\":\"zzz\"}"}, std::string{""}}) {
    client.send_text(frame);
    auto answer = client.next();
    CAF_CHECK_EQUAL(answer.text("status"), "error");
    CAF_CHECK(!answer.text("error").empty());
  }
  client.action("accept");
  CAF_CHECK_EQUAL(client.until("completed").text("stage"), "script");
  others_are_served();
}

CAF_TEST(the documented words for wrong actions) {
  creator_client client{server.port()};
  client.action("accept");
  CAF_CHECK_EQUAL(client.next().text("error"), "No active session");
  client.action("zzz");
  CAF_CHECK_EQUAL(client.next().text("error"), "Unknown action: zzz");
  client.send_text("{}");
  CAF_CHECK_EQUAL(client.next().text("error"), "Unknown action: None");
  auto missing = refused(*json::parse(
    R"({"action":"start","video_type":"moa","payload":{"condition":"x"}})"));
  CAF_CHECK(missing.find("drug_name") != std::string::npos);
  auto unknown
    = refused(*json::parse(R"({"action":"start","video_type":"opera"})"));
  CAF_CHECK(unknown.find("opera") != std::string::npos);
}

CAF_TEST(a frame that claims a gibibyte closes with 1009) {
  creator_client client{server.port()};
  client.send_text(std::string(defaults::frame_max_bytes + 1, 'x'));
  CAF_CHECK(client.socket().wait_until_closed(10s));
  CAF_CHECK_EQUAL(client.socket().close_code(), 1009);
  // A header that claims 1 GiB, masked, and nothing behind it.
  auto answer = http_exchange(
    server.port(),
    upgrade("") + std::string{"\x81\xff\0\0\0\0\x40\0\0\0\1\2\3\4", 14});
  CAF_CHECK(answer.find("101 Switching Protocols") != std::string::npos);
  CAF_CHECK(answer.find("\x03\xf1") != std::string::npos); // 1009
  others_are_served();
}

CAF_TEST(a foreign page may not open a socket) {
  auto answer = http_exchange(server.port(),
                              upgrade("Origin: https://evil.example\r\n"));
  CAF_CHECK_EQUAL(answer.substr(0, 12), "HTTP/1.1 403");
  others_are_served();
}

CAF_TEST(a foreign Host is not served) {
  auto answer = http_exchange(server.port(),
                              "GET / HTTP/1.1\r\nHost: evil.example\r\n"
                              "Connection: close\r\n\r\n");
  CAF_CHECK(answer.substr(0, 10) == "HTTP/1.1 4");
}

CAF_TEST(SIGTERM ends it with 1001 and exit code 0) {
  creator_client client{server.port()};
  client.start("moa", short_payload("moa"));
  client.until("completed");
  auto end = server.terminate();
  CAF_CHECK_EQUAL(end.code, 0);
  CAF_CHECK(client.socket().wait_until_closed(5s));
  CAF_CHECK_EQUAL(client.socket().close_code(), 1001);
}

CAF_TEST_FIXTURE_SCOPE_END()
