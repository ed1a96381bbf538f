/// What a door must know to say at once who asks: our secret, living users,
/// hashes of API keys, tokens that were logged out, keys of the outside
/// issuer. ACCOUNT_KEEPER fills it before anybody hears that something is
/// done; doors read it on their own threads. It holds a lock for a few lookups
/// only. Any thread.
#pragma once

#include "protocol/account.hpp"
#include "protocol/jwt.hpp"

#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

namespace troupe {

/// Which tokens are taken at all.
struct token_rules {
  /// HS256 tokens and API keys of this server.
  bool takes_ours = true;
  /// RS256 and ES256 tokens of the issuer.
  bool takes_outside = false;
  claim_rules outside{{}, {}, {}, std::chrono::seconds{60}};
  /// How long a token of ours is good.
  std::chrono::seconds lifetime = std::chrono::hours{24};
};

/// What became of a token.
struct token_verdict {
  enum class is : uint8_t {
    accepted,
    refused,
    /// Refused as long as the issuer's keys are not fetched again.
    unknown_key,
  };
  is state = is::refused;
  identity who;
  /// For the log; holds no part of the token.
  std::string why;
  /// An API key whose use should be recorded, or empty.
  std::string used_key;
};

class account_directory {
public:
  explicit account_directory(token_rules rules = {});

  // -- filled at the start and by ACCOUNT_KEEPER
  /// At least 32 bytes; invalid_argument otherwise.
  error set_secret(std::string secret);
  void add_user(const user_id& id);
  void add_key(const std::string& sha256, const api_key& about,
               const account& owner);
  void remove_key(const std::string& id);
  void revoke(const revoked_token& token);
  void forget_expired(int64_t now_s);
  /// Of the outside issuer; replaces all.
  void set_outside_keys(std::vector<verifying_key> keys);

  // -- asked by doors
  const token_rules& rules() const { return rules_; }
  /// A JWT or an API key.
  token_verdict check(std::string_view token, int64_t now_s) const;
  /// A new token of ours.
  std::string make_token(const account& of, int64_t now_s) const;
  /// Derived from our secret and good for nothing but `purpose`.
  std::string secret_for(std::string_view purpose) const;

private:
  struct known_key {
    std::string id;
    identity who;
    /// Seconds since 1970; uses are recorded once a minute.
    mutable int64_t recorded_s = 0;
  };

  token_verdict check_key(std::string_view text, int64_t now_s) const;
  token_verdict check_ours(const unverified_token& token, int64_t now_s) const;
  token_verdict check_outside(const unverified_token& token,
                              int64_t now_s) const;

  token_rules rules_;
  mutable std::shared_mutex mutex_;
  std::string secret_;
  std::optional<verifying_key> our_key_;
  std::vector<verifying_key> outside_keys_;
  std::unordered_set<user_id> users_;
  /// By SHA-256 of the key in hex: how long a lookup takes tells nothing about
  /// a key.
  std::unordered_map<std::string, known_key> keys_;
  /// jti -> exp.
  std::unordered_map<std::string, int64_t> revoked_;
};

using account_directory_ptr = std::shared_ptr<account_directory>;

} // namespace troupe
