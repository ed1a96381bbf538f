/// The first bytes of a response: status line and headers. Pure; any thread.
#pragma once

#include "io/http_types.hpp"

#include <cstdint>
#include <string>

namespace troupe {

/// Length of the body in bytes; 0 for a live one.
uint64_t body_length(const http_response& response);

/// False for a status outside 200..599 or a header that would break the
/// message (CR, LF or NUL in a value, a name that is no token).
bool is_sendable(const http_response& response);

/// True when a body follows the head: not after HEAD, 204 and 304.
bool has_response_body(const http_response& response,
                       const http_request& request);

/// Status line, the handler's headers and ours, blank line. `now` is seconds
/// since 1970, for Date. Headers that are the connection's business
/// (Content-Length, Connection, Transfer-Encoding, Date, Server) are left out
/// of the handler's.
std::string response_head(const http_response& response,
                          const http_request& request, bool keep_alive,
                          int64_t now);

} // namespace troupe
