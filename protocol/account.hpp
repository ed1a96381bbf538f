/// The words between doors and ACCOUNT_KEEPER: people, their keys, and jobs
/// that must not be made twice. They stay on the node that has the data
/// folder, and never print themselves: some hold passwords.
#pragma once

#include "protocol/error.hpp"
#include "protocol/identity.hpp"
#include "protocol/ids.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace troupe {

struct account {
  /// 32 lower-case hex digits.
  user_id id;
  /// Both as the person wrote them; unique without regard to case.
  std::string email;
  std::string username;
  /// For greetings; may be empty.
  std::string name;
  /// Milliseconds since 1970.
  int64_t created_ms = 0;

  bool operator==(const account&) const = default;
};

/// Somebody who wants an account.
struct registration {
  std::string email;
  std::string username;
  std::string name;
  std::string password;
};

/// Somebody who says that they have one.
struct credentials {
  /// Email or username.
  std::string login;
  std::string password;
};

/// What the texts of our API keys begin with; a JWT never does.
inline constexpr std::string_view api_key_mark = "trp_";

/// A key for programs, as its owner sees it later.
struct api_key {
  /// 32 lower-case hex digits; names the key, opens nothing.
  std::string id;
  user_id owner;
  std::string name;
  /// The first characters of the key, to tell keys apart.
  std::string prefix;
  int64_t created_ms = 0;
  /// 0 while it was never used; up to a minute late.
  int64_t used_ms = 0;

  bool operator==(const api_key&) const = default;
};

/// The only time that the key itself is seen.
struct new_api_key {
  api_key about;
  std::string text;
};

/// A token that was logged out before its time.
struct revoked_token {
  std::string id;
  int64_t expires_s = 0;
};

/// A key of the outside: one job, however often it is asked for.
struct job_key {
  user_id owner;
  /// As the client sent it in Idempotency-Key.
  std::string key;
  /// SHA-256 in hex of what it asked for: method, path and body.
  std::string fingerprint;
};

/// What a job's maker answered, kept for repeats.
struct stored_reply {
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  bool operator==(const stored_reply&) const = default;
};

/// What became of asking for a job.
struct job_claim {
  enum class is : uint8_t {
    /// The caller makes it, with this session id.
    fresh,
    /// Somebody is making it.
    under_way,
    /// It was made: the reply.
    done,
    /// The key was used for something else.
    other,
  };
  is state = is::fresh;
  session_id session;
  stored_reply reply;
};

/// What people may call themselves. invalid_argument names the field: an email
/// of at most 254 bytes with one @, a username of 3..64 of a-z A-Z 0-9 . _ -,
/// a name of at most 200 bytes without control characters, a password of
/// 8..1024 bytes of UTF-8.
error check_registration(const registration& x);

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::account)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<troupe::account>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::registration)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::credentials)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::api_key)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<troupe::api_key>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::new_api_key)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::revoked_token)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::job_key)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::stored_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::job_claim)
