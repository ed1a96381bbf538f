/// What may be written to a session's log, for all engines alike. Pure.
#pragma once

#include "store/event_store.hpp"

#include <functional>

namespace troupe {

/// What an append comes to.
struct append_plan {
  /// The session's line after it.
  session_summary after;
  /// Index of the first event that is not in the log yet.
  size_t first_new = 0;
};

/// The event of that session with this seq, from the log.
using event_lookup = std::function<result<session_event>(uint64_t)>;

/// The id of the session that the events are about; empty if there are none.
session_id session_of(const append_operation& append);

/// `now` is the session's line before, nullptr if there is no such session.
/// `stored` is asked for events that are in the log already.
result<append_plan> plan_append(const append_operation& append,
                                const session_summary* now,
                                const event_lookup& stored);

/// Whether a record could be of that session; the session's being there is
/// for the engine to see.
error check_record(const record_operation& record);

/// Whether a list that was asked for has this line.
bool fits(const session_query& query, const session_summary& line);

/// Whether it goes on at a start without anybody asking.
bool runs_by_itself(const session_summary& line);

/// Bytes of texts in it, to bound a batch.
size_t size_of(const append_operation& operation);
size_t size_of(const record_operation& operation);
size_t size_of(const store_operation& operation);

error no_such_session(const session_id& id);

} // namespace troupe
