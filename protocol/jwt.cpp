#include "protocol/jwt.hpp"

#include "protocol/base64.hpp"
#include "protocol/secret.hpp"

#include <algorithm>
#include <array>

namespace troupe {

namespace {

/// A header or claims hold a few dozen short members.
constexpr json_limits token_limits{token_max_bytes, 8, 400, 100};

/// Later than the year 9999: an overflow, not a time.
constexpr int64_t last_second = 253'402'300'799;

error refuse(std::string why) {
  return make_error(ec::invalid_argument, std::move(why));
}

result<json> parse_part(std::string_view part, std::string_view what) {
  auto text = from_base64url(part);
  if (!text || part.empty())
    return refuse(std::string{what} + " is not base64url");
  auto value = json::parse(*text, token_limits);
  if (!value || !value->is_object())
    return refuse(std::string{what} + " is not a JSON object");
  return value;
}

result<signature_kind> parse_kind(const json& header) {
  for (auto kind :
       {signature_kind::hs256, signature_kind::rs256, signature_kind::es256})
    if (header.at("alg") == json{to_string(kind)})
      return kind;
  return refuse("alg is not one of HS256, RS256, ES256");
}

error check_header(const json& header) {
  for (auto member : {"crit", "jwk", "jku", "x5u", "x5c", "b64", "zip"})
    if (header.has(member))
      return refuse(std::string{"the header has "} + member);
  if (auto kid = header.find("kid"))
    if (!kid->is_string() || kid->as_string().size() > 255)
      return refuse("kid is not a short text");
  return {};
}

/// `wanted` says whether a claim that is not there is a fault.
error check_time(const json& claims, std::string_view name, bool wanted,
                 int64_t earliest, int64_t latest) {
  auto value = claims.find(name);
  if (!value)
    return wanted ? refuse(std::string{name} + " is missing") : error{};
  if (!value->is_integer() || value->as_integer() < 0
      || value->as_integer() > last_second)
    return refuse(std::string{name} + " is not a time");
  if (value->as_integer() < earliest || value->as_integer() > latest)
    return refuse(std::string{name}
                  + (wanted ? " has passed" : " is in the future"));
  return {};
}

bool is_in(const std::vector<std::string>& names, const json& value) {
  return value.is_string()
         && std::ranges::find(names, value.as_string()) != names.end();
}

bool names_audience(const json& aud, const std::string& wanted) {
  if (aud.is_string())
    return aud.as_string() == wanted;
  return std::ranges::find(aud.as_array(), json{wanted})
         != aud.as_array().end();
}

bool is_subject(const json& sub) {
  auto& text = sub.as_string();
  return !text.empty() && text.size() <= 255
         && std::ranges::none_of(
           text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

} // namespace

std::string_view to_string(signature_kind x) {
  switch (x) {
    case signature_kind::hs256: return "HS256";
    case signature_kind::rs256: return "RS256";
    case signature_kind::es256: return "ES256";
  }
  return "";
}

result<unverified_token> parse_token(std::string_view text) {
  if (text.size() > token_max_bytes)
    return refuse("it is too long");
  auto first = text.find('.');
  auto second = first == text.npos ? first : text.find('.', first + 1);
  if (second == text.npos || text.find('.', second + 1) != text.npos)
    return refuse("it has not three parts");
  auto header = parse_part(text.substr(0, first), "the header");
  if (!header)
    return std::move(header.error());
  if (auto err = check_header(*header))
    return err;
  auto kind = parse_kind(*header);
  if (!kind)
    return std::move(kind.error());
  auto claims =
    parse_part(text.substr(first + 1, second - first - 1), "the payload");
  if (!claims)
    return std::move(claims.error());
  auto signature = from_base64url(text.substr(second + 1));
  if (!signature || signature->empty())
    return refuse("the signature is not base64url");
  return unverified_token{*kind, header->text("kid"), std::move(*claims),
                          text.substr(0, second), std::move(*signature)};
}

error check_claims(const json& claims, const claim_rules& rules,
                   int64_t now_s) {
  auto skew = static_cast<int64_t>(rules.skew.count());
  if (auto err = check_time(claims, "exp", true, now_s - skew + 1, last_second))
    return err;
  for (auto name : {"nbf", "iat"})
    if (auto err = check_time(claims, name, false, 0, now_s + skew))
      return err;
  if (!is_subject(claims.at("sub")))
    return refuse("sub is not a name");
  if (!rules.issuer.empty() && claims.at("iss") != json{rules.issuer})
    return refuse("iss is another issuer");
  if (!rules.audience.empty()
      && !names_audience(claims.at("aud"), rules.audience))
    return refuse("aud is somebody else");
  if (auto party = claims.find("azp");
      party && !rules.authorized_parties.empty()
      && !is_in(rules.authorized_parties, *party))
    return refuse("azp is not an authorized party");
  // An issuer of the Clerk kind: signed in, but with steps still to do.
  if (claims.at("sts") == json{"pending"})
    return refuse("sts is pending");
  return {};
}

std::string sign_hs256(std::string_view secret, const json& claims) {
  static const auto header = to_base64url(R"({"alg":"HS256","typ":"JWT"})");
  auto text = header + '.' + to_base64url(claims.dump());
  return text + '.' + to_base64url(hmac_sha256(secret, text));
}

} // namespace troupe
