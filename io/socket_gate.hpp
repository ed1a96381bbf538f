/// Finds out whose a WebSocket is before anything listens to it. A failure
/// closes the open socket with a code, because pages see nothing of a refused
/// upgrade. Works on the pipe's thread.
///
///   Authorization, Sec-WebSocket-Protocol, ?ticket=  ── good ──> then(who)
///        └── none ── first message {"type":"auth","token":...} ── good ──┘
///   bad, or nothing within auth_deadline ──> close(1008)
#pragma once

#include "io/gate.hpp"
#include "io/io_thread.hpp"
#include "io/ticket_box.hpp"
#include "io/websocket_pipe.hpp"

#include <functional>

namespace troupe {

/// Calls `then` on the pipe's thread; at once unless a token must be waited
/// for. Without a gate, or one that asks nobody, with local_identity(). The
/// socket whose first message was the token is told {"status":"authenticated",
/// "user_id":...} first.
void admit_socket(const gate_ptr& gate, const ticket_box_ptr& tickets,
                  const http_request& request, const websocket_pipe_ptr& pipe,
                  const io_thread_ptr& thread,
                  std::function<void(const identity&)> then);

/// The token of `Sec-WebSocket-Protocol: troupe.v1, base64url.bearer.<token>`,
/// which may be base64url of the token or the token itself; empty without.
std::string subprotocol_token(const http_request& request);

} // namespace troupe
