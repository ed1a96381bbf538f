// What people try with tokens, one line each: every one of them is refused,
// and the good token beside it is taken.
#define CAF_SUITE token_attacks
#include "tests/support/test.hpp"

#include "protocol/account_directory.hpp"
#include "protocol/base64.hpp"
#include "protocol/secret.hpp"
#include "tests/support/token_maker.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

constexpr int64_t now = 1'790'000'000;
const std::string secret = "0123456789abcdef0123456789abcdef-and-more";
const user_id ann_id{"0123456789abcdef0123456789abcdef"};

std::string hs256(const std::string& key, const std::string& header,
                  const std::string& claims) {
  auto text = to_base64url(header) + '.' + to_base64url(claims);
  return text + '.' + to_base64url(hmac_sha256(key, text));
}

std::string part(const std::string& token, int index) {
  for (; index > 0; --index)
    return part(token.substr(token.find('.') + 1), index - 1);
  return token.substr(0, token.find('.'));
}

struct fixture {
  fixture() {
    token_rules rules;
    rules.takes_outside = true;
    rules.outside.issuer = "https://issuer.example";
    rules.outside.audience = "films";
    directory = std::make_unique<account_directory>(rules);
    CAF_REQUIRE(!directory->set_secret(secret));
    directory->add_user(ann_id);
    auto keys = parse_key_set(key_set_text({rsa.jwk(), ec.jwk()}));
    CAF_REQUIRE(keys);
    directory->set_outside_keys(*keys);
  }

  json outside(std::initializer_list<json::member> more = {}) const {
    return changed(json::make_object({{"iss", "https://issuer.example"},
                                      {"aud", "films"},
                                      {"sub", "user_1"},
                                      {"iat", now},
                                      {"exp", now + 60},
                                      {"jti", "j"}}),
                   more);
  }

  json ours(std::initializer_list<json::member> more = {}) const {
    return changed(json::make_object({{"iss", "troupe"},
                                      {"aud", "troupe"},
                                      {"sub", ann_id.str()},
                                      {"user_id", ann_id.str()},
                                      {"iat", now},
                                      {"exp", now + 60},
                                      {"jti", "j"}}),
                   more);
  }

  static json changed(json out, std::initializer_list<json::member> more) {
    for (auto& [key, value] : more)
      if (value.is_null())
        out.erase(key);
      else
        out[key] = value;
    return out;
  }

  std::string signed_ours(const json& claims) const {
    return hs256(secret, hs_header, claims.dump());
  }

  bool takes(const std::string& token) const {
    return directory->check(token, now).state == token_verdict::is::accepted;
  }

  std::string rs_header(std::initializer_list<json::member> more) const {
    return changed(json::make_object({{"alg", "RS256"}, {"kid", "r1"}}), more)
      .dump();
  }

  std::string rs(std::initializer_list<json::member> header) const {
    return rsa.sign(rs_header(header), outside().dump());
  }

