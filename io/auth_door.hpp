/// What the endpoints of accounts do: they check, ask ACCOUNT_KEEPER, and slow
/// down those who guess. Shared by the routes; any thread.
#pragma once

#include "io/routes.hpp"
#include "io/unix_time.hpp"
#include "protocol/login_guard.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace troupe {

class auth_door : public std::enable_shared_from_this<auth_door> {
public:
  /// Seconds since 1970.
  using clock = std::function<int64_t()>;

  explicit auth_door(std::shared_ptr<const route_context> context,
                     clock now = unix_s);

  const route_context& context() const { return *context_; }

  /// {email, username, password, name?} -> 201 with a token.
  void enroll(const http_request& request, respond answer);
  /// {email | username, password} -> a token; 401 after the same time for a
  /// wrong password and an unknown login; 429 for who guesses.
  void log_in(const http_request& request, respond answer);
  /// The token of this request opens nothing any more.
  void log_out(const http_request& request, respond answer);
  /// A one-use ticket for a WebSocket.
  http_response make_ticket(const http_request& request);

  /// {name} -> 201 with the key's text, for the only time.
  void make_key(const http_request& request, respond answer);
  void list_keys(const http_request& request, respond answer);
  void remove_key(const http_request& request, const std::string& id,
                  respond answer);

private:
  /// A place in the queue of passwords, given back when it goes.
  using place = std::shared_ptr<void>;

  place take_place();
  std::string address_of(const http_request& request) const;
  http_response token_response(const account& who, unsigned status) const;
  /// Why this user has no API keys, or nothing.
  std::string no_keys_for(const identity& who) const;
  /// Seconds to wait, or 0: then a try has begun.
  int64_t begin_try(const std::string& login, const std::string& address);
  void end_try(const std::string& login, const std::string& address,
               bool was_right);

  std::shared_ptr<const route_context> context_;
  clock now_;
  std::atomic<size_t> waiting_ = 0;
  std::mutex mutex_;
  login_guard accounts_;
  login_guard addresses_;
};

using auth_door_ptr = std::shared_ptr<auth_door>;

} // namespace troupe
