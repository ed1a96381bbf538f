#define CAF_SUITE routes_webhooks
#include "tests/support/test.hpp"

#include "io/routes_parts.hpp"
#include "tests/io/http_call.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/typed_event_based_actor.hpp>

using namespace troupe;
using namespace troupe::test;

namespace {

struct config : caf::actor_system_config {
  config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
  }
};

const webhook known{"wh_1", user_id{"local"}, "https://example.org/hook",
                    {"ad.*"}, "whsec_shown_once", true, "", 0};

error missing() {
  return make_error(ec::not_found, "There is no such webhook");
}

/// Knows one webhook, of the user "local".
webhooks_actor::behavior_type fake_webhooks(webhooks_actor::pointer,
                                            uint32_t most) {
  auto is_known = [](const user_id& owner, const std::string& id) {
    return owner == known.owner && id == known.id;
  };
  return {
    [](const job_notice&) { return atom::done_v; },
    [most](atom::create, const webhook& x) -> caf::result<webhook> {
      if (most == 0)
        return make_error(ec::limit_exceeded, "There are 0 webhooks already");
      if (!x.url.starts_with("https://"))
        return make_error(ec::invalid_argument,
                          "Field url must be an https URL");
      auto made = known;
      made.owner = x.owner;
      made.url = x.url;
      made.events = x.events;
      return made;
    },
    [](atom::list, const user_id& owner) {
      return owner == known.owner ? std::vector<webhook>{known}
                                  : std::vector<webhook>{};
    },
    [is_known](atom::find, const user_id& owner,
               const std::string& id) -> caf::result<webhook> {
      if (!is_known(owner, id))
        return missing();
      return known;
    },
    [is_known](atom::remove, const user_id& owner,
               const std::string& id) -> caf::result<atom::done> {
      if (!is_known(owner, id))
        return missing();
      return atom::done_v;
    },
    [is_known](atom::ping, const user_id& owner,
               const std::string& id) -> caf::result<webhook_delivery> {
      if (!is_known(owner, id))
        return missing();
      webhook_delivery out;
      out.id = "msg_1";
      out.type = "webhook.test";
      return out;
    },
    [is_known](atom::list, const user_id& owner, const std::string& id,
               uint32_t) -> caf::result<std::vector<webhook_delivery>> {
      if (!is_known(owner, id))
        return missing();
      webhook_delivery out;
      out.id = "msg_1";
      out.state = delivery_state::failed;
      out.status = 410;
      return std::vector<webhook_delivery>{out};
    },
  };
}

struct fixture : test_coordinator_fixture<config> {
  fixture() : routes(make(1)) {}

  router make(uint32_t most) {
    router out;
    route_context context;
    context.webhooks = sys.spawn(fake_webhooks, most);
    context.system = &sys;
    add_webhook_routes(
      out, std::make_shared<const route_context>(std::move(context)));
    return out;
  }

  std::pair<unsigned, json> ask(std::string method, std::string_view target,
                                std::string body = {}) {
    auto request = make_request(std::move(method), target, {},
                                std::move(body));
    answer_box box;
    routes(std::move(*request), box.taker());
    sched.run();
    if (!box.has_answer())
      return {0, json{}};
    last = box.answer();
    auto parsed = json::parse(body_of(last));
    return {last.status, parsed ? *parsed : json{}};
  }

  std::string refusal(const std::string& body) {
    auto [status, problem] = ask("POST", "/api/v1/webhooks", body);
    return std::to_string(status) + ' ' + problem.text("detail");
  }

  router routes;
  http_response last;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(routes_webhooks_tests, fixture)

CAF_TEST(a webhook is made and its secret shown once) {
  auto [status, made]
    = ask("POST", "/api/v1/webhooks",
          R"({"url":"https://example.org/x","events":["ad.*"]})");
  CAF_CHECK_EQUAL(status, 201u);
  CAF_CHECK_EQUAL(made.text("id"), "wh_1");
  CAF_CHECK_EQUAL(made.text("url"), "https://example.org/x");
  CAF_CHECK_EQUAL(made.text("secret"), "whsec_shown_once");
  CAF_CHECK(last.headers.get("Location") == "/api/v1/webhooks/wh_1");
  CAF_CHECK(last.headers.get("Cache-Control") == "no-store");
  auto [found, shown] = ask("GET", "/api/v1/webhooks/wh_1");
  CAF_CHECK_EQUAL(found, 200u);
  CAF_CHECK(!shown.has("secret"));
  auto [listed, all] = ask("GET", "/api/v1/webhooks");
  CAF_CHECK_EQUAL(listed, 200u);
  CAF_CHECK_EQUAL(all.at("webhooks").size(), 1u);
  CAF_CHECK(all.dump().find("whsec") == std::string::npos);
}

CAF_TEST(it is tested shown and removed) {
  auto [status, sent] = ask("POST", "/api/v1/webhooks/wh_1/test");
  CAF_CHECK_EQUAL(status, 202u);
  CAF_CHECK_EQUAL(sent.text("type"), "webhook.test");
  auto [found, told] = ask("GET", "/api/v1/webhooks/wh_1/deliveries");
  CAF_CHECK_EQUAL(found, 200u);
  auto& first = told.at("deliveries").at(0);
  CAF_CHECK_EQUAL(first.text("status"), "failed");
  CAF_CHECK_EQUAL(first.integer("response_status"), 410);
  CAF_CHECK_EQUAL(ask("DELETE", "/api/v1/webhooks/wh_1").first, 204u);
}

CAF_TEST(one that is not there is not found whoever asks) {
  for (auto [method, target] :
       {std::pair{"GET", "/api/v1/webhooks/wh_2"},
        std::pair{"DELETE", "/api/v1/webhooks/wh_2"},
        std::pair{"POST", "/api/v1/webhooks/wh_2/test"},
        std::pair{"GET", "/api/v1/webhooks/wh_2/deliveries"}}) {
    auto [status, problem] = ask(method, target);
    CAF_CHECK_EQUAL(status, 404u);
    CAF_CHECK_EQUAL(problem.text("detail"), "There is no such webhook");
  }
}

CAF_TEST(wrong bodies are refused with the member that is wrong) {
  CAF_CHECK(refusal("").starts_with("400 "));
  CAF_CHECK(refusal("{").starts_with("400 "));
  CAF_CHECK_EQUAL(refusal("[]"), "400 The body must be a JSON object");
  CAF_CHECK_EQUAL(refusal("{}"), "422 Field url is required");
  CAF_CHECK_EQUAL(refusal(R"({"url":5})"), "422 Field url must be text");
  CAF_CHECK_EQUAL(refusal(R"({"url":"http://x.example"})"),
                  "422 Field url must be an https URL");
  for (auto events : {"\"ad.*\"", "{}", "[1]", "[null]"})
    CAF_CHECK_EQUAL(refusal(std::string{R"({"url":"https://x","events":)"}
                            + events + "}"),
                    "422 Field events must be a list of types");
  CAF_CHECK(refusal(R"({"url":"https://x","colour":1})")
              .starts_with("422 Field colour is not known here"));
  CAF_CHECK(refusal(std::string(100'000, ' ')).starts_with("400 "));
}

CAF_TEST(too many and none at all are told apart) {
  routes = make(0);
  CAF_CHECK_EQUAL(refusal(R"({"url":"https://x"})"),
                  "429 There are 0 webhooks already");
  router none;
  add_webhook_routes(none, std::make_shared<const route_context>());
  routes = none;
  CAF_CHECK_EQUAL(ask("GET", "/api/v1/webhooks").first, 503u);
}

CAF_TEST_FIXTURE_SCOPE_END()
