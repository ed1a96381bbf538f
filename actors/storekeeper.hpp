/// STOREKEEPER: the only one who touches the event store. Spawned detached by
/// NODE, because a commit waits for the disk. One commit, one fsync, takes all
/// that lies in the mailbox: the first request sends a ping behind everything
/// that is queued already, and when that comes back, the batch is written.
/// Nothing waits longer than for what was there before it.
///
///   SESSION   SESSION   STAGE        storekeeper            event_store
///      │─────────────────append───────>│ gathers
///      │         │                     │──ping──┐
///      │         │──────append────────>│ gathers│
///      │         │         │──record──>│ gathers│
///      │         │         │           │<───────┘
///      │         │         │           │──append_batch────────>│ fsync
///      │<────────│<────────│<──seq, done or an error each──────│
///
/// A store that fails (disk full) is answered as an error to each requester;
/// the next batch tries again. An exit message is obeyed when all that was
/// queued before it is written and answered.
#pragma once

#include "protocol/actors.hpp"
#include "protocol/metrics.hpp"
#include "store/event_store.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <memory>
#include <variant>
#include <vector>

namespace troupe {

struct storekeeper_state {
  static inline const char* name = "storekeeper";

  using seq_promise = caf::typed_response_promise<uint64_t>;
  using done_promise = caf::typed_response_promise<atom::done>;

  explicit storekeeper_state(storekeeper_actor::pointer owner) : self(owner) {}

  /// Takes an operation into the batch.
  void gather(store_operation operation,
              std::variant<seq_promise, done_promise> requester);
  /// Writes the batch and answers everybody in it.
  void commit();
  void count(const batch_answer& answer, uint64_t microseconds);
  /// Commits first: a reader sees what was sent before it.
  caf::result<session_log> load(const session_id& id);
  caf::result<atom::done> remove(const session_id& id);
  caf::result<std::vector<session_summary>> list(uint32_t limit);
  caf::result<std::vector<session_summary>> list_running();
  caf::result<session_summary> summary(const session_id& id);
  caf::result<session_page> page(const session_query& query);
  /// The batch's turn, or somebody's question.
  caf::result<atom::done> ping();
  void leave(caf::error reason);

  storekeeper_actor::pointer self;
  std::shared_ptr<event_store> store;
  metrics_ptr numbers;

  /// The batch: operations and who waits for each.
  std::vector<store_operation> batch;
  std::vector<std::variant<seq_promise, done_promise>> requesters;
  size_t batch_bytes = 0;
  /// The ping to itself is on its way.
  bool ping_sent = false;
  /// The last batch failed; only the change is logged.
  bool failing = false;
  /// Set by an exit message.
  caf::error leaving;
};

/// `store` is used by this actor alone from now on.
storekeeper_actor::behavior_type
storekeeper(storekeeper_actor::stateful_pointer<storekeeper_state> self,
            std::shared_ptr<event_store> store, metrics_ptr numbers);

} // namespace troupe
