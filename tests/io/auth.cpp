#define CAF_SUITE auth
#include "tests/io/auth_fixture.hpp"

#include "io/auth_door.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

struct fixture : auth_fixture {
  fixture() {
    context = make_context(make_gate());
    handler = make_router(context);
  }

  http_response log_in(const std::string& who, const std::string& password,
                       std::string_view field = "email") {
    return post("/api/auth/login", json::make_object({{std::string{field}, who},
                                                      {"password", password}}));
  }
};

json registration_of(const std::string& name) {
  return json::make_object({{"email", name + "@films.example"},
                            {"username", name},
                            {"password", "a good password"}});
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(auth_tests, fixture)

CAF_TEST(who registers can log in and is who they say) {
  auto made = post("/api/auth/register", registration_of("ann"));
  CAF_REQUIRE_EQUAL(made.status, 201u);
  auto id = parsed(made).text("user_id");
  CAF_CHECK(is_session_id(id));
  auto in = log_in("ann@films.example", "a good password");
  CAF_REQUIRE_EQUAL(in.status, 200u);
  CAF_CHECK(in.headers.get("Cache-Control") == "no-store");
  auto body = parsed(in);
  CAF_CHECK_EQUAL(body.text("token_type"), "bearer");
  CAF_CHECK_EQUAL(body.text("user_id"), id);
  CAF_CHECK_EQUAL(body.text("email"), "ann@films.example");
  CAF_CHECK_EQUAL(body.text("username"), "ann");
  CAF_CHECK_EQUAL(log_in("ann", "a good password", "username").status, 200u);
  CAF_CHECK_EQUAL(log_in("ANN", "a good password", "email").status, 200u);
  for (auto path : {"/api/auth/me", "/api/v1/auth/me", "/api/v1/auth/verify"}) {
    auto me = ask("GET", path, bearer(body.text("access_token")));
    CAF_CHECK_EQUAL(me.status, 200u);
    CAF_CHECK_EQUAL(parsed(me).text("user_id"), id);
  }
}

CAF_TEST(forms are taken as well as JSON) {
  auto made = ask("POST", "/api/auth/register",
                  {{"Content-Type", "application/x-www-form-urlencoded"}},
                  "email=a%40b.example&username=bob&password=a+good+password");
  CAF_CHECK_EQUAL(made.status, 201u);
  CAF_CHECK_EQUAL(log_in("bob", "a good password").status, 200u);
}

CAF_TEST(bad registrations name the field and taken names are a conflict) {
  enroll("ann");
  auto again = post("/api/auth/register", registration_of("Ann"));
  CAF_CHECK_EQUAL(again.status, 409u);
  auto bad = registration_of("bob");
  bad["password"] = "short";
  auto refused = post("/api/auth/register", bad);
  CAF_CHECK_EQUAL(refused.status, 422u);
  CAF_CHECK_EQUAL(parsed(refused).at("errors").at(0).text("pointer"),
                  "/password");
  CAF_CHECK_EQUAL(post("/api/auth/register", json{"x"}).status / 100, 4u);
  auto large = registration_of("bob");
  large["name"] = std::string(20'000, 'x');
  CAF_CHECK_EQUAL(post("/api/auth/register", large).status, 413u);
}

CAF_TEST(wrong passwords and unknown people get the same answer) {
  enroll("ann");
  auto wrong = log_in("ann", "a bad password");
  auto unknown = log_in("bob", "a bad password");
  CAF_CHECK_EQUAL(wrong.status, 401u);
  CAF_CHECK_EQUAL(parsed(wrong).text("detail"), "Invalid email or password");
  CAF_CHECK_EQUAL(unknown.status, 401u);
  CAF_CHECK_EQUAL(body_of(wrong), body_of(unknown));
  CAF_CHECK_EQUAL(log_in("", "x").status, 422u);
  CAF_CHECK_EQUAL(log_in("ann", "").status, 422u);
}

CAF_TEST(guessing is slowed down for the account and for the address) {
  enroll("ann");
  int64_t now = 1'790'000'000;
  auto door = std::make_shared<auth_door>(
    std::make_shared<const route_context>(context), [&now] { return now; });
  handler = [door](const http_request& request, respond answer) {
    door->log_in(request, std::move(answer));
  };
  for (int i = 0; i < 5; ++i)
    CAF_CHECK_EQUAL(log_in("ann", "guess " + std::to_string(i)).status, 401u);
  auto refused = log_in("Ann", "a good password");
  CAF_CHECK_EQUAL(refused.status, 429u);
  CAF_CHECK(refused.headers.get("Retry-After") == "1");
  CAF_CHECK_EQUAL(refused.headers.count("Retry-After"), 1u);
  now += 1;
  CAF_CHECK_EQUAL(log_in("ann", "guess").status, 401u);
  now += 1;
  CAF_CHECK(log_in("ann", "guess").headers.get("Retry-After") == "1");
  now += 1;
  CAF_CHECK_EQUAL(log_in("ann", "a good password").status, 200u);
  // What was right does not count, so 14 of 20 are left to this address.
  int let_in = 0;
  for (int i = 0; i < 100; ++i)
    let_in += log_in("user" + std::to_string(i), "guess").status == 401;
  CAF_CHECK_EQUAL(let_in, 14);
  // Another address is another matter.
  auto body = json::make_object({{"email", "bob"}, {"password", "guess"}});
  auto other
    = ask("POST", "/api/auth/login", {{"Content-Type", "application/json"}},
          body.dump(), "198.51.100.7");
  CAF_CHECK_EQUAL(other.status, 401u);
}

CAF_TEST(a token that was logged out opens nothing and others still do) {
  auto first = enroll("ann");
  auto second = parsed(log_in("ann", "a good password")).text("access_token");
  CAF_CHECK_EQUAL(ask("POST", "/api/auth/logout", bearer(first)).status, 200u);
  auto after = ask("GET", "/api/auth/me", bearer(first));
  CAF_CHECK_EQUAL(after.status, 401u);
  CAF_CHECK_EQUAL(parsed(after).text("detail"), "Invalid or expired token");
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", bearer(second)).status, 200u);
}

CAF_TEST(status is for anybody) {
  auto anybody = parsed(ask("GET", "/api/v1/auth/status"));
  CAF_CHECK(!anybody.flag("authenticated", true));
  CAF_CHECK(anybody.at("user_id").is_null());
  auto bad = ask("GET", "/api/v1/auth/status", bearer("nonsense"));
  CAF_CHECK_EQUAL(bad.status, 200u);
  CAF_CHECK(!parsed(bad).flag("authenticated", true));
  auto ann = parsed(ask("GET", "/api/v1/auth/status", bearer(enroll("ann"))));
  CAF_CHECK(ann.flag("authenticated"));
  CAF_CHECK(is_session_id(ann.text("user_id")));
}

CAF_TEST(without a token the answers are those of the protocol) {
  auto plain = ask("GET", "/api/v1/auth/me");
  CAF_CHECK_EQUAL(plain.status, 401u);
  CAF_CHECK(plain.headers.get("WWW-Authenticate") == "Bearer");
  CAF_CHECK_EQUAL(parsed(plain).text("detail"), "Not authenticated");
  CAF_CHECK(plain.headers.get("Content-Type") == "application/problem+json");
  for (auto& headers :
       {bearer("x"), bearer("a.b.c"),
        http_headers{{"Authorization", "Basic x"}},
        http_headers{{"Authorization", "Bearer"}},
        http_headers{{"X-API-Key", "x"}},
        http_headers{{"Authorization", "Bearer x"}, {"X-API-Key", "trp_x"}}}) {
    auto bad = ask("GET", "/api/v1/auth/me", headers);
    CAF_CHECK_EQUAL(bad.status, 401u);
    CAF_CHECK_EQUAL(parsed(bad).text("detail"), "Invalid or expired token");
    CAF_CHECK(bad.headers.get("WWW-Authenticate")
              == "Bearer error=\"invalid_token\"");
  }
  CAF_CHECK_EQUAL(ask("GET", "/sessions").status, 401u);
  CAF_CHECK_EQUAL(ask("GET", "/healthz").status, 200u);
}

CAF_TEST(API keys work until they are removed) {
  auto token = enroll("ann");
  auto made = post("/api/v1/auth/keys", json::make_object({{"name", "laptop"}}),
                   bearer(token));
  CAF_REQUIRE_EQUAL(made.status, 201u);
  auto key = parsed(made).text("key");
  CAF_CHECK(key.starts_with("trp_"));
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", bearer(key)).status, 200u);
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", {{"X-API-Key", key}}).status,
                  200u);
  auto list = ask("GET", "/api/v1/auth/keys", bearer(token));
  CAF_CHECK(body_of(list).find(key) == std::string::npos);
  auto keys = parsed(list);
  auto& shown = keys.at("keys").at(0);
  CAF_CHECK_EQUAL(shown.text("name"), "laptop");
  CAF_CHECK(shown.at("last_used_at").is_string());
  // A key can't make more of itself, and others can't remove it.
  CAF_CHECK_EQUAL(
    post("/api/v1/auth/keys", json::make_object({{"name", "x"}}), bearer(key))
      .status,
    403u);
  auto path = "/api/v1/auth/keys/" + shown.text("id");
  CAF_CHECK_EQUAL(ask("DELETE", path, bearer(enroll("bob"))).status, 404u);
  CAF_CHECK_EQUAL(ask("DELETE", path, bearer(token)).status, 204u);
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", bearer(key)).status, 401u);
}

CAF_TEST(closed registration leaves accounts to who runs the server) {
  context.options.has_registration = false;
  handler = make_router(context);
  CAF_CHECK_EQUAL(post("/api/auth/register", registration_of("ann")).status,
                  403u);
}

CAF_TEST(tickets work once and not for long) {
  auto token = enroll("ann");
  auto made = ask("POST", "/ws-tickets", bearer(token));
  CAF_REQUIRE_EQUAL(made.status, 201u);
  CAF_CHECK_EQUAL(parsed(made).integer("expires_in"), 30);
  auto ticket = parsed(made).text("ticket");
  CAF_CHECK(tickets->take(ticket, unix_s()));
  CAF_CHECK(!tickets->take(ticket, unix_s()));
  auto late = *tickets->make(identity{}, 1'000);
  CAF_CHECK(!tickets->take(late, 1'030));
  CAF_CHECK(!tickets->take(late, 1'000));
  CAF_CHECK(!tickets->take("", 1'000));
}

CAF_TEST(a preflight needs no token and names what pages may send) {
  context.options.allowed_origins = {"https://studio.example"};
  handler = make_router(context);
  auto answer = ask("OPTIONS", "/api/v1/auth/me",
                    {{"Origin", "https://studio.example"},
                     {"Access-Control-Request-Method", "GET"},
                     {"Access-Control-Request-Headers", "authorization"}});
  CAF_CHECK_EQUAL(answer.status, 204u);
  CAF_CHECK(answer.headers.get("Access-Control-Allow-Origin")
            == "https://studio.example");
  auto allowed =
    std::string{answer.headers.get("Access-Control-Allow-Headers")};
  for (auto name : {"Authorization", "Idempotency-Key", "X-API-Key",
                    "Last-Event-ID", "Content-Type"})
    CAF_CHECK(allowed.find(name) != std::string::npos);
  // Without credentials of the browser: tokens are sent by the page.
  CAF_CHECK(!answer.headers.has("Access-Control-Allow-Credentials"));
  auto foreign =
    ask("OPTIONS", "/api/v1/auth/me", {{"Origin", "https://evil.example"}});
  CAF_CHECK(!foreign.headers.has("Access-Control-Allow-Origin"));
  CAF_CHECK_EQUAL(
    ask("POST", "/api/auth/login", {{"Origin", "https://evil.example"}}, "{}")
      .status,
    403u);
}

CAF_TEST_FIXTURE_SCOPE_END()
