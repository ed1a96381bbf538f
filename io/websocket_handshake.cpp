#include "io/websocket_handshake.hpp"

#include <algorithm>

namespace troupe {

namespace {

/// 16 bytes in base64.
bool is_key(std::string_view text) {
  return text.size() == 24 && text.ends_with("==")
         && std::ranges::all_of(text.substr(0, 22), [](char c) {
              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                     || (c >= 'A' && c <= 'Z') || c == '+' || c == '/';
            });
}

} // namespace

std::optional<refusal> check_upgrade(const http_request& request,
                                     const host_name& host,
                                     const origin_rules& rules) {
  if (request.method != "GET")
    return refusal{405, "a WebSocket begins with GET"};
  if (request.headers.get("Sec-WebSocket-Version") != "13")
    return refusal{426, "Sec-WebSocket-Version must be 13"};
  if (request.headers.count("Sec-WebSocket-Key") != 1
      || !is_key(request.headers.get("Sec-WebSocket-Key")))
    return refusal{400, "Sec-WebSocket-Key must be 16 bytes in base64"};
  auto origins = request.headers.count("Origin");
  if (origins > 1)
    return refusal{400, "Origin is given more than once"};
  if (origins == 1
      && !origin_is_allowed(rules, request.headers.get("Origin"), host))
    return refusal{403, "pages of this origin may not open a socket here"};
  return std::nullopt;
}

} // namespace troupe
