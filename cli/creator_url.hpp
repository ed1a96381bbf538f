/// The server's address as a person writes it. Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

struct creator_url {
  std::string host;
  uint16_t port = 8000;
  std::string path = "/ws/creator";

  /// "http://host:port", which links of the server's answers begin with.
  std::string base() const;
};

/// "ws://host:port/path"; scheme, port and path may be missing.
result<creator_url> parse_creator_url(std::string_view text);

} // namespace troupe
