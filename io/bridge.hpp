/// Where a WebSocket pipe and an actor touch, and the only place: both sides
/// only post to the other. The pipe stays on its io thread, the actor on CAF's
/// scheduler; neither waits.
///
///   pipe ── anon_send(frame, closed) ──> connection actor
///   pipe <── post(send, read_next, close) ── outlet ── connection actor
#pragma once

#include "io/io_thread.hpp"
#include "io/outlet.hpp"
#include "io/websocket_pipe.hpp"

namespace troupe {

/// An outlet that posts to this pipe. Does not keep the pipe alive; closes it
/// with 1011 when the outlet goes before the socket has closed.
outlet_ptr make_outlet(const websocket_pipe_ptr& pipe, io_thread_ptr thread);

/// From here on the pipe's frames and its end go to this actor. Call on the
/// pipe's thread.
void connect_pipe(websocket_pipe& pipe, const connection_actor& actor);

} // namespace troupe
