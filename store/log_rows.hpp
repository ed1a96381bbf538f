/// Rows of the log as SQLite keeps them: names instead of numbers, so that an
/// enum may grow, and a sum over each row, so that damage is seen. Used by
/// sqlite_store; any one thread.
#pragma once

#include "store/event_store.hpp"
#include "store/sqlite.hpp"

namespace troupe {

/// 64 bits of SHA-256 over all the row says.
int64_t sum_of(const session_event& event);
int64_t sum_of(const session_id& session, const piece_record& piece);

/// Columns: seq, kind, at_ms, body, sum.
result<session_event> read_event(const session_id& session,
                                 const sqlite::rows& row);

/// Columns: key, kind, name, meta, files, sum.
result<piece_record> read_piece(const session_id& session,
                                const sqlite::rows& row);

/// The columns that read_summary() reads, then the session's number.
#define TROUPE_SUMMARY_COLUMNS                                                 \
  "id, owner, type, policy, last_seq, last_kind, updated_ms, door, rank,"      \
  " state, stage, created_ms, title, about, job_group, failure, facts, number"
inline constexpr int summary_number_column = 17;
result<session_summary> read_summary(const sqlite::rows& row);

/// A list of file names as one column.
std::string join_files(const std::vector<std::string>& files);

} // namespace troupe
