/// The words of `/ws/creator`: text frames in and out (docs/creator.md). The
/// socket, the forms and the terminal client all speak through it. Pure; any
/// thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/session.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace troupe::creator_codec {

/// Begin a film. A session that this socket follows ends first.
struct start {
  /// Type and payload are checked (check_payload); `owner` is empty: only the
  /// connection knows it.
  session_request request;
  /// Send stage_progress messages too.
  bool progress = false;

  bool operator==(const start&) const = default;
};

/// Follow a session that exists, from the event after `since`.
struct resume {
  session_id session;
  uint64_t since = 0;
  bool progress = false;

  bool operator==(const resume&) const = default;
};

using request = std::variant<start, resume, session_command>;

/// One frame of a client. The error's text is what encode_error() takes; a
/// request that fails here has changed nothing.
result<request> decode(std::string_view text);

/// One event as one message.
std::string encode(const session_event& event);

/// One stage_progress message.
std::string encode(const session_progress& progress);

/// {"status":"error","error":text}
std::string encode_error(std::string_view text);

/// The answer to stop when no session exists (with one, its own event says
/// so).
std::string encode_stopped();

/// Sent after the events that a resume asked for: everything up to `last_seq`
/// has been told, from here on it is live.
std::string encode_resumed(const session_id& session, uint64_t last_seq);

} // namespace troupe::creator_codec
