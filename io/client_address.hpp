/// Whose request it is when nobody says so: the peer's address, or what a
/// trusted proxy says about it. Filled at the start, then only read; any
/// thread.
#pragma once

#include "io/http_types.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe {

class client_addresses {
public:
  client_addresses();
  ~client_addresses();
  client_addresses(client_addresses&&) noexcept;
  client_addresses& operator=(client_addresses&&) noexcept;

  /// "10.0.0.0/8", "::1", "192.168.1.7"; invalid_argument names the one that is
  /// neither an address nor a network.
  static result<client_addresses> make(const std::vector<std::string>& trusted);

  /// The last address of X-Forwarded-For that is no trusted proxy, if the peer
  /// is one; else the peer. Of IPv6 the first 64 bits: what one customer has.
  std::string of(const http_request& request) const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace troupe
