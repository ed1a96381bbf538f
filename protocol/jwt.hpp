/// JSON Web Tokens (RFC 7519, 7515, 7518): HS256 that we sign ourselves, RS256
/// and ES256 of outside issuers. The algorithm belongs to the key; what a
/// token's header says must agree with it and decides nothing. Pure; any
/// thread.
#pragma once

#include "protocol/json.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

enum class signature_kind : uint8_t { hs256, rs256, es256 };

/// "HS256", as `alg` has it.
std::string_view to_string(signature_kind x);

/// A key that checks signatures. Copies share it.
class verifying_key {
public:
  /// At least 32 bytes (RFC 7518, section 3.2).
  static result<verifying_key> hs256(std::string secret, std::string kid = {});
  /// One member of a key set (RFC 7517): RSA of 2048 to 8192 bits for RS256,
  /// P-256 for ES256. Anything else is invalid_argument; so is a private key.
  static result<verifying_key> from_jwk(const json& jwk);

  signature_kind kind() const;
  const std::string& kid() const;
  /// `signature` is raw bytes as they stand in a token (for ES256 r and s of
  /// 32 bytes each, not DER).
  bool verify(std::string_view signed_text, std::string_view signature) const;

private:
  struct impl;
  explicit verifying_key(std::shared_ptr<const impl> x);
  std::shared_ptr<const impl> impl_;
};

/// The keys of a set's text ({"keys":[...]}); at most 16, 64 KiB. Members that
/// are no signature keys of ours are left out, as RFC 7517 asks; two with one
/// kid, or a set without any of use, are invalid_argument.
result<std::vector<verifying_key>> parse_key_set(std::string_view text);

/// A token whose form is right. Nothing in it is to be believed before
/// verify() of the right key.
struct unverified_token {
  signature_kind kind = signature_kind::hs256;
  /// Empty when the header has none.
  std::string kid;
  json claims;
  /// What is signed: a part of the text that was parsed.
  std::string_view signed_text;
  std::string signature;
};

/// Three parts, strict base64url and JSON, at most token_max_bytes; a known
/// `alg`; no `crit`, and no key that a token brings along (jwk, jku, x5u,
/// x5c). `text` must outlive the answer.
result<unverified_token> parse_token(std::string_view text);

inline constexpr size_t token_max_bytes = 8 * 1024;

/// What a token's claims must say.
struct claim_rules {
  /// Exactly this; empty: any.
  std::string issuer;
  /// `aud` is it, or is a list that has it; empty: any.
  std::string audience;
  /// `azp`, when there is one, is among these; empty: any.
  std::vector<std::string> authorized_parties;
  /// How far the issuer's clock may be off.
  std::chrono::seconds skew{0};
};

/// exp must be there and to come; nbf and iat must have passed; all three are
/// whole seconds. sub is 1..255 bytes without control characters.
/// invalid_argument says which claim is wrong, without its value: for the log.
error check_claims(const json& claims, const claim_rules& rules, int64_t now_s);

/// A signed token: {"alg":"HS256","typ":"JWT"}.
std::string sign_hs256(std::string_view secret, const json& claims);

} // namespace troupe
