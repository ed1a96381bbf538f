/// The checks before a WebSocket's 101. Pure; any thread.
#pragma once

#include "io/http_header.hpp"
#include "io/origin.hpp"

#include <optional>

namespace troupe {

/// The protocol name clients may offer; echoed when they do.
inline constexpr std::string_view websocket_subprotocol = "troupe.v1";

/// Why this upgrade request is refused: method, version, key, origin. A
/// request without Origin comes from a program, not from a page. `host` is
/// the request's.
std::optional<refusal> check_upgrade(const http_request& request,
                                     const host_name& host,
                                     const origin_rules& rules);

} // namespace troupe
