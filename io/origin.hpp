/// Which names this server answers to, and which pages may open a socket to
/// it: the defence against DNS rebinding and cross-site WebSockets. Pure;
/// any thread.
#pragma once

#include "protocol/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// A Host header taken apart. `name` is lower-case, IPv6 in brackets.
struct host_name {
  std::string name;
  /// 0 when none was given.
  uint16_t port = 0;

  bool operator==(const host_name&) const = default;
};

/// "example.org", "127.0.0.1:8000", "[::1]:8000"; invalid_argument otherwise.
result<host_name> parse_host(std::string_view text);

/// "name" or "name:port".
std::string to_string(const host_name& host);

/// localhost, 127.x.y.z and [::1].
bool is_loopback_name(std::string_view name);

struct origin_rules {
  /// Only the names below and loopback names are answered. Always so when
  /// bound to loopback: a foreign name there is a rebinding attack.
  bool hosts_restricted = true;
  /// Further names, lower-case, without port.
  std::vector<std::string> hosts;
  /// Further pages that may open sockets: "https://studio.example.org".
  std::vector<std::string> origins;
};

bool host_is_allowed(const origin_rules& rules, const host_name& host);

/// `origin` as sent. The same name and port as in Host is allowed, with http
/// or https (a proxy may end TLS before us); so are the listed ones.
bool origin_is_allowed(const origin_rules& rules, std::string_view origin,
                       const host_name& host);

} // namespace troupe
