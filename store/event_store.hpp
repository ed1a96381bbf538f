/// The event log: what happened in every session, and which pieces are made.
/// It is the only truth about a session; an actor is a cache of it. Engines:
/// sqlite_store, memory_store; one suite (tests/store/event_store.cpp) holds
/// them to this contract. Blocking; one thread at a time, which is that of
/// STOREKEEPER.
#pragma once

#include "protocol/messages.hpp"

#include <span>
#include <variant>

namespace troupe {

/// Append these events of one session to its log. Seqs have no gap and begin
/// right after the last one, or repeat what is there already: an identical
/// event may come again, after a crash between commit and answer.
struct append_operation {
  std::vector<session_event> events;
};

/// Remember a finished piece of a session. A key that is known stays as it is.
struct record_operation {
  session_id session;
  piece_record piece;
};

using store_operation = std::variant<append_operation, record_operation>;

/// What came of a batch.
struct batch_answer {
  /// One for each operation, in order: the session's last seq, or why the
  /// operation was refused.
  std::vector<result<uint64_t>> operations;
  /// Rows of events that are new and durable.
  uint64_t events_written = 0;
  /// False when there was nothing new to write, or when it failed.
  bool committed = false;
  /// Why the disk refused; then nothing of the batch is stored.
  error failure;
};

/// What lists are made from. Its own object may read while another writes: it
/// sees what is committed, and waits for nobody. Blocking; one thread at a time.
class session_lines {
public:
  virtual ~session_lines() = default;

  /// One session's line, or not_found.
  virtual result<session_summary> summary(const session_id& id) = 0;

  /// The sessions that fit, newest first, from query.offset on.
  virtual result<session_page> page(const session_query& query) = 0;
};

class event_store : public session_lines {
public:

  /// Does all of it in one transaction with one fsync, in order. What is
  /// answered with a seq is on disk. An operation that breaks a rule is
  /// refused alone (store_failed, invalid_argument, not_found for a record
  /// without its session, limit_exceeded) and changes nothing. If the disk
  /// fails (no_space, store_failed, unavailable), then all that were good get
  /// that error and nothing of the batch is stored; it may be tried again.
  virtual batch_answer append_batch(std::span<const store_operation> batch) = 0;

  /// All of one session: events by seq, pieces in the order they were
  /// recorded. not_found, or store_failed if a row is damaged.
  virtual result<session_log> load(const session_id& id) = 0;

  /// The sessions that started last, newest first, at most so many.
  virtual result<std::vector<session_summary>> list(uint32_t limit) = 0;

  /// Sessions that accept by themselves and have not ended, oldest first.
  virtual result<std::vector<session_summary>> list_running() = 0;

  /// Forgets a session with all its events and pieces. Nothing to do when there
  /// is none.
  virtual result<void> remove(const session_id& id) = 0;

  /// Writes something and waits until it is durable.
  virtual result<void> check_writable() = 0;
};

} // namespace troupe
