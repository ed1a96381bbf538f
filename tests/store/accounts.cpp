#define CAF_SUITE accounts
#include "tests/support/test.hpp"

#include "protocol/digest.hpp"
#include "store/account_store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <iterator>

#include <sys/stat.h>

using namespace troupe;
using namespace troupe::test;

namespace {

/// As little as argon2 takes: these suites are about rules.
constexpr password_cost cheap{8, 1};

struct fixture {
  fixture() { open(); }

  void open() {
    store.reset();
    auto opened = account_store::open(file, cheap);
    if (!opened)
      CAF_FAIL(text_of(opened.error()));
    store = std::move(*opened);
  }

  account ann() {
    auto made = store->add(
      registration{"Ann@Films.example", "Ann", "Ann B", "a good password"},
      1'000);
    if (!made)
      CAF_FAIL(text_of(made.error()));
    return *made;
  }

  std::string file_bytes() const {
    std::string out;
    for (auto name : {"accounts.sqlite", "accounts.sqlite-wal"}) {
      std::ifstream in{folder / name, std::ios::binary};
      out.append(std::istreambuf_iterator<char>{in}, {});
    }
    return out;
  }

  temporary_folder folder;
  std::filesystem::path file = folder / "accounts.sqlite";
  std::unique_ptr<account_store> store;
};

job_key key_of(const std::string& key, const std::string& what) {
  return {user_id{"u"}, key, sha256_hex(what)};
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(accounts_tests, fixture)

CAF_TEST(a password opens by email and by name in any case) {
  auto who = ann();
  for (auto login : {"Ann@Films.example", "ann@films.EXAMPLE", "ann", "ANN"}) {
    auto known = store->check({login, "a good password"});
    CAF_REQUIRE(known);
    CAF_CHECK(*known == who);
  }
  open();
  CAF_CHECK(store->check({"ann", "a good password"}));
}

CAF_TEST(a wrong password and an unknown login are told the same) {
  ann();
  for (auto& x : {credentials{"ann", "a good passwore"}, credentials{"ann", ""},
                  credentials{"bob", "a good password"}, credentials{"", ""},
                  credentials{"ann' or 1=1 --", "a good password"},
                  credentials{"ann", std::string(4096, 'x')}}) {
    auto known = store->check(x);
    CAF_REQUIRE(!known);
    CAF_CHECK(code_of(known.error()) == ec::forbidden);
    CAF_CHECK_EQUAL(text_of(known.error()), "Invalid email or password");
  }
}

CAF_TEST(email and username are taken once without regard to case) {
  ann();
  for (auto& x : {registration{"ann@films.example", "other", "", "12345678"},
                  registration{"b@films.example", "aNN", "", "12345678"}}) {
    auto made = store->add(x, 2'000);
    CAF_REQUIRE(!made);
    CAF_CHECK(code_of(made.error()) == ec::invalid_state);
  }
  CAF_CHECK_EQUAL(store->list(10)->size(), 1u);
}

CAF_TEST(bad registrations name the field) {
  auto field_of = [this](registration x) {
    auto made = store->add(x, 1);
    return made ? std::string{"none"} : text_of(made.error()).substr(6, 5);
  };
  for (auto email : {"", "@b.c", "a@", "a@b@c", "a b@c.d", "a@.b", "a@b.",
                     "a@b c", "a,b@c.d"})
    CAF_CHECK_EQUAL(field_of({email, "bob", "", "12345678"}), "email");
  for (auto username : {"", "ab", "a b", "a@b", "\xC3\xA4\xC3\xA4"})
    CAF_CHECK_EQUAL(field_of({"a@b.c", username, "", "12345678"}), "usern");
  CAF_CHECK_EQUAL(field_of({"a@b.c", "bob", "a\nb", "12345678"}), "name ");
  CAF_CHECK_EQUAL(field_of({"a@b.c", "bob", "", "1234567"}), "passw");
  CAF_CHECK_EQUAL(field_of({"a@b.c", "bob", "", "1234567\xFF"}), "passw");
}

CAF_TEST(the file holds no password and no key and is for its owner alone) {
  auto who = ann();
  auto key = store->add_key(who.id, "laptop", 5);
  CAF_REQUIRE(key);
  auto bytes = file_bytes();
  CAF_CHECK(bytes.find("films.example") != bytes.npos);
  CAF_CHECK(bytes.find("a good password") == bytes.npos);
  CAF_CHECK(bytes.find(key->text) == bytes.npos);
  CAF_CHECK(bytes.find(sha256_hex(key->text)) != bytes.npos);
  struct stat info {};
  CAF_REQUIRE_EQUAL(::stat(file.c_str(), &info), 0);
  CAF_CHECK_EQUAL(info.st_mode & 0777u, 0600u);
}

CAF_TEST(the secret is made once) {
  auto first = store->token_secret();
  CAF_REQUIRE(first);
  CAF_CHECK(first->size() >= 32);
  CAF_CHECK(store->token_secret() == *first);
  open();
  CAF_CHECK(store->token_secret() == *first);
}

CAF_TEST(keys belong to those who made them) {
  auto who = ann();
  auto key = store->add_key(who.id, " laptop ", 5);
  CAF_REQUIRE(key);
  CAF_CHECK(key->text.starts_with(key->about.prefix));
  CAF_CHECK(key->text.starts_with(api_key_mark));
  CAF_CHECK_EQUAL(key->about.name, "laptop");
  CAF_CHECK(store->touch_key(key->about.id, 9));
  auto mine = store->keys_of(who.id);
  CAF_REQUIRE(mine);
  CAF_REQUIRE_EQUAL(mine->size(), 1u);
  CAF_CHECK_EQUAL(mine->front().used_ms, 9);
  CAF_CHECK(code_of(store->remove_key(user_id{"x"}, key->about.id).error())
            == ec::not_found);
  CAF_CHECK(store->remove_key(who.id, key->about.id));
  CAF_CHECK(store->keys_of(who.id)->empty());
  CAF_CHECK(!store->add_key(who.id, "", 1));
  CAF_CHECK(!store->add_key(user_id{"nobody"}, "x", 1));
}

CAF_TEST(a user who goes takes the keys along) {
  auto who = ann();
  CAF_CHECK(store->add_key(who.id, "laptop", 5));
  CAF_CHECK(store->remove(who.id));
  CAF_CHECK(store->all_keys()->empty());
  CAF_CHECK(!store->check({"ann", "a good password"}));
  CAF_CHECK(code_of(store->remove(who.id).error()) == ec::not_found);
}

CAF_TEST(a job is made once) {
  auto key = key_of("k1", "POST /x");
  auto first = store->claim(key, 100);
  CAF_REQUIRE(first);
  CAF_CHECK(first->state == job_claim::is::fresh);
  CAF_CHECK(is_session_id(first->session.str()));
  CAF_CHECK(store->claim(key, 101)->state == job_claim::is::under_way);
  CAF_CHECK(store->claim(key_of("k1", "POST /y"), 101)->state
            == job_claim::is::other);
  auto other = key;
  other.owner = user_id{"v"};
  CAF_CHECK(store->claim(other, 101)->state == job_claim::is::fresh);
  stored_reply reply{201, {{"Location", "/a"}}, "{\"a\":\"\xC3\xA4\"}"};
  CAF_CHECK(store->finish(key, reply));
  auto again = store->claim(key, 102);
  CAF_CHECK(again->state == job_claim::is::done);
  CAF_CHECK(again->reply == reply);
  CAF_CHECK(again->session == first->session);
}

CAF_TEST(a crash in between keeps the session id) {
  auto key = key_of("k1", "POST /x");
  auto first = store->claim(key, 100);
  open();
  auto again = store->claim(key, 101);
  CAF_REQUIRE(again);
  CAF_CHECK(again->state == job_claim::is::fresh);
  CAF_CHECK(again->session == first->session);
  CAF_CHECK(store->claim(key, 102)->state == job_claim::is::under_way);
}

CAF_TEST(a key is free when nothing was made and when a day has gone) {
  auto key = key_of("k1", "POST /x");
  auto first = store->claim(key, 100);
  CAF_CHECK(store->release(key));
  auto second = store->claim(key, 101);
  CAF_CHECK(second->state == job_claim::is::fresh);
  CAF_CHECK(second->session != first->session);
  CAF_CHECK(store->finish(key, {200, {}, "x"}));
  // What is done stays done.
  CAF_CHECK(store->release(key));
  CAF_CHECK(store->claim(key, 102)->state == job_claim::is::done);
  auto later = 101 + 24 * 3600;
  CAF_CHECK(store->claim(key_of("k1", "POST /y"), later)->state
            == job_claim::is::fresh);
}

CAF_TEST(what has expired is forgotten and nothing else) {
  CAF_CHECK(store->revoke({"a", 100}));
  CAF_CHECK(store->revoke({"b", 200}));
  CAF_CHECK(store->revoke({"b", 200}));
  CAF_CHECK(!store->revoke({"", 200}));
  CAF_CHECK(store->forget_expired(150));
  auto left = store->revoked();
  CAF_REQUIRE(left);
  CAF_REQUIRE_EQUAL(left->size(), 1u);
  CAF_CHECK_EQUAL(left->front().id, "b");
}

CAF_TEST(a file that is not ours is refused and left as it is) {
  store.reset();
  std::filesystem::remove_all(folder.path() / "accounts.sqlite-wal");
  std::ofstream{file, std::ios::trunc} << "not a database, but somebody's";
  auto opened = account_store::open(file, cheap);
  CAF_REQUIRE(!opened);
  CAF_CHECK(text_of(opened.error()).find(file.string()) != std::string::npos);
  CAF_CHECK(file_bytes().starts_with("not a database"));
}

CAF_TEST(hashes are argon2id with the stated cost) {
  auto hash = hash_password("secret");
  CAF_REQUIRE(hash);
  CAF_CHECK(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CAF_CHECK(is_password_of(*hash, "secret"));
  CAF_CHECK(!is_password_of(*hash, "secret "));
  CAF_CHECK(!is_password_of("", "secret"));
  CAF_CHECK(!is_password_of(unmatched_hash(), "secret"));
  CAF_CHECK_EQUAL(unmatched_hash().size(), hash->size());
}

CAF_TEST_FIXTURE_SCOPE_END()
