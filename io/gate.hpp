/// Who asks, and may they ask now: what stands between the router and every
/// endpoint. Finds the token, checks it with the directory, counts against the
/// limits, and answers those who may not pass. Made by the composition root,
/// shared by router and sockets; any thread.
#pragma once

#include "io/http_types.hpp"
#include "protocol/account_directory.hpp"
#include "protocol/actors.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace troupe {

/// Who may use an endpoint while authentication is on.
enum class access : uint8_t {
  /// Anybody; `who` is set when a good token came along.
  everybody,
  /// Users only.
  user,
  /// Users, and whoever has a signed link: then `who` is nobody, and the
  /// endpoint checks the link (io/owned_session.hpp).
  link,
};

struct gate_options {
  /// False: nobody is asked, and everybody is local_identity().
  bool asks = false;
};

class gate {
public:
  /// Runs with request.who set.
  using next = std::function<void(const http_request&, respond)>;

  gate(gate_options options, account_directory_ptr directory,
       account_keeper_actor keeper);

  bool asks() const { return options_.asks; }
  const account_directory& directory() const { return *directory_; }

  /// Calls `then`, or answers: 401 with WWW-Authenticate (403 below
  /// /api/ad-agent, whose clients know it so), 429.
  void admit(http_request request, access wanted, respond answer,
             const next& then) const;

  /// The same for a token that came another way: what it is worth.
  token_verdict check(std::string_view token) const;

private:
  http_response refuse(const http_request& request, bool had_token) const;

  gate_options options_;
  account_directory_ptr directory_;
  account_keeper_actor keeper_;
};

using gate_ptr = std::shared_ptr<const gate>;

/// What a request shows: `Authorization: Bearer ...` or `X-API-Key: ...`.
/// Empty when it shows nothing, and "?" when it shows two things or none that
/// we know.
std::string shown_token(const http_request& request);

} // namespace troupe
