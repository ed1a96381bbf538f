#define CAF_SUITE webhook_calls
#include "tests/support/test.hpp"

#include "actors/actor_config.hpp"
#include "actors/webhooks.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <caf/scoped_actor.hpp>

using namespace troupe;
using namespace std::chrono_literals;
using test::http_receiver;
using test::received_request;

namespace {

/// WEBHOOKS on a thread of its own, with real calls.
struct fixture {
  actor_config settings;
  caf::actor_system system{settings};
  caf::scoped_actor self{system};
  test::temporary_folder folder;
  const user_id ann{"ann"};
  webhooks_actor aut;

  ~fixture() {
    stop();
  }

  void start(bool allows_private = true) {
    auto store = open_webhook_store(folder / "webhooks.sqlite");
    if (!store)
      CAF_FAIL(text_of(store.error()));
    aut = detached_webhooks(*store, allows_private)(system);
  }

  void stop() {
    if (aut)
      self->send_exit(aut, caf::exit_reason::kill);
    aut = nullptr;
  }

  template <class T, class... Args>
  T ask(const Args&... args) {
    T out{};
    self->request(aut, 20s, args...)
      .receive([&](const T& x) { out = x; },
               [&](const error& err) { CAF_FAIL(text_of(err)); });
    return out;
  }

  webhook make(const std::string& url) {
    webhook wanted;
    wanted.owner = ann;
    wanted.url = url;
    return ask<webhook>(atom::create_v, wanted);
  }

  /// By the openssl program: the command of docs/webhooks.md.
  static std::string signature(const received_request& x,
                               const std::string& secret) {
    auto done = test::run(
      {"sh", "-c",
       R"sh(printf '%s.%s.%s' "$id" "$timestamp" "$body" \
       | openssl dgst -sha256 -mac HMAC -macopt hexkey:"$(printf %s \
         "${secret#whsec_}" | base64 -d | od -An -tx1 | tr -d ' \n')" \
         -binary | base64)sh"},
      {{"id", x.headers.at("webhook-id")},
       {"timestamp", x.headers.at("webhook-timestamp")},
       {"body", x.body},
       {"secret", secret}});
    CAF_REQUIRE_EQUAL(done.code, 0);
    return "v1," + done.out.substr(0, done.out.find('\n'));
  }
};

std::string take(const received_request&) {
  return http_receiver::response(204);
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(webhook_calls_tests, fixture)

CAF_TEST(an independent program finds the signature right) {
  http_receiver receiver{take};
  start();
  auto hook = make(receiver.url("/hook"));
  auto told = ask<webhook_delivery>(atom::ping_v, ann, hook.id);
  CAF_REQUIRE(receiver.has_come(1));
  auto got = receiver.requests().at(0);
  CAF_CHECK_EQUAL(got.method, "POST");
  CAF_CHECK_EQUAL(got.target, "/hook");
  CAF_CHECK_EQUAL(got.headers["content-type"], "application/json");
  CAF_CHECK_EQUAL(got.headers["webhook-id"], told.id);
  CAF_CHECK_EQUAL(got.headers["webhook-signature"],
                  signature(got, hook.secret));
}

CAF_TEST(what was under way comes again with its id) {
  http_receiver silent{[](auto&) { return std::string{}; }};
  start();
  auto hook = make(silent.url());
  auto told = ask<webhook_delivery>(atom::ping_v, ann, hook.id);
  CAF_REQUIRE(silent.has_come(1));
  stop();
  start();
  CAF_REQUIRE(silent.has_come(2));
  for (auto& got : silent.requests())
    CAF_CHECK_EQUAL(got.headers["webhook-id"], told.id);
}

CAF_TEST(nothing inside is called unless that is allowed) {
  http_receiver receiver{take};
  start(false);
  auto hook
    = make("https://127.0.0.1:" + std::to_string(receiver.port()) + "/");
  ask<webhook_delivery>(atom::ping_v, ann, hook.id);
  webhook_delivery told;
  do {
    auto all = ask<std::vector<webhook_delivery>>(atom::list_v, ann, hook.id,
                                                  uint32_t{1});
    told = all.at(0);
  } while (told.state == delivery_state::pending);
  CAF_CHECK(told.state == delivery_state::failed);
  CAF_CHECK(told.complaint.find("open network") != std::string::npos);
  CAF_CHECK(receiver.requests().empty());
}

CAF_TEST_FIXTURE_SCOPE_END()
