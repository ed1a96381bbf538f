#include "protocol/account_directory.hpp"

#include "protocol/digest.hpp"
#include "protocol/secret.hpp"

#include <algorithm>
#include <mutex>

namespace troupe {

namespace {

using state = token_verdict::is;

constexpr std::string_view our_name = "troupe";
/// Clients of the chat door expect this one.
constexpr std::string_view chat_audience = "authenticated";
constexpr int64_t use_recorded_every_s = 60;

token_verdict refuse(std::string why) {
  return {state::refused, {}, std::move(why), {}};
}

/// Ids that only this server gives: an issuer must not be able to name one.
bool is_our_id(std::string_view text) {
  return is_session_id(text) || text == local_identity().user.str();
}

/// One line of a claim, for greetings only.
std::string short_text(const json& claims, std::string_view name) {
  auto text = claims.text(name);
  return text.size() <= 254 ? text : std::string{};
}

identity identity_of(const json& claims, proof how) {
  identity out;
  out.user = user_id{claims.text("sub")};
  out.email = short_text(claims, "email");
  out.username = short_text(claims, "username");
  out.name = short_text(claims, "name");
  out.how = how;
  out.token_id = claims.text("jti");
  out.expires_s = claims.integer("exp");
  return out;
}

} // namespace

account_directory::account_directory(token_rules rules)
  : rules_(std::move(rules)) {
}

error account_directory::set_secret(std::string secret) {
  auto key = verifying_key::hs256(secret);
  if (!key)
    return std::move(key.error());
  std::unique_lock guard{mutex_};
  our_key_ = std::move(*key);
  secret_ = std::move(secret);
  return {};
}

void account_directory::add_user(const user_id& id) {
  std::unique_lock guard{mutex_};
  users_.insert(id);
}

void account_directory::add_key(const std::string& sha256, const api_key& about,
                                const account& owner) {
  known_key key;
  key.id = about.id;
  key.who = {
    owner.id, owner.email, owner.username, owner.name, proof::api_key, {}, 0};
  std::unique_lock guard{mutex_};
  keys_.insert_or_assign(sha256, std::move(key));
}

void account_directory::remove_key(const std::string& id) {
  std::unique_lock guard{mutex_};
  std::erase_if(keys_, [&](auto& x) { return x.second.id == id; });
}

void account_directory::revoke(const revoked_token& token) {
  std::unique_lock guard{mutex_};
  revoked_.insert_or_assign(token.id, token.expires_s);
}

void account_directory::forget_expired(int64_t now_s) {
  std::unique_lock guard{mutex_};
  std::erase_if(revoked_, [&](auto& x) { return x.second < now_s; });
}

void account_directory::set_outside_keys(std::vector<verifying_key> keys) {
  std::unique_lock guard{mutex_};
  outside_keys_ = std::move(keys);
}

token_verdict account_directory::check(std::string_view token,
                                       int64_t now_s) const {
  if (token.starts_with(api_key_mark))
    return check_key(token, now_s);
  auto parsed = parse_token(token);
  if (!parsed)
    return refuse(text_of(parsed.error()));
  if (parsed->kind == signature_kind::hs256)
    return check_ours(*parsed, now_s);
  return check_outside(*parsed, now_s);
}

token_verdict account_directory::check_key(std::string_view text,
                                           int64_t now_s) const {
  if (!rules_.takes_ours || text.size() > 100)
    return refuse("API keys are not taken, or it is none");
  auto hash = sha256_hex(text);
  std::unique_lock guard{mutex_};
  auto i = keys_.find(hash);
  if (i == keys_.end())
    return refuse("no such API key");
  token_verdict out{state::accepted, i->second.who, {}, {}};
  if (now_s - i->second.recorded_s >= use_recorded_every_s) {
    i->second.recorded_s = now_s;
    out.used_key = i->second.id;
  }
  return out;
}

token_verdict account_directory::check_ours(const unverified_token& token,
                                            int64_t now_s) const {
  std::shared_lock guard{mutex_};
  // Ours have no kid, so one that has was not signed here.
  if (!rules_.takes_ours || !our_key_ || !token.kid.empty())
    return refuse("HS256 is not taken from this issuer");
  if (!our_key_->verify(token.signed_text, token.signature))
    return refuse("the signature is wrong");
  claim_rules ours;
  ours.issuer = our_name;
  ours.audience = our_name;
  if (auto err = check_claims(token.claims, ours, now_s))
    return refuse(text_of(err));
  auto who = identity_of(token.claims, proof::password_token);
  if (token.claims.text("user_id") != who.user.str()
      || !users_.contains(who.user))
    return refuse("there is no such user");
  if (who.token_id.empty() || revoked_.contains(who.token_id))
    return refuse("it was logged out");
  return {state::accepted, std::move(who), {}, {}};
}

token_verdict account_directory::check_outside(const unverified_token& token,
                                               int64_t now_s) const {
  if (!rules_.takes_outside)
    return refuse("tokens of other issuers are not taken");
  std::shared_lock guard{mutex_};
  auto key = std::ranges::find(outside_keys_, token.kid, &verifying_key::kid);
  if (key == outside_keys_.end())
    return {state::unknown_key, {}, "no key of the issuer has this kid", {}};
  // The key says what it is for; the header has no say in it.
  if (key->kind() != token.kind)
    return refuse("alg is not the one of the key");
  if (!key->verify(token.signed_text, token.signature))
    return refuse("the signature is wrong");
  if (auto err = check_claims(token.claims, rules_.outside, now_s))
    return refuse(text_of(err));
  if (is_our_id(token.claims.text("sub")))
    return refuse("sub looks like an id of this server");
  auto who = identity_of(token.claims, proof::outside_token);
  if (!who.token_id.empty() && revoked_.contains(who.token_id))
    return refuse("it was logged out");
  return {state::accepted, std::move(who), {}, {}};
}

std::string account_directory::make_token(const account& of,
                                          int64_t now_s) const {
  auto claims = json::make_object(
    {{"iss", our_name},
     {"aud", json::make_array({our_name, chat_audience})},
     {"sub", of.id.str()},
     {"user_id", of.id.str()},
     {"email", of.email},
     {"username", of.username},
     {"name", of.name.empty() ? of.username : of.name},
     {"iat", now_s},
     {"exp", now_s + static_cast<int64_t>(rules_.lifetime.count())},
     {"jti", make_secret_text()}});
  std::shared_lock guard{mutex_};
  return sign_hs256(secret_, claims);
}

std::string account_directory::secret_for(std::string_view purpose) const {
  std::shared_lock guard{mutex_};
  return hmac_sha256(secret_, purpose);
}

} // namespace troupe
