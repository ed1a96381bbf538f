/// Turns an HTTP connection into a WebSocket pipe. Keeps Beast's WebSocket in
/// one translation unit.
#pragma once

#include "io/listener.hpp"
#include "io/server_context.hpp"

namespace troupe {

/// Answers 101 and calls the route with the pipe. `already_read` are bytes
/// that came behind the request. Call on upgraded.thread.
void accept_websocket(server_context_ptr context, accepted_socket upgraded,
                      http_request request, std::string already_read,
                      websocket_route route);

} // namespace troupe
