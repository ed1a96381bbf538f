#define CAF_SUITE idempotent
#include "tests/support/test.hpp"

#include "io/idempotent.hpp"
#include "io/routes_parts.hpp"
#include "protocol/digest.hpp"
#include "tests/io/http_call.hpp"

#include <map>

using namespace troupe;
using namespace troupe::test;

namespace {

struct config : caf::actor_system_config {
  config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
  }
};

/// What a keeper's store holds.
struct jobs {
  struct job {
    job_key key;
    job_claim claim;
  };
  std::map<std::string, job> known;
  bool is_broken = false;
};
using jobs_ptr = std::shared_ptr<jobs>;

job_claim claim_of(jobs& x, const job_key& key) {
  auto [i, is_new] = x.known.try_emplace(key.owner.str() + '/' + key.key);
  auto& job = i->second;
  if (is_new) {
    job.key = key;
    job.claim = {job_claim::is::under_way, make_session_id(), {}};
    return {job_claim::is::fresh, job.claim.session, {}};
  }
  if (job.key.fingerprint != key.fingerprint)
    return {job_claim::is::other, {}, {}};
  return job.claim;
}

account_keeper_actor::behavior_type fake_keeper(account_keeper_actor::pointer,
                                                const jobs_ptr& x) {
  auto none = [] { return make_error(ec::internal, "not asked for here"); };
  return {
    [none](atom::create, const registration&) -> caf::result<account> {
      return none();
    },
    [none](atom::find, const credentials&) -> caf::result<account> {
      return none();
    },
    [none](atom::create, const user_id&,
           const std::string&) -> caf::result<new_api_key> { return none(); },
    [none](atom::list, const user_id&) -> caf::result<std::vector<api_key>> {
      return none();
    },
    [none](atom::cancel, const user_id&,
           const std::string&) -> caf::result<atom::done> { return none(); },
    [](atom::record, const std::string&, int64_t) {},
    [none](atom::cancel, const revoked_token&) -> caf::result<atom::done> {
      return none();
    },
    [x](atom::submit, const job_key& key) -> caf::result<job_claim> {
      if (x->is_broken)
        return make_error(ec::no_space, "The disk is full");
      return claim_of(*x, key);
    },
    [x](atom::done, const job_key& key, const stored_reply& reply) {
      auto& job = x->known.at(key.owner.str() + '/' + key.key);
      job.claim.state = job_claim::is::done;
      job.claim.reply = reply;
      return atom::done_v;
    },
    [x](atom::cancel, const job_key& key) {
      x->known.erase(key.owner.str() + '/' + key.key);
      return atom::done_v;
    },
    [](atom::internal, atom::tick) {},
  };
}

struct fixture : test_coordinator_fixture<config> {
  fixture() {
    context.system = &sys;
    context.accounts = sys.spawn(fake_keeper, kept);
  }

  ~fixture() override {
    caf::anon_send_exit(context.accounts, caf::exit_reason::kill);
    context.accounts = nullptr;
    sched.run();
  }

  http_request request(std::string body, http_headers headers,
                       const std::string& user = "ann") {
    auto out = make_request("POST", "/api/v1/videos/generate",
                            std::move(headers), std::move(body));
    out->who.user = user_id{user};
    return std::move(*out);
  }

  /// Asks and lets everything run. The job is made at once.
  http_response ask(const http_request& x, repeats how = repeats::reply) {
    answer_box box;
    make_once(
      context, x, box.taker(),
      [this](const job_ticket& ticket, const respond& answer) {
        made.push_back(ticket);
        if (!is_held)
          return answer(reply);
        held = std::make_unique<respond>(answer);
      },
      how);
    sched.run();
    return box.has_answer() ? box.answer() : http_response{0, {}, {}};
  }

  jobs_ptr kept = std::make_shared<jobs>();
  route_context context;
  std::vector<job_ticket> made;
  bool is_held = false;
  std::unique_ptr<respond> held;
  http_response reply =
    json_response(json::make_object({{"job_id", "j"}}), 201);
};

const http_headers with_key{{"Idempotency-Key", "k-1"}};

} // namespace

CAF_TEST_FIXTURE_SCOPE(idempotent_tests, fixture)

CAF_TEST(without a key every request makes a job of its own) {
  CAF_CHECK_EQUAL(ask(request("{}", {})).status, 201u);
  CAF_CHECK_EQUAL(ask(request("{}", {})).status, 201u);
  CAF_REQUIRE_EQUAL(made.size(), 2u);
  CAF_CHECK(made[0].session != made[1].session);
  CAF_CHECK(is_session_id(made[0].session.str()));
}