  const std::string hs_header = R"({"alg":"HS256","typ":"JWT"})";
  token_maker rsa = token_maker::rsa("r1");
  token_maker ec = token_maker::ec("e1");
  token_maker other_rsa = token_maker::rsa("r1");
  token_maker other_ec = token_maker::ec("e1");
  std::unique_ptr<account_directory> directory;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(token_attacks_tests, fixture)

CAF_TEST(good tokens of all three kinds are taken) {
  CAF_CHECK(takes(signed_ours(ours())));
  CAF_CHECK(takes(rsa.sign(outside())));
  CAF_CHECK(takes(ec.sign(outside())));
  // Members of a header that mean nothing to us are passed over (RFC 7515).
  CAF_CHECK(takes(rs({{"oiat", now}, {"typ", "at+jwt"}})));
}

CAF_TEST(attacks are refused) {
  auto good = rsa.sign(outside());
  auto good_ec = ec.sign(outside());
  auto good_ours = signed_ours(ours());
  auto claims = outside().dump();
  auto pem_like = rsa.jwk().text("n");
  auto body = part(good, 0) + '.' + part(good, 1);
  auto ec_body = part(good_ec, 0) + '.' + part(good_ec, 1);
  auto ec_with = [&](const std::string& raw) {
    return ec_body + '.' + to_base64url(raw);
  };
  auto ec_raw = *from_base64url(part(good_ec, 2));
  auto zeros = std::string(32, '\0');
  // The order of P-256: r and s must be below it.
  auto order = *from_base64url("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE");
  auto unsigned_with = [&](const std::string& alg) {
    return to_base64url("{\"alg\":\"" + alg + "\"}") + '.'
           + to_base64url(ours().dump()) + '.';
  };
  const std::pair<const char*, std::string> attacks[] = {
    // No signature at all.
    {"alg none", unsigned_with("none")},
    {"alg None", unsigned_with("None")},
    {"alg NONE with a signature", unsigned_with("NONE") + part(good, 2)},
    {"alg nOnE", unsigned_with("nOnE") + "AA"},
    {"alg empty", unsigned_with("")},
    {"alg missing", hs256(secret, "{}", ours().dump())},
    {"alg a number", hs256(secret, "{\"alg\":256}", ours().dump())},
    {"alg a list", hs256(secret, "{\"alg\":[\"HS256\"]}", ours().dump())},
    {"alg in lower case", hs256(secret, "{\"alg\":\"hs256\"}", ours().dump())},
    {"alg HS512", hs256(secret, "{\"alg\":\"HS512\"}", ours().dump())},
    {"empty signature", body + '.'},
    // Another algorithm than the key's.
    {"HS256 with the public modulus as secret",
     hs256(pem_like, "{\"alg\":\"HS256\",\"kid\":\"r1\"}", claims)},
    {"HS256 with the key set as secret",
     hs256(rsa.jwk().dump(), "{\"alg\":\"HS256\",\"kid\":\"r1\"}", claims)},
    {"HS256 with the modulus and no kid",
     hs256(pem_like, hs_header, ours().dump())},
    {"RS256 header over an HS256 signature",
     hs256(secret, "{\"alg\":\"RS256\",\"kid\":\"r1\"}", claims)},
    {"ES256 header with the RSA kid",
     ec.sign("{\"alg\":\"ES256\",\"kid\":\"r1\"}", claims)},
    {"RS256 header with the EC kid",
     rsa.sign("{\"alg\":\"RS256\",\"kid\":\"e1\"}", claims)},
    {"PS256", rs({{"alg", "PS256"}})},
    {"RS384", rs({{"alg", "RS384"}})},
    {"our secret, but with a kid",
     hs256(secret, "{\"alg\":\"HS256\",\"kid\":\"r1\"}", ours().dump())},
    // Keys that the token brings or names.
    {"signed by another RSA key of that kid", other_rsa.sign(outside())},
    {"signed by another EC key of that kid", other_ec.sign(outside())},
    {"kid unknown", rs({{"kid", "r2"}})},
    {"kid missing", rs({{"kid", nullptr}})},
    {"kid a path", rs({{"kid", "../../../../dev/null"}})},
    {"kid SQL", rs({{"kid", "r1' union select 'x"}})},
    {"kid with NUL", rs({{"kid", std::string("r1\0", 3)}})},
    {"kid a number", rs({{"kid", 1}})},
    {"kid of 300 bytes", rs({{"kid", std::string(300, 'r')}})},
    {"jwk in the header",
     other_rsa.sign(rs_header({{"jwk", other_rsa.jwk()}}), claims)},
    {"jku in the header", rs({{"jku", "https://evil.example/jwks"}})},
    {"x5u in the header", rs({{"x5u", "https://evil.example/x"}})},
    {"x5c in the header", rs({{"x5c", json::make_array({"MIIB"})}})},
    {"crit in the header", rs({{"crit", json::make_array({"exp"})}})},
    {"b64 false", rs({{"b64", false}})},
    // Shapes.
    {"two parts", body},
    {"one part", part(good, 1)},
    {"four parts", good + ".AA"},
    {"empty", ""},
    {"dots", ".."},
    {"truncated", good.substr(0, good.size() - 4)},
    {"padding", good + "=="},
    {"a space behind", good + " "},
    {"a line before", "\n" + good},
    {"standard base64", part(good, 0) + '.' + part(good, 1) + '.'
                          + to_base64(*from_base64url(part(good, 2)))},
    {"payload of another token",
     part(good, 0) + '.' + to_base64url(outside({{"sub", "root"}}).dump()) + '.'
       + part(good, 2)},
    {"9 KiB", rsa.sign(outside({{"x", std::string(9 * 1024, 'x')}}))},
    {"claims no JSON", rsa.sign(rs_header({}), "not json")},
    {"claims a list", rsa.sign(rs_header({}), "[]")},
    {"a claim twice",
     rsa.sign(rs_header({}), "{\"sub\":\"a\"," + claims.substr(1))},
    {"alg twice",
     rsa.sign("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"r1\"}", claims)},
    {"deep claims", rsa.sign(rs_header({}), std::string(200, '['))},
    {"not UTF-8", rsa.sign(rs_header({}), "{\"sub\":\"\xff\"}")},
    // ES256 signatures.
    {"DER", ec_with(ec.der_signature(ec_body))},
    {"r and s zero", ec_with(zeros + zeros)},
    {"r zero", ec_with(zeros + ec_raw.substr(32))},
    {"s zero", ec_with(ec_raw.substr(0, 32) + zeros)},
    {"r the order", ec_with(order + ec_raw.substr(32))},
    {"s the order", ec_with(ec_raw.substr(0, 32) + order)},
    {"63 bytes", ec_with(ec_raw.substr(0, 63))},
    {"65 bytes", ec_with(ec_raw + '\0')},
    {"r and s swapped", ec_with(ec_raw.substr(32) + ec_raw.substr(0, 32))},
    {"RSA signature with a zero before it",
     body + '.' + to_base64url('\0' + *from_base64url(part(good, 2)))},
    // Times.
    {"expired", rsa.sign(outside({{"exp", now - 60}}))},
    {"no exp", rsa.sign(outside({{"exp", nullptr}}))},
    {"exp a text", rsa.sign(outside({{"exp", "9999999999"}}))},
    {"exp overflows", rsa.sign(outside({{"exp", INT64_MAX}}))},
    {"nbf to come", rsa.sign(outside({{"nbf", now + 61}}))},
    {"iat to come", rsa.sign(outside({{"iat", now + 61}}))},
    {"ours, just expired", signed_ours(ours({{"exp", now}}))},
    // Claims.
    {"another issuer", rsa.sign(outside({{"iss", "https://evil.example"}}))},
    {"no issuer", rsa.sign(outside({{"iss", nullptr}}))},
    {"our issuer signed outside", rsa.sign(ours())},
    {"another audience", rsa.sign(outside({{"aud", "filmsx"}}))},
    {"no audience", rsa.sign(outside({{"aud", nullptr}}))},
    {"no subject", rsa.sign(outside({{"sub", nullptr}}))},
    {"the subject is local", rsa.sign(outside({{"sub", "local"}}))},
    {"the subject is an account of ours",
     rsa.sign(outside({{"sub", ann_id.str()}}))},
    {"pending", rsa.sign(outside({{"sts", "pending"}}))},
    {"ours, for another user_id", signed_ours(ours({{"user_id", "root"}}))},
    {"ours, of a user who is gone",
     signed_ours(ours(
       {{"sub", std::string(32, 'f')}, {"user_id", std::string(32, 'f')}}))},
    {"ours, without jti", signed_ours(ours({{"jti", nullptr}}))},
    {"ours, with another secret",
     hs256(secret + "x", hs_header, ours().dump())},
    {"ours, with an empty secret", hs256("", hs_header, ours().dump())},
    {"an API key nobody has", std::string{api_key_mark} + good_ours},
  };
  size_t refused = 0;
  for (auto& [name, token] : attacks) {
    if (takes(token))
      CAF_ERROR("taken: " << name);
    else
      ++refused;
  }
  CAF_MESSAGE(refused << " attacks refused");
  CAF_CHECK(refused >= 50u);
  CAF_CHECK_EQUAL(refused, std::size(attacks));
  // The tokens they were made from are still good.
  CAF_CHECK(takes(good));
  CAF_CHECK(takes(good_ec));
  CAF_CHECK(takes(good_ours));
}

CAF_TEST(why a token is refused holds nothing of it) {
  auto verdict =
    directory->check(other_rsa.sign(outside({{"sub", "canary"}})), now);
  CAF_CHECK(verdict.state == token_verdict::is::refused);
  CAF_CHECK(!verdict.why.empty());
  CAF_CHECK(verdict.why.find("canary") == std::string::npos);
}

CAF_TEST(only a key that may have come since asks for a fetch) {
  auto state = [&](const std::string& token) {
    return directory->check(token, now).state;
  };
  CAF_CHECK(state(rs({{"kid", "r2"}})) == token_verdict::is::unknown_key);
  CAF_CHECK(state(hs256(secret, "{\"alg\":\"HS256\",\"kid\":\"r2\"}", "{}"))
            == token_verdict::is::refused);
  token_rules closed;
  account_directory own_only{closed};
  CAF_CHECK(own_only.check(rs({{"kid", "r2"}}), now).state
            == token_verdict::is::refused);
}

CAF_TEST_FIXTURE_SCOPE_END()
