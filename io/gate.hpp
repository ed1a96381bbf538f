/// Who asks, and may they ask now: what stands between the router and every
/// endpoint. Finds the token, checks it with the directory, counts against the
/// limits, and answers those who may not pass. Made by the composition root,
/// shared by router and sockets; any thread.
#pragma once

#include "io/client_address.hpp"
#include "io/http_types.hpp"
#include "io/outside_keys.hpp"
#include "io/rate_limits.hpp"
#include "protocol/account_directory.hpp"
#include "protocol/actors.hpp"
#include "protocol/signed_url.hpp"

#include <functional>
#include <memory>
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
  /// Of one user, or of one address without a user; 0 for no limit. Counted
  /// are requests below /api, and everywhere those that change something.
  uint32_t requests_per_minute = 0;
  client_addresses addresses;
};

class gate : public std::enable_shared_from_this<gate> {
 public:
  /// Runs with request.who set.
  using next = std::function<void(const http_request&, respond)>;

  /// `outside` is null without an issuer.
  gate(gate_options options, account_directory_ptr directory,
       account_keeper_actor keeper, outside_keys_ptr outside = {});

  bool asks() const { return options_.asks; }
  const account_directory& directory() const { return *directory_; }
  const url_signer& signer() const { return signer_; }
  std::string address_of(const http_request& request) const {
    return options_.addresses.of(request);
  }

  /// Calls `then`, or answers: 401 with WWW-Authenticate (403 below
  /// /api/ad-agent, whose clients know it so), 429. Answers of counted
  /// requests say what is left of the limit; links in answers to users are
  /// signed.
  void admit(http_request request, access wanted, respond answer,
             const next& then) const;

  /// What a token that came another way is worth. Answers at once, or after
  /// the issuer's keys were fetched, on another thread.
  void check(std::string token,
             std::function<void(token_verdict)> answer) const;

 private:
  struct visit;

  token_verdict look_up(std::string_view token) const;
  void decide(visit& x, const token_verdict& verdict) const;
  /// False when it was one too many, and has been answered.
  bool count(visit& x) const;

  gate_options options_;
  account_directory_ptr directory_;
  account_keeper_actor keeper_;
  outside_keys_ptr outside_;
  url_signer signer_;
  mutable rate_limits limits_;
};

using gate_ptr = std::shared_ptr<const gate>;

/// What a request shows: `Authorization: Bearer ...` or `X-API-Key: ...`.
/// Empty when it shows nothing, and "?" when it shows two things or none that
/// we know.
std::string shown_token(const http_request& request);

} // namespace troupe
