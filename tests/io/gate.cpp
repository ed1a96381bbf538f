#define CAF_SUITE gate
#include "tests/io/auth_fixture.hpp"

#include "io/router.hpp"
#include "io/routes_parts.hpp"
#include "tests/support/token_maker.hpp"

#include <optional>

using namespace troupe;
using namespace troupe::test;

namespace {

token_rules both() {
  token_rules rules;
  rules.takes_outside = true;
  rules.outside.issuer = "https://issuer.example";
  return rules;
}

struct fixture : auth_fixture {
  fixture() : auth_fixture(both()) {
    outside = std::make_shared<outside_keys>(
      [this](const outside_keys::arrival& arrival) {
        ++fetches;
        if (is_slow)
          waiting = arrival;
        else
          arrival(key_set);
      },
      directory);
    use(make_gate());
  }

  void use(const gate_ptr& gate) {
    router routes{{}, gate};
    auto who = [](auto& request, auto&, auto answer) {
      answer({200, {}, request.who.user.str()});
    };
    routes.add("GET", "/api/mine", who);
    routes.add("GET", "/api/open", who, access::everybody);
    routes.add("GET", "/page", who, access::everybody);
    routes.add("POST", "/page", who, access::everybody);
    routes.add("GET", "/api/ad-agent/health", who, access::everybody);
    routes.add("POST", "/api/ad-agent/create", who);
    handler = routes;
  }

  std::string token_of(const token_maker& issuer, const std::string& sub) {
    return issuer.sign(json::make_object({{"iss", "https://issuer.example"},
                                          {"sub", sub},
                                          {"exp", unix_s() + 60}}));
  }

  account ann_account() {
    account ann{user_id{"ann"}, "ann@films.example", "ann", "", 1};
    directory->add_user(ann.id);
    return ann;
  }

