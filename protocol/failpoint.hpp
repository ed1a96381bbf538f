/// Crash on purpose: TROUPE_FAILPOINT=name:n kills the process (SIGKILL) when
/// the named point is passed for the n-th time. Every place where something
/// is made durable or sent is such a point. Costs one load when unused; any
/// thread.
#pragma once

#include <array>
#include <string_view>

namespace troupe {

/// All of them; tests walk this list. Add a name here before using it.
inline constexpr std::array<std::string_view, 14> failpoint_names{
  "command.received",       // a command was decoded, nothing done yet
  "store.before_commit",    // rows are written, not committed
  "store.after_commit",     // durable, nobody told
  "session.before_publish", // durable and known, no watcher told
  "session.after_publish",  // watchers' mailboxes have it
  "stage.before_run",       // the stage is about to start
  "stage.before_report",    // all pieces done, session not told
  "piece.before_rename",    // files complete, not under their name
  "piece.after_rename",     // files under their name, not recorded
  "piece.after_record",     // recorded, stage goes on
  "film.before_publish",    // film made, public names not yet set
  "film.after_publish",     // public names set, nobody told
  "ws.before_write",        // a message is about to go to a socket
  "ws.after_write",         // a message has gone to a socket
};

namespace detail {
void pass_failpoint(std::string_view name);
extern bool failpoints_armed;
} // namespace detail

inline void failpoint(std::string_view name) {
  if (detail::failpoints_armed) [[unlikely]]
    detail::pass_failpoint(name);
}

} // namespace troupe
