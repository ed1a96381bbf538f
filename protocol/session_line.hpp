/// A session in one line, kept up to date event by event: what lists and states
/// of jobs are made from. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/session.hpp"

namespace troupe {

/// The line of a session that begins with this event (session_started), or
/// store_failed naming what is missing. Its seq is still 0: fold_line() takes
/// the same event in.
result<session_summary> line_of(const session_event& started);

/// The line after this event.
void fold_line(session_summary& line, const session_event& event);

} // namespace troupe
