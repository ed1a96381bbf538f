#define CAF_SUITE webhooks
#include "tests/support/test.hpp"

#include "actors/actor_base.hpp"
#include "actors/webhooks.hpp"
#include "protocol/json.hpp"
#include "protocol/webhook_rules.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/temporary_folder.hpp"

#include <deque>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

/// Keeps calls until a test answers them.
struct scripted_client final : http_client {
  struct call {
    outgoing_request request;
    outgoing_done done;
  };

  uint64_t send(outgoing_request request, outgoing_done done) override {
    open.push_back({std::move(request), std::move(done)});
    ++sent;
    return sent;
  }

  void cancel(uint64_t) override {}

  std::string header(std::string_view name) const {
    for (auto& x : open.front().request.headers)
      if (x.name == name)
        return x.value;
    return {};
  }

  std::deque<call> open;
  uint64_t sent = 0;
};

struct fixture : test::actor_fixture {
  test::temporary_folder folder;
  std::shared_ptr<scripted_client> client
    = std::make_shared<scripted_client>();
  int64_t now_ms = 1'800'000'000'000;
  const session_id film{"0123456789abcdef0123456789abcdef"};
  const user_id ann{"ann"};
  const user_id ben{"ben"};
  webhooks_actor aut;

  fixture() {
    begin();
  }

  ~fixture() override {
    end(aut);
    aut = nullptr;
    client->open.clear();
  }

  void begin() {
    auto store = open_webhook_store(folder / "webhooks.sqlite");
    if (!store)
      CAF_FAIL(text_of(store.error()));
    webhooks_options options;
    options.store = *store;
    options.client = client;
    options.now_ms = [this] { return now_ms; };
    options.chance = [] { return 0.0; };
    aut = spawn_actor(sys, webhooks, std::move(options));
    settle();
  }

  /// As after a kill: nothing is said goodbye to.
  void restart() {
    end(aut);
    client->open.clear();
    begin();
  }

  webhook make(const user_id& owner, std::vector<std::string> events = {},
               std::string url = "https://example.org/hook") {
    webhook wanted;
    wanted.owner = owner;
    wanted.url = std::move(url);
    wanted.events = std::move(events);
    auto made = ask<webhook>(aut, atom::create_v, wanted);
    return made.value();
  }

  job_notice notice(uint64_t seq = 9) {
    job_notice out;
    out.session = film;
    out.owner = ann;
    out.door = "ad";
    out.ending = job_ending::completed;
    out.seq = seq;
    out.at_ms = 1'800'000'000'000;
    out.body = R"({"job_id":"ad_1"})";
    return out;
  }

  void tell(const job_notice& x) {
    CAF_CHECK(ask<atom::done>(aut, x).is_good());
  }

  /// Answers the oldest call.
  void answer(unsigned status, std::string retry_after = {}) {
    CAF_REQUIRE(!client->open.empty());
    auto call = std::move(client->open.front());
    client->open.pop_front();
    outgoing_response response;
    response.status = status;
    if (!retry_after.empty())
      response.headers.emplace_back("retry-after", retry_after);
    call.done(response);
    settle();
  }

  void fail(ec code) {
    CAF_REQUIRE(!client->open.empty());
    auto call = std::move(client->open.front());
    client->open.pop_front();
    call.done(make_error(code, "example.org can't be reached"));
    settle();
  }

  void wait(std::chrono::milliseconds time) {
    now_ms += time.count();
    pass(time);
  }

