/// Who asks. A door makes one from what came with a request; handlers and
/// sessions only ever see `user`. Value type; any thread.
#pragma once

#include "protocol/ids.hpp"

#include <cstdint>
#include <string>

namespace troupe {

/// What an identity rests on.
enum class proof : uint8_t {
  /// Nothing: authentication is off, or nobody has said who they are.
  none,
  /// A token that this server gave for a password.
  password_token,
  /// A token of the configured issuer.
  outside_token,
  api_key,
};

struct identity {
  /// Empty when nobody is known.
  user_id user;
  std::string email;
  std::string username;
  std::string name;
  proof how = proof::none;
  /// Of a token: its jti and its exp (seconds since 1970); what logout needs.
  std::string token_id;
  int64_t expires_s = 0;

  bool is_known() const { return !user.empty(); }
  bool operator==(const identity&) const = default;
};

/// Everybody, while authentication is off.
inline identity local_identity() {
  identity out;
  out.user = user_id{"local"};
  return out;
}

} // namespace troupe
