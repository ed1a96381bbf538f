#define CAF_SUITE webhook_rules
#include "tests/support/test.hpp"

#include "protocol/webhook_rules.hpp"

using namespace troupe;
using namespace std::chrono_literals;

namespace {

std::string refusal(webhook x, bool allows_http = false) {
  auto checked = check_webhook(std::move(x), allows_http);
  return checked ? "(accepted)" : text_of(checked.error());
}

webhook hook(std::string url, std::vector<std::string> events = {},
             std::string secret = {}) {
  webhook out;
  out.url = std::move(url);
  out.events = std::move(events);
  out.secret = std::move(secret);
  return out;
}

} // namespace

CAF_TEST(signatures are those of the standard) {
  // The vector of the specification's reference libraries.
  auto key = webhook_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  CAF_REQUIRE(key);
  CAF_CHECK_EQUAL(webhook_signature(*key, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                    1614265330, R"({"test": 2432232314})"),
                  "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CAF_CHECK_EQUAL(webhook_secret(*key),
                  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

CAF_TEST(every part of a message is signed) {
  auto sign = [](const char* key, const char* id, int64_t at,
                 const char* body) {
    return webhook_signature(key, id, at, body);
  };
  auto right = sign("k", "msg_1", 5, "{}");
  CAF_CHECK(right != sign("l", "msg_1", 5, "{}"));
  CAF_CHECK(right != sign("k", "msg_2", 5, "{}"));
  CAF_CHECK(right != sign("k", "msg_1", 6, "{}"));
  CAF_CHECK(right != sign("k", "msg_1", 5, "{} "));
}

CAF_TEST(types are told to those who want them) {
  job_notice notice;
  notice.door = "ad";
  notice.ending = job_ending::cancelled;
  CAF_CHECK_EQUAL(type_of(notice), "ad.cancelled");
  CAF_CHECK(wants(hook("x"), "ad.failed"));
  CAF_CHECK(wants(hook("x", {"*"}), "ad.failed"));
  CAF_CHECK(wants(hook("x", {"ad.*"}), "ad.failed"));
  CAF_CHECK(wants(hook("x", {"video.failed", "ad.failed"}), "ad.failed"));
  CAF_CHECK(!wants(hook("x", {"video.*"}), "ad.failed"));
  CAF_CHECK(!wants(hook("x", {"ad.completed"}), "ad.failed"));
  CAF_CHECK_EQUAL(webhook_types().size(), 6u);
}

CAF_TEST(a webhook is refused with the field that is wrong) {
  constexpr auto good = "https://example.org/hook?x=1";
  CAF_CHECK_EQUAL(refusal(hook(good, {"ad.*", "video.completed"})),
                  "(accepted)");
  CAF_CHECK_EQUAL(refusal(hook("HTTPS://example.org")), "(accepted)");
  CAF_CHECK_EQUAL(refusal(hook("http://127.0.0.1:99/x"), true), "(accepted)");
  for (auto url :
       {"", "example.org", "http://example.org/", "ftp://example.org/",
        "file:///etc/passwd", "https://", "https:///x", "https://:80/",
        "https://user@example.org/", "https://u:p@example.org/",
        "https://example.org/#a", "https://exa mple.org/",
        "https://example.org/\r\nX: y", "https://ex\xC3\xA4mple.org/",
        "https://example.org\\@evil.example/", "gopher://x", "//x"}) {
    CAF_MESSAGE(url);
    CAF_CHECK(refusal(hook(url)).starts_with("Field url must be"));
  }
  CAF_CHECK(refusal(hook("https://a/" + std::string(2'048, 'x')))
              .starts_with("Field url must be"));
  for (auto event : {"", "video", "video.done", "ad.", "*.*", "VIDEO.*"})
    CAF_CHECK(refusal(hook(good, {event})).starts_with("Field events must be"));
  for (auto secret : {"x", "whsec_", "whsec_AAAA", "whsec_!!!!",
                      "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    CAF_CHECK(
      refusal(hook(good, {}, secret)).starts_with("Field secret must be"));
}

CAF_TEST(failed attempts come back later and later for three days) {
  CAF_CHECK(webhook_pause(1, 0) == std::optional{5'000ms});
  CAF_CHECK(webhook_pause(2, 0) == std::optional{300'000ms});
  CAF_CHECK(webhook_pause(1, 1) == std::optional{6'000ms});
  CAF_CHECK(webhook_pause(1, 7) == std::optional{6'000ms});
  std::chrono::milliseconds all{0};
  for (uint32_t i = 1; i < webhook_attempts(); ++i) {
    auto pause = webhook_pause(i, 0);
    CAF_REQUIRE(pause);
    auto last = webhook_pause(i - 1, 1);
    CAF_CHECK(!last || *last <= *pause);
    all += *pause;
  }
  CAF_CHECK(all > 72h);
  CAF_CHECK(!webhook_pause(webhook_attempts(), 0));
  CAF_CHECK(!webhook_pause(0, 0));
}

CAF_TEST(a message has type time and data) {
  CAF_CHECK_EQUAL(
    webhook_body("ad.failed", 1'763'748'000'123,
                 json::make_object({{"error", "no \"disk\""}})),
    R"({"type":"ad.failed","timestamp":"2025-11-21T18:00:00Z",)"
    R"("data":{"error":"no \"disk\""}})");
}

CAF_TEST(secrets are shown only when they are made) {
  auto x = hook("https://example.org", {}, "whsec_hidden");
  CAF_CHECK(to_json(x).dump().find("whsec") == std::string::npos);
  CAF_CHECK_EQUAL(to_json(x, x.secret).text("secret"), "whsec_hidden");
}