CAF_TEST(the same key and body get the same reply and no second job) {
  reply.headers.add("Location", "/api/v1/jobs/j");
  reply.headers.add("Set-Cookie", "not kept");
  auto first = ask(request("{}", with_key));
  auto again = ask(request("{}", with_key));
  CAF_CHECK_EQUAL(made.size(), 1u);
  CAF_CHECK_EQUAL(again.status, 201u);
  CAF_CHECK_EQUAL(body_of(again), body_of(first));
  CAF_CHECK(again.headers.get("Location") == "/api/v1/jobs/j");
  CAF_CHECK(again.headers.get("Content-Type") == "application/json");
  CAF_CHECK(again.headers.get("Idempotent-Replayed") == "true");
  CAF_CHECK(!first.headers.has("Idempotent-Replayed"));
  CAF_CHECK(!again.headers.has("Set-Cookie"));
}

CAF_TEST(another body under the same key is refused) {
  ask(request("{}", with_key));
  CAF_CHECK_EQUAL(ask(request("{ }", with_key)).status, 422u);
  CAF_CHECK_EQUAL(made.size(), 1u);
}

CAF_TEST(keys of two users have nothing to do with each other) {
  ask(request("{}", with_key, "ann"));
  CAF_CHECK_EQUAL(ask(request("{\"a\":1}", with_key, "bob")).status, 201u);
  CAF_CHECK_EQUAL(made.size(), 2u);
}

CAF_TEST(a repeat while the first is under way waits outside) {
  is_held = true;
  CAF_CHECK_EQUAL(ask(request("{}", with_key)).status, 0u);
  auto early = ask(request("{}", with_key));
  CAF_CHECK_EQUAL(early.status, 409u);
  CAF_CHECK(early.headers.get("Retry-After") == "1");
  CAF_CHECK_EQUAL(early.headers.count("Retry-After"), 1u);
  (*held)(reply);
  held.reset();
  sched.run();
  is_held = false;
  CAF_CHECK_EQUAL(ask(request("{}", with_key)).status, 201u);
  CAF_CHECK_EQUAL(made.size(), 1u);
}

CAF_TEST(a job that was not made leaves the key free) {
  reply.status = 422;
  CAF_CHECK_EQUAL(ask(request("{}", with_key)).status, 422u);
  reply.status = 201;
  CAF_CHECK_EQUAL(ask(request("{\"topic\":1}", with_key)).status, 201u);
  CAF_CHECK_EQUAL(made.size(), 2u);
}

CAF_TEST(a maker that drops its answer leaves the key free) {
  is_held = true;
  ask(request("{}", with_key));
  held.reset();
  sched.run();
  is_held = false;
  CAF_CHECK_EQUAL(ask(request("{}", with_key)).status, 201u);
}

CAF_TEST(a stream is followed by its repeats) {
  ask(request("{}", with_key), repeats::follow);
  ask(request("{}", with_key), repeats::follow);
  CAF_REQUIRE_EQUAL(made.size(), 2u);
  CAF_CHECK(!made[0].is_repeat);
  CAF_CHECK(made[1].is_repeat);
  CAF_CHECK(made[0].session == made[1].session);
  CAF_CHECK_EQUAL(ask(request("[]", with_key), repeats::follow).status, 422u);
}

CAF_TEST(a form is the same with another boundary) {
  auto form = [&](const std::string& boundary, const std::string& topic) {
    return request(
      "--" + boundary + "\r\n\r\n" + topic + "\r\n--" + boundary + "--\r\n",
      {{"Idempotency-Key", "k-1"},
       {"Content-Type", "multipart/form-data; boundary=\"" + boundary + '"'}});
  };
  ask(form("aaaa", "kettle"));
  CAF_CHECK_EQUAL(ask(form("bbbb", "kettle")).status, 201u);
  CAF_CHECK_EQUAL(ask(form("bbbb", "teapot")).status, 422u);
  CAF_CHECK_EQUAL(made.size(), 1u);
}

CAF_TEST(bad keys are refused and make nothing) {
  for (auto& x :
       {http_headers{{"Idempotency-Key", ""}},
        http_headers{{"Idempotency-Key", "a b"}},
        http_headers{{"Idempotency-Key", "\xC3\xA4"}},
        http_headers{{"Idempotency-Key", std::string(256, 'k')}},
        http_headers{{"Idempotency-Key", "a"}, {"Idempotency-Key", "b"}}})
    CAF_CHECK_EQUAL(ask(request("{}", x)).status, 400u);
  CAF_CHECK(made.empty());
}

CAF_TEST(a store that fails makes nothing and says why) {
  kept->is_broken = true;
  CAF_CHECK_EQUAL(ask(request("{}", with_key)).status, 507u);
  CAF_CHECK(made.empty());
}

CAF_TEST_FIXTURE_SCOPE_END()
