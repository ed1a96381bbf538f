/// Links that open one path for a while, for players and <video>, which can't
/// send headers: HMAC-SHA-256 over method, path, end, owner and key. Who has
/// the link may read that path; nothing else follows from it. Pure; any thread.
#pragma once

#include "protocol/ids.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// The query of a signed link.
struct link_query {
  std::string expires;
  std::string key;
  std::string signature;
};

class url_signer {
public:
  /// `secret` is for links only (account_directory::secret_for).
  explicit url_signer(std::string secret);

  static constexpr std::chrono::seconds longest{3600};

  /// "<path>?expires=...&key=...&signature=...", good for GET and HEAD until
  /// `now_s` + `lifetime` (at most `longest`). `path` is one of ours: plain
  /// ASCII, no query.
  std::string sign(std::string_view path, const user_id& owner, int64_t now_s,
                   std::chrono::seconds lifetime = longest) const;

  /// True if sign() made this for that path and owner and its time is not
  /// over.
  bool verify(std::string_view path, const user_id& owner,
              const link_query& query, int64_t now_s) const;

private:
  std::string signature(std::string_view path, const user_id& owner,
                        std::string_view expires) const;

  std::string secret_;
  std::string key_;
};

} // namespace troupe
