#define CAF_SUITE webhook_store
#include "tests/support/test.hpp"

#include "store/sqlite.hpp"
#include "store/webhook_store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>

#include <sys/stat.h>

using namespace troupe;

namespace {

const session_id film{"0123456789abcdef0123456789abcdef"};
const user_id ann{"ann"};
const user_id ben{"ben"};

struct fixture {
  test::temporary_folder folder;
  std::shared_ptr<webhook_store> aut = open();

  std::shared_ptr<webhook_store> open() {
    auto opened = open_webhook_store(folder / "webhooks.sqlite");
    if (!opened)
      CAF_FAIL(text_of(opened.error()));
    return *opened;
  }

  void reopen() {
    aut.reset();
    aut = open();
  }

  static webhook hook(const std::string& id, const user_id& owner) {
    return {id, owner, "https://example.org/" + id, {"ad.*"}, "whsec_x",
            true, "", 5};
  }

  static webhook_message message(const std::string& id,
                                 const std::string& hook, int64_t due_ms) {
    webhook_message out;
    out.delivery = {id, hook, "ad.failed", film, delivery_state::pending, 0,
                    0, "", 1, due_ms};
    out.owner = ann;
    out.url = "https://example.org/" + hook;
    out.secret = "whsec_x";
    out.body = "{\"a\":\"\\u00e4\"}";
    return out;
  }

  std::vector<std::string> due(int64_t now_ms, size_t of_each = 10,
                               size_t limit = 100) {
    auto all = aut->due(now_ms, of_each, limit);
    if (!all)
      CAF_FAIL(text_of(all.error()));
    std::vector<std::string> ids;
    for (auto& x : *all)
      ids.push_back(x.delivery.id);
    return ids;
  }

  static job_notice notice(uint64_t seq) {
    job_notice out;
    out.session = film;
    out.owner = ann;
    out.seq = seq;
    out.at_ms = static_cast<int64_t>(seq) * 1'000;
    return out;
  }
};

using ids = std::vector<std::string>;

} // namespace

CAF_TEST_FIXTURE_SCOPE(webhook_store_tests, fixture)

CAF_TEST(webhooks are kept for their owner) {
  CAF_REQUIRE(aut->add(hook("wh_1", ann), 2));
  CAF_REQUIRE(aut->add(hook("wh_2", ben), 2));
  CAF_REQUIRE(aut->add(hook("wh_3", ann), 2));
  reopen();
  auto all = aut->list(ann);
  CAF_REQUIRE(all);
  CAF_REQUIRE_EQUAL(all->size(), 2u);
  CAF_CHECK(all->front() == hook("wh_1", ann));
  CAF_CHECK(*aut->find(ann, "wh_3") == hook("wh_3", ann));
  auto foreign = aut->find(ann, "wh_2");
  CAF_REQUIRE(!foreign);
  CAF_CHECK(code_of(foreign.error()) == ec::not_found);
  CAF_CHECK(!aut->remove(ann, "wh_2"));
  auto full = aut->add(hook("wh_4", ann), 2);
  CAF_REQUIRE(!full);
  CAF_CHECK(code_of(full.error()) == ec::limit_exceeded);
  CAF_REQUIRE(aut->remove(ann, "wh_1"));
  CAF_CHECK(!aut->find(ann, "wh_1"));
  CAF_CHECK(aut->add(hook("wh_4", ann), 2));
}

CAF_TEST(a notice is taken once with all its messages) {
  auto taken = aut->take(notice(7), {message("m1", "wh_1", 10),
                                     message("m2", "wh_2", 10)});
  CAF_REQUIRE(taken);
  CAF_CHECK(*taken);
  reopen();
  taken = aut->take(notice(7), {message("m3", "wh_1", 10)});
  CAF_REQUIRE(taken);
  CAF_CHECK(!*taken);
  CAF_CHECK(due(10) == (ids{"m1", "m2"}));
  // Two messages of one id: all of it fails, and the notice is not known.
  CAF_CHECK(!aut->take(notice(8), {message("m4", "wh_1", 10),
                                   message("m4", "wh_1", 10)}));
  CAF_CHECK(due(10) == (ids{"m1", "m2"}));
  taken = aut->take(notice(8), {message("m4", "wh_1", 10)});
  CAF_REQUIRE(taken);
  CAF_CHECK(*taken);
}

