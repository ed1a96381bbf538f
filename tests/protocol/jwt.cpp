#define CAF_SUITE jwt
#include "tests/support/test.hpp"

#include "protocol/account_directory.hpp"
#include "protocol/base64.hpp"
#include "protocol/digest.hpp"
#include "tests/support/token_maker.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

constexpr int64_t now = 1'790'000'000;
const std::string secret = "0123456789abcdef0123456789abcdef-and-more";

// RFC 7515, appendix A: one payload, three signatures.
const std::string payload =
  ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxl"
  "LmNvbS9pc19yb290Ijp0cnVlfQ";
const std::string a1 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9" + payload
                       + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const std::string a1_key =
  "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUu"
  "TwjAzZr1Z9CAow";
const std::string a2 =
  "eyJhbGciOiJSUzI1NiJ9" + payload
  + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHI"
    "m4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--"
    "f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcO"
    "Ln6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipU"
    "TI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const std::string a2_key =
  R"({"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJj)"
  "NiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4"
  "QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf6"
  "3kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZl"
  "xvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91"
  "kzk2PAcDTW9gb54h4FRWyuXpoQ\"}";
const std::string a3 =
  "eyJhbGciOiJFUzI1NiJ9" + payload
  + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQx"
    "fKTUJqPP3-Kg6NU1Q";
const std::string a3_key =
  R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9u)"
  R"(PHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";

bool verifies(const verifying_key& key, const std::string& text) {
  auto token = parse_token(text);
  if (!token)
    CAF_FAIL(text_of(token.error()));
  return key.verify(token->signed_text, token->signature);
}

verifying_key key_of(const std::string& jwk) {
  auto key = verifying_key::from_jwk(json::parse(jwk).value());
  if (!key)
    CAF_FAIL(text_of(key.error()));
  return *key;
}

/// The last byte of the signature is another.
std::string tampered(std::string token) {
  auto dot = token.rfind('.');
  auto bytes = *from_base64url(std::string_view{token}.substr(dot + 1));
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  return token.substr(0, dot + 1) + to_base64url(bytes);
}

json claims_with(std::initializer_list<json::member> more) {
  auto out = json::make_object({{"iss", "https://issuer.example"},
                                {"sub", "user_1"},
                                {"exp", now + 60},
                                {"jti", "x"}});
  for (auto& [key, value] : more)
    out[key] = value;
  return out;
}

} // namespace

CAF_TEST(the vectors of RFC 7515 verify and tampered ones do not ) {
  auto hs = verifying_key::hs256(*from_base64url(a1_key));
  CAF_REQUIRE(hs);
  auto rs = key_of(a2_key);
  auto es = key_of(a3_key);
  CAF_CHECK(verifies(*hs, a1));
  CAF_CHECK(verifies(rs, a2));
  CAF_CHECK(verifies(es, a3));
  CAF_CHECK(!verifies(*hs, tampered(a1)));
  CAF_CHECK(!verifies(rs, tampered(a2)));
  CAF_CHECK(!verifies(es, tampered(a3)));
  // A key of another kind takes nothing.
  CAF_CHECK(!verifies(*hs, a2));
  CAF_CHECK(!verifies(rs, a1));
  CAF_CHECK(!verifies(rs, a3));
  CAF_CHECK(!verifies(es, a2));
}

CAF_TEST(the vectors of RFC 4648 and strictness of base64url) {
  CAF_CHECK_EQUAL(to_base64url("\xfb\xff\xfe"), "-__-");
  CAF_CHECK_EQUAL(to_base64url("f"), "Zg");
  CAF_CHECK_EQUAL(to_base64url("fo"), "Zm8");
  CAF_CHECK_EQUAL(to_base64url("foobar"), "Zm9vYmFy");
  CAF_CHECK(from_base64url("Zm8") == "fo");
  CAF_CHECK(from_base64url("") == "");
  for (auto bad : {"Zg==", "Zh", "Zm9", "+__-", "/__-", "Z", "Z g", "Zg\n"})
    CAF_CHECK(!from_base64url(bad));
}