  int fetches = 0;
  bool is_slow = false;
  outside_keys::arrival waiting;
  result<std::string> key_set = make_error(ec::unavailable, "not there");
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(gate_tests, fixture)

CAF_TEST(clients of ads are told 403 without a token and 401 with a bad one) {
  auto none = ask("POST", "/api/ad-agent/create");
  CAF_CHECK_EQUAL(none.status, 403u);
  CAF_CHECK_EQUAL(parsed(none).text("detail"), "Not authenticated");
  CAF_CHECK_EQUAL(ask("POST", "/api/ad-agent/create", bearer("x")).status,
                  401u);
  CAF_CHECK_EQUAL(ask("GET", "/api/ad-agent/health").status, 200u);
}

CAF_TEST(a token of the issuer waits for its keys once) {
  auto issuer = token_maker::rsa("k1");
  key_set = key_set_text({issuer.jwk()});
  auto token = token_of(issuer, "user_7");
  auto answer = ask("GET", "/api/mine", bearer(token));
  CAF_CHECK_EQUAL(answer.status, 200u);
  CAF_CHECK_EQUAL(body_of(answer), "user_7");
  CAF_CHECK_EQUAL(fetches, 1);
  ask("GET", "/api/mine", bearer(token));
  CAF_CHECK_EQUAL(fetches, 1);
  // A key nobody knows does not make us fetch again and again.
  auto stranger = token_maker::rsa("k2");
  for (int i = 0; i < 20; ++i)
    CAF_CHECK_EQUAL(
      ask("GET", "/api/mine", bearer(token_of(stranger, "user_7"))).status,
      401u);
  CAF_CHECK_EQUAL(fetches, 1);
}

CAF_TEST(requests wait for one fetch side by side) {
  is_slow = true;
  auto issuer = token_maker::ec("k1");
  key_set = key_set_text({issuer.jwk()});
  auto token = token_of(issuer, "user_7");
  std::vector<answer_box> boxes(5);
  for (auto& box : boxes) {
    auto request = make_request("GET", "/api/mine", bearer(token));
    handler(std::move(*request), box.taker());
    CAF_CHECK(!box.has_answer());
  }
  CAF_CHECK_EQUAL(fetches, 1);
  waiting(key_set);
  for (auto& box : boxes) {
    CAF_REQUIRE(box.has_answer());
    CAF_CHECK_EQUAL(box.answer().status, 200u);
  }
}

CAF_TEST(keys rotate and old ones stay while the issuer is away) {
  auto first = token_maker::rsa("k1");
  auto second = token_maker::rsa("k2");
  constexpr int64_t minute = 60'000;
  int64_t now = 1'000 * minute;
  auto state = [&](const token_maker& issuer) {
    return directory->check(token_of(issuer, "u"), unix_s()).state;
  };
  key_set = key_set_text({first.jwk()});
  outside->refresh(now, [] {});
  CAF_CHECK(state(first) == token_verdict::is::accepted);
  key_set = key_set_text({second.jwk()});
  outside->refresh(now + minute - 1, [] {});
  CAF_CHECK_EQUAL(fetches, 1);
  outside->refresh(now + minute, [] {});
  CAF_CHECK_EQUAL(fetches, 2);
  CAF_CHECK(state(second) == token_verdict::is::accepted);
  CAF_CHECK(state(first) == token_verdict::is::unknown_key);
  key_set = std::string{"<html>oops</html>"};
  outside->refresh(now + 2 * minute, [] {});
  CAF_CHECK(state(second) == token_verdict::is::accepted);
  key_set = make_error(ec::unavailable, "away");
  outside->refresh_if_old(now + 30 * minute);
  CAF_CHECK_EQUAL(fetches, 3);
  outside->refresh_if_old(now + 62 * minute);
  CAF_CHECK_EQUAL(fetches, 4);
  CAF_CHECK(state(second) == token_verdict::is::accepted);
  outside->refresh(now + 26 * 60 * minute, [] {});
  CAF_CHECK(state(second) == token_verdict::is::unknown_key);
}

CAF_TEST(the limit counts users by name and strangers by address) {
  use(make_gate(3));
  auto ann = bearer(directory->make_token(ann_account(), unix_s()));
  for (int left : {2, 1, 0}) {
    auto answer = ask("GET", "/api/mine", ann);
    CAF_CHECK_EQUAL(answer.status, 200u);
    CAF_CHECK(answer.headers.get("X-RateLimit-Limit") == "3");
    CAF_CHECK(answer.headers.get("X-RateLimit-Remaining")
              == std::to_string(left));
    auto reset =
      std::stoll(std::string{answer.headers.get("X-RateLimit-Reset")});
    CAF_CHECK(reset >= unix_s() && reset <= unix_s() + 61);
  }
  auto over = ask("GET", "/api/mine", ann);
  CAF_CHECK_EQUAL(over.status, 429u);
  CAF_CHECK_EQUAL(over.headers.count("Retry-After"), 1u);
  CAF_CHECK(over.headers.get("X-RateLimit-Remaining") == "0");
  // From another address it is the same user, from this one another asker.
  CAF_CHECK_EQUAL(ask("GET", "/api/mine", ann, {}, "198.51.100.1").status,
                  429u);
  CAF_CHECK_EQUAL(ask("GET", "/api/open").status, 200u);
  // Bad tokens cost their sender.
  CAF_CHECK_EQUAL(ask("GET", "/api/mine", bearer("x")).status, 401u);
  CAF_CHECK_EQUAL(ask("GET", "/api/mine").status, 401u);
  CAF_CHECK_EQUAL(ask("GET", "/api/mine", bearer("y")).status, 429u);
  CAF_CHECK_EQUAL(ask("GET", "/api/open", {}, {}, "198.51.100.1").status, 200u);
  // Pages and files are not counted, but what changes something is.
  CAF_CHECK_EQUAL(ask("GET", "/page").status, 200u);
  CAF_CHECK(!ask("GET", "/page").headers.has("X-RateLimit-Limit"));
  CAF_CHECK_EQUAL(ask("POST", "/page").status, 429u);
}

CAF_TEST(an address is the one a trusted proxy names) {
  auto addresses =
    client_addresses::make({"10.0.0.0/8", "2001:db8::1", "192.168.1.7"});
  CAF_REQUIRE(addresses);
  auto of = [&](std::string peer, http_headers headers = {}) {
    http_request request;
    request.peer = std::move(peer);
    request.headers = std::move(headers);
    return addresses->of(request);
  };
  auto via = [](const char* text) {
    return http_headers{{"X-Forwarded-For", text}};
  };
  CAF_CHECK_EQUAL(of("203.0.113.9"), "203.0.113.9");
  // Strangers name nobody.
  CAF_CHECK_EQUAL(of("203.0.113.9", via("1.1.1.1")), "203.0.113.9");
  CAF_CHECK_EQUAL(of("10.1.2.3", via("1.1.1.1")), "1.1.1.1");
  CAF_CHECK_EQUAL(of("::ffff:10.1.2.3", via("1.1.1.1")), "1.1.1.1");
  CAF_CHECK_EQUAL(of("192.168.1.7", via("9.9.9.9, 1.1.1.1 , 10.0.0.2")),
                  "1.1.1.1");
  CAF_CHECK_EQUAL(of("10.0.0.1", via("nonsense")), "10.0.0.1");
  CAF_CHECK_EQUAL(of("10.0.0.1", via("1.1.1.1, nonsense")), "10.0.0.1");
  CAF_CHECK_EQUAL(of("10.0.0.1", {{"X-Forwarded-For", "9.9.9.9"},
                                  {"X-Forwarded-For", "1.1.1.1"}}),
                  "1.1.1.1");
  CAF_CHECK_EQUAL(of("2001:db8::1", via("2001:db8:5:6:7:8:9:a")),
                  "2001:db8:5:6::/64");
  CAF_CHECK_EQUAL(of("192.168.1.8", via("1.1.1.1")), "192.168.1.8");
  CAF_CHECK(!client_addresses::make({"10.0.0.0/33"}));
  CAF_CHECK(!client_addresses::make({"proxy.example"}));
}

CAF_TEST(a full table of buckets lets nobody through for nothing) {
  rate_limits limits{1, 3};
  for (auto name : {"a", "b", "c"})
    CAF_CHECK(limits.take(name, 10'000).is_allowed);
  CAF_CHECK(limits.take("d", 10'000).is_allowed);
  CAF_CHECK(!limits.take("e", 10'000).is_allowed);
  CAF_CHECK(!limits.take("a", 10'000).is_allowed);
  CAF_CHECK(limits.take("e", 75'000).is_allowed);
}

CAF_TEST_FIXTURE_SCOPE_END()