CAF_TEST(messages are due in order and a few of each receiver) {
  for (auto i = 0; i < 5; ++i)
    CAF_REQUIRE(
      aut->add(message("a" + std::to_string(i), "wh_a", 10 + i)));
  CAF_REQUIRE(aut->add(message("b", "wh_b", 12)));
  CAF_CHECK(due(9).empty());
  CAF_CHECK(due(11) == (ids{"a0", "a1"}));
  CAF_CHECK(due(99, 2) == (ids{"a0", "a1", "b"}));
  CAF_CHECK(due(99, 9, 3) == (ids{"a0", "a1", "a2"}));
  auto next = aut->next_due(11);
  CAF_REQUIRE(next && *next);
  CAF_CHECK_EQUAL(**next, 12);
  auto none = aut->next_due(14);
  CAF_REQUIRE(none);
  CAF_CHECK(!none->has_value());
  auto whole = aut->due(10, 1, 1);
  CAF_REQUIRE(whole);
  auto expected = message("a0", "wh_a", 10);
  auto& got = whole->front();
  CAF_CHECK(got.delivery == expected.delivery);
  CAF_CHECK_EQUAL(got.url, expected.url);
  CAF_CHECK_EQUAL(got.secret, expected.secret);
  CAF_CHECK_EQUAL(got.body, expected.body);
  CAF_CHECK(got.owner == expected.owner);
}

CAF_TEST(what an attempt came to is kept) {
  CAF_REQUIRE(aut->add(message("m1", "wh_1", 10)));
  auto told = message("m1", "wh_1", 500).delivery;
  told.attempts = 1;
  told.status = 503;
  told.complaint = "busy";
  CAF_REQUIRE(aut->update(told));
  reopen();
  CAF_CHECK(due(499).empty());
  CAF_CHECK(due(500) == (ids{"m1"}));
  told.state = delivery_state::delivered;
  CAF_REQUIRE(aut->update(told));
  CAF_CHECK(due(9'999).empty());
  // What is over stays as it is.
  auto late = told;
  late.state = delivery_state::failed;
  CAF_REQUIRE(aut->update(late));
  auto shown = aut->deliveries("wh_1", 5);
  CAF_REQUIRE(shown);
  CAF_REQUIRE_EQUAL(shown->size(), 1u);
  CAF_CHECK(shown->front() == told);
}

CAF_TEST(a webhook that is gone or disabled is told nothing more) {
  CAF_REQUIRE(aut->add(hook("wh_1", ann), 9));
  CAF_REQUIRE(aut->add(hook("wh_2", ann), 9));
  CAF_REQUIRE(aut->add(message("m1", "wh_1", 10)));
  CAF_REQUIRE(aut->add(message("m2", "wh_2", 10)));
  CAF_REQUIRE(aut->disable("wh_1", "410", 77));
  CAF_CHECK(due(99) == (ids{"m2"}));
  auto known = aut->find(ann, "wh_1");
  CAF_REQUIRE(known);
  CAF_CHECK(!known->is_enabled);
  CAF_CHECK_EQUAL(known->complaint, "410");
  auto shown = aut->deliveries("wh_1", 5);
  CAF_CHECK(shown->front().state == delivery_state::failed);
  CAF_CHECK_EQUAL(shown->front().due_ms, 77);
  CAF_REQUIRE(aut->enable("wh_1"));
  CAF_CHECK(aut->find(ann, "wh_1")->is_enabled);
  CAF_REQUIRE(aut->remove(ann, "wh_2"));
  CAF_CHECK(due(99).empty());
}

CAF_TEST(what is long over is forgotten) {
  CAF_REQUIRE(aut->take(notice(1), {message("m1", "wh_1", 10)}));
  CAF_REQUIRE(aut->take(notice(9), {message("m2", "wh_1", 10)}));
  auto told = message("m1", "wh_1", 20).delivery;
  told.state = delivery_state::delivered;
  CAF_REQUIRE(aut->update(told));
  CAF_REQUIRE(aut->forget(5'000));
  auto shown = aut->deliveries("wh_1", 5);
  CAF_REQUIRE_EQUAL(shown->size(), 1u);
  CAF_CHECK_EQUAL(shown->front().id, "m2");
  CAF_CHECK(*aut->take(notice(1), {}));
  CAF_CHECK(!*aut->take(notice(9), {}));
}

CAF_TEST(only its owner may read the file) {
  struct stat seen {};
  CAF_REQUIRE_EQUAL(::stat((folder / "webhooks.sqlite").c_str(), &seen), 0);
  CAF_CHECK_EQUAL(seen.st_mode & 0777, 0600u);
}

CAF_TEST(a file of somebody else is left as it is) {
  aut.reset();
  auto file = folder / "other.sqlite";
  {
    auto db = sqlite::open_file(file);
    CAF_REQUIRE(db);
    CAF_REQUIRE(sqlite::execute(db->get(), "create table t(x)"));
  }
  auto opened = open_webhook_store(file);
  CAF_REQUIRE(!opened);
  CAF_CHECK(text_of(opened.error()).find("another program")
            != std::string::npos);
  std::ofstream{folder / "rubbish"} << std::string(5'000, 'x');
  CAF_CHECK(!open_webhook_store(folder / "rubbish"));
}

CAF_TEST_FIXTURE_SCOPE_END()