CAF_TEST(a key set keeps what it can use and refuses what is unsafe) {
  auto rsa = token_maker::rsa("r1");
  auto ec = token_maker::ec("e1");
  auto oct = json::make_object({{"kty", "oct"}, {"kid", "o"}, {"k", "AAAA"}});
  auto weak = token_maker::rsa("weak", 1024).jwk();
  auto encryption = rsa.jwk();
  encryption["use"] = "enc";
  auto keys =
    parse_key_set(key_set_text({oct, weak, encryption, rsa.jwk(), ec.jwk()}));
  CAF_REQUIRE(keys);
  CAF_REQUIRE_EQUAL(keys->size(), 2u);
  CAF_CHECK_EQUAL(keys->at(0).kid(), "r1");
  CAF_CHECK_EQUAL(keys->at(1).kid(), "e1");
  CAF_CHECK(!parse_key_set(key_set_text({rsa.jwk(), rsa.jwk()})));
  CAF_CHECK(!parse_key_set(key_set_text({oct})));
  CAF_CHECK(!parse_key_set("{}"));
  CAF_CHECK(!parse_key_set("[]"));
  CAF_CHECK(!parse_key_set(""));
  CAF_CHECK(!parse_key_set(std::string(70'000, ' ')));
}

CAF_TEST(keys that are none are refused) {
  auto ec = token_maker::ec("e").jwk();
  auto rsa = token_maker::rsa("r").jwk();
  auto changed = [](json jwk, const char* name, json value) {
    jwk[name] = std::move(value);
    return jwk;
  };
  // Not on the curve, too short, another curve, an exponent of 1 and an even
  // one, a private key, an algorithm that is not the key's.
  for (auto& jwk : {changed(ec, "y", ec.text("x")), changed(ec, "x", "AAAA"),
                    changed(ec, "crv", "P-384"), changed(rsa, "e", "AQ"),
                    changed(rsa, "e", "Ag"), changed(rsa, "n", ""),
                    changed(rsa, "d", "AAAA"), changed(rsa, "alg", "PS256"),
                    changed(rsa, "alg", "HS256"), changed(ec, "alg", "RS256"),
                    changed(rsa, "kty", "oct"), json{}})
    CAF_CHECK(!verifying_key::from_jwk(jwk));
  CAF_CHECK(!verifying_key::hs256("too short"));
}

CAF_TEST(claims are checked one by one) {
  claim_rules rules{"https://issuer.example",
                    "films",
                    {"https://a.example"},
                    std::chrono::seconds{60}};
  auto good = claims_with({{"aud", "films"}});
  CAF_CHECK(!check_claims(good, rules, now));
  auto many = claims_with({{"aud", json::make_array({"x", "films"})},
                           {"azp", "https://a.example"},
                           {"nbf", now + 60},
                           {"iat", now + 60},
                           {"exp", now - 59}});
  CAF_CHECK(!check_claims(many, rules, now));
  auto refused = [&](const char* name, json value) {
    auto claims = good;
    claims[name] = std::move(value);
    return static_cast<bool>(check_claims(claims, rules, now));
  };
  CAF_CHECK(refused("exp", now - 60));
  CAF_CHECK(refused("exp", "1790000060"));
  CAF_CHECK(refused("exp", 1790000060.5));
  CAF_CHECK(refused("exp", INT64_MAX));
  CAF_CHECK(refused("exp", -1));
  CAF_CHECK(refused("exp", nullptr));
  CAF_CHECK(refused("nbf", now + 61));
  CAF_CHECK(refused("nbf", "soon"));
  CAF_CHECK(refused("iat", now + 61));
  CAF_CHECK(refused("iss", "https://issuer.example/"));
  CAF_CHECK(refused("iss", nullptr));
  CAF_CHECK(refused("aud", "film"));
  CAF_CHECK(refused("aud", json::make_array({"film"})));
  CAF_CHECK(refused("aud", json::make_object({{"films", 1}})));
  CAF_CHECK(refused("azp", "https://b.example"));
  CAF_CHECK(refused("azp", 1));
  CAF_CHECK(refused("sub", ""));
  CAF_CHECK(refused("sub", 7));
  CAF_CHECK(refused("sub", "a\nb"));
  CAF_CHECK(refused("sub", std::string(256, 'a')));
  CAF_CHECK(refused("sts", "pending"));
  auto without = good;
  without.erase("exp");
  CAF_CHECK(check_claims(without, rules, now));
}

CAF_TEST(our own tokens are good until they are logged out or expire) {
  account_directory directory;
  CAF_CHECK(directory.set_secret("short"));
  CAF_REQUIRE(!directory.set_secret(secret));
  account ann{user_id{"0123456789abcdef0123456789abcdef"}, "ann@b.example",
              "ann", "", 1};
  auto token = directory.make_token(ann, now);
  // Nobody has made the account known yet.
  CAF_CHECK(directory.check(token, now).state == token_verdict::is::refused);
  directory.add_user(ann.id);
  auto verdict = directory.check(token, now);
  CAF_REQUIRE(verdict.state == token_verdict::is::accepted);
  CAF_CHECK(verdict.who.user == ann.id);
  CAF_CHECK_EQUAL(verdict.who.email, "ann@b.example");
  CAF_CHECK_EQUAL(verdict.who.username, "ann");
  CAF_CHECK(verdict.who.how == proof::password_token);
  CAF_CHECK_EQUAL(verdict.who.expires_s, now + 24 * 3600);
  auto at = [&](int64_t time) { return directory.check(token, time).state; };
  CAF_CHECK(at(now + 24 * 3600 - 1) == token_verdict::is::accepted);
  CAF_CHECK(at(now + 24 * 3600) == token_verdict::is::refused);
  directory.revoke({verdict.who.token_id, verdict.who.expires_s});
  CAF_CHECK(at(now) == token_verdict::is::refused);
  // Another login is another token.
  auto second = directory.make_token(ann, now);
  CAF_CHECK(second != token);
  CAF_CHECK(directory.check(second, now).state == token_verdict::is::accepted);
}

CAF_TEST(claims that clients read are in our tokens) {
  account_directory directory;
  CAF_REQUIRE(!directory.set_secret(secret));
  account ann{user_id{"u"}, "ann@b.example", "ann", "Ann B", 1};
  auto token = parse_token(directory.make_token(ann, now));
  // The text is gone by now; the claims are not.
  CAF_REQUIRE(token);
  auto& claims = token->claims;
  CAF_CHECK_EQUAL(claims.text("sub"), "u");
  CAF_CHECK_EQUAL(claims.text("user_id"), "u");
  CAF_CHECK_EQUAL(claims.text("email"), "ann@b.example");
  CAF_CHECK_EQUAL(claims.text("name"), "Ann B");
  CAF_CHECK_EQUAL(claims.integer("exp") - claims.integer("iat"), 24 * 3600);
  CAF_CHECK(!claims.text("jti").empty());
}

CAF_TEST(API keys are known by their hash and are recorded once a minute) {
  account_directory directory;
  CAF_REQUIRE(!directory.set_secret(secret));
  account ann{user_id{"u"}, "ann@b.example", "ann", "", 1};
  auto text = std::string{api_key_mark} + "abc";
  directory.add_key(sha256_hex(text), {"id", ann.id, "laptop", "trp_", 1, 0},
                    ann);
  auto verdict = directory.check(text, now);
  CAF_REQUIRE(verdict.state == token_verdict::is::accepted);
  CAF_CHECK(verdict.who.user == ann.id);
  CAF_CHECK(verdict.who.how == proof::api_key);
  CAF_CHECK_EQUAL(verdict.used_key, "id");
  CAF_CHECK(directory.check(text, now + 59).used_key.empty());
  CAF_CHECK_EQUAL(directory.check(text, now + 60).used_key, "id");
  CAF_CHECK(directory.check(text + "d", now).state
            == token_verdict::is::refused);
  directory.remove_key("id");
  CAF_CHECK(directory.check(text, now).state == token_verdict::is::refused);
}
