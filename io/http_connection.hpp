/// One HTTP/1.1 connection: reads a request, checks it, lets the handler
/// answer it, writes the response, reads the next; or becomes a WebSocket.
/// Lives on its io thread and keeps itself alive; one read or one write is
/// under way at a time, so pipelined requests are answered in order.
#pragma once

#include "io/listener.hpp"
#include "io/server_context.hpp"

namespace troupe {

/// Call on accepted.thread.
void start_http_connection(server_context_ptr context,
                           accepted_socket accepted);

} // namespace troupe