  std::vector<webhook_delivery> deliveries(const webhook& x) {
    auto all = ask<std::vector<webhook_delivery>>(aut, atom::list_v, x.owner,
                                                  x.id, uint32_t{100});
    return all.value();
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(webhooks_tests, fixture)

CAF_TEST(the end of a job is told signed to who wants to hear of it) {
  auto hook = make(ann, {"ad.*"});
  CAF_CHECK(hook.secret.starts_with("whsec_"));
  make(ann, {"video.*"});
  make(ben);
  tell(notice());
  CAF_REQUIRE_EQUAL(client->open.size(), 1u);
  auto& request = client->open.front().request;
  CAF_CHECK_EQUAL(request.method, "POST");
  CAF_CHECK_EQUAL(request.url, "https://example.org/hook");
  CAF_CHECK_EQUAL(request.redirects, 0u);
  CAF_CHECK_EQUAL(request.body,
                  R"({"type":"ad.completed","timestamp":"2027-01-15T08:00:00)"
                  R"(Z","data":{"job_id":"ad_1"}})");
  auto id = client->header("webhook-id");
  CAF_CHECK(id.starts_with("msg_"));
  CAF_CHECK_EQUAL(client->header("webhook-timestamp"), "1800000000");
  CAF_CHECK_EQUAL(client->header("webhook-signature"),
                  webhook_signature(*webhook_key(hook.secret), id,
                                    1'800'000'000, request.body));
  answer(204);
  auto told = deliveries(hook);
  CAF_REQUIRE_EQUAL(told.size(), 1u);
  CAF_CHECK_EQUAL(told[0].id, id);
  CAF_CHECK(told[0].state == delivery_state::delivered);
  CAF_CHECK_EQUAL(told[0].attempts, 1u);
  CAF_CHECK_EQUAL(told[0].status, 204u);
  wait(24h);
  CAF_CHECK_EQUAL(client->sent, 1u);
}

CAF_TEST(the same notice again changes nothing) {
  make(ann);
  tell(notice());
  tell(notice());
  CAF_CHECK_EQUAL(client->sent, 1u);
  tell(notice(10));
  CAF_CHECK_EQUAL(client->sent, 2u);
}

CAF_TEST(a failed attempt comes back with the same id and a new time) {
  auto hook = make(ann);
  tell(notice());
  auto id = client->header("webhook-id");
  auto first = client->header("webhook-signature");
  answer(503);
  wait(4'999ms);
  CAF_CHECK_EQUAL(client->sent, 1u);
  wait(1ms);
  CAF_REQUIRE_EQUAL(client->sent, 2u);
  CAF_CHECK_EQUAL(client->header("webhook-id"), id);
  CAF_CHECK_EQUAL(client->header("webhook-timestamp"), "1800000005");
  CAF_CHECK(client->header("webhook-signature") != first);
  fail(ec::timeout);
  wait(299'999ms);
  CAF_CHECK_EQUAL(client->sent, 2u);
  wait(1ms);
  CAF_CHECK_EQUAL(client->sent, 3u);
  auto told = deliveries(hook);
  CAF_CHECK(told[0].state == delivery_state::pending);
  CAF_CHECK_EQUAL(told[0].complaint, "example.org can't be reached");
  answer(200);
  CAF_CHECK(deliveries(hook)[0].state == delivery_state::delivered);
}

CAF_TEST(a receiver may ask for a rest) {
  make(ann);
  tell(notice());
  answer(429, "60");
  wait(59s);
  CAF_CHECK_EQUAL(client->sent, 1u);
  wait(1s);
  CAF_CHECK_EQUAL(client->sent, 2u);
  // Less than the pause, or rubbish, changes nothing.
  answer(429, "Tue, 01 Jan 2030 00:00:00 GMT");
  wait(299s);
  CAF_CHECK_EQUAL(client->sent, 2u);
  wait(1s);
  CAF_CHECK_EQUAL(client->sent, 3u);
}

CAF_TEST(a kill loses nothing) {
  auto hook = make(ann);
  tell(notice());
  auto id = client->header("webhook-id");
  // Under way, and nobody knows whether it came.
  restart();
  CAF_REQUIRE_EQUAL(client->open.size(), 1u);
  CAF_CHECK_EQUAL(client->header("webhook-id"), id);
  answer(500);
  restart();
  CAF_CHECK(client->open.empty());
  wait(5s);
  CAF_REQUIRE_EQUAL(client->open.size(), 1u);
  CAF_CHECK_EQUAL(client->header("webhook-id"), id);
  // Sent by the last attempt's answer, not known here any more.
  answer(200);
  restart();
  wait(24h);
  CAF_CHECK(client->open.empty());
  tell(notice());
  CAF_CHECK(client->open.empty());
  CAF_CHECK_EQUAL(deliveries(hook).size(), 1u);
}

CAF_TEST(410 disables and a test enables) {
  auto hook = make(ann);
  tell(notice(1));
  tell(notice(2));
  answer(410);
  auto shown = ask<webhook>(aut, atom::find_v, ann, hook.id).value();
  CAF_CHECK(!shown.is_enabled);
  CAF_CHECK_EQUAL(shown.complaint, "The receiver answered 410 Gone");
  // The other one was under way; nothing comes after it.
  fail(ec::timeout);
  tell(notice(3));
  wait(24h);
  CAF_CHECK_EQUAL(client->sent, 2u);
  auto test = ask<webhook_delivery>(aut, atom::ping_v, ann, hook.id);
  CAF_CHECK_EQUAL(test.value().type, "webhook.test");
  CAF_REQUIRE_EQUAL(client->sent, 3u);
  CAF_CHECK_EQUAL(client->header("webhook-id"), test.value().id);
  answer(200);
  CAF_CHECK(ask<webhook>(aut, atom::find_v, ann, hook.id).value().is_enabled);
  tell(notice(4));
  CAF_CHECK_EQUAL(client->sent, 4u);
}

CAF_TEST(who takes nothing for days is disabled) {
  auto hook = make(ann);
  tell(notice());
  for (uint32_t i = 1; i < webhook_attempts(); ++i) {
    answer(500);
    wait(*webhook_pause(i, 0));
    CAF_REQUIRE_EQUAL(client->sent, i + 1);
  }
  answer(500);
  wait(48h);
  CAF_CHECK_EQUAL(client->sent, webhook_attempts());
  auto told = deliveries(hook);
  CAF_CHECK(told[0].state == delivery_state::failed);
  CAF_CHECK_EQUAL(told[0].attempts, webhook_attempts());
  CAF_CHECK(!ask<webhook>(aut, atom::find_v, ann, hook.id).value().is_enabled);
}

CAF_TEST(a receiver within the network is given up at once) {
  auto hook = make(ann);
  tell(notice());
  fail(ec::forbidden);
  wait(24h);
  CAF_CHECK_EQUAL(client->sent, 1u);
  CAF_CHECK(deliveries(hook)[0].state == delivery_state::failed);
  CAF_CHECK(ask<webhook>(aut, atom::find_v, ann, hook.id).value().is_enabled);
}

CAF_TEST(a job may name a receiver of its own) {
  auto x = notice();
  x.webhook_url = "https://example.org/once";
  x.webhook_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  tell(x);
  CAF_REQUIRE_EQUAL(client->open.size(), 1u);
  CAF_CHECK_EQUAL(client->open.front().request.url, x.webhook_url);
  CAF_CHECK(client->header("webhook-signature").starts_with("v1,"));
  answer(410);
  auto unsigned_one = notice(10);
  unsigned_one.webhook_url = x.webhook_url;
  tell(unsigned_one);
  CAF_REQUIRE_EQUAL(client->open.size(), 1u);
  CAF_CHECK_EQUAL(client->header("webhook-signature"), "");
  auto evil = notice(11);
  evil.webhook_url = "file:///etc/passwd";
  tell(evil);
  CAF_CHECK_EQUAL(client->sent, 2u);
}

CAF_TEST(a slow receiver holds nobody up) {
  make(ann, {}, "https://slow.example/");
  for (uint64_t i = 1; i <= 50; ++i)
    tell(notice(i));
  // A few of them, not all.
  CAF_CHECK_EQUAL(client->open.size(), 4u);
  auto other = notice(51);
  other.owner = ben;
  make(ben, {}, "https://quick.example/");
  tell(other);
  CAF_REQUIRE_EQUAL(client->open.size(), 5u);
  CAF_CHECK_EQUAL(client->open.back().request.url, "https://quick.example/");
  for (auto i = 0; i < 51; ++i)
    answer(200);
  CAF_CHECK(client->open.empty());
  CAF_CHECK_EQUAL(client->sent, 51u);
}

CAF_TEST(a webhook belongs to who made it) {
  auto hook = make(ann);
  auto all = ask<std::vector<webhook>>(aut, atom::list_v, ann).value();
  CAF_REQUIRE_EQUAL(all.size(), 1u);
  CAF_CHECK_EQUAL(all[0].secret, "");
  CAF_CHECK(ask<std::vector<webhook>>(aut, atom::list_v, ben)
              .value()
              .empty());
  auto none = ec::not_found;
  CAF_CHECK(ask<webhook>(aut, atom::find_v, ben, hook.id).code() == none);
  CAF_CHECK(ask<atom::done>(aut, atom::remove_v, ben, hook.id).code() == none);
  CAF_CHECK(ask<webhook_delivery>(aut, atom::ping_v, ben, hook.id).code()
            == none);
  CAF_CHECK(ask<std::vector<webhook_delivery>>(aut, atom::list_v, ben, hook.id,
                                               uint32_t{5})
              .code()
            == none);
  tell(notice());
  CAF_CHECK(
    ask<atom::done>(aut, atom::remove_v, ann, hook.id).is_good());
  // The call under way ends without harm.
  answer(500);
  wait(24h);
  CAF_CHECK_EQUAL(client->sent, 1u);
}

CAF_TEST(a webhook is checked and their number has a limit) {
  webhook wanted;
  wanted.owner = ann;
  wanted.url = "http://example.org/";
  auto refused = ask<webhook>(aut, atom::create_v, wanted);
  CAF_CHECK(refused.code() == ec::invalid_argument);
  CAF_CHECK(refused.text().starts_with("Field url must be"));
  for (auto i = 0; i < 20; ++i)
    make(ann);
  wanted.url = "https://example.org/";
  CAF_CHECK(ask<webhook>(aut, atom::create_v, wanted).code()
            == ec::limit_exceeded);
}

CAF_TEST_FIXTURE_SCOPE_END()
