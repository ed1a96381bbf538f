/// Knows the living sessions: makes new ones within the limit, restores old
/// ones from the log when somebody asks for them, and forgets those that
/// leave. Made and monitored by NODE.
///
///   door          registry            session          STOREKEEPER
///     │ ─ create ──> │ ── run ──────────> │ append ────────> │
///     │ <─ id, s. ── │ <── seq ────────── │ <── durable ──── │
///     │ ─ find ────> │ ── load ────────────────────────────> │
///     │ ─ find ────> │ (same id: waits for the same load)    │
///     │              │ <── log ───────────────────────────── │
///     │              │ ── run ──────────> │ replays          │
///     │ <─ session ×2│ <── seq ────────── │                  │
///     │              │ <── DOWN ───────── │ left, or died: forgotten; the
///     │                                      next find restores it
///   job ended: done -> LIBRARIAN's line of it -> WEBHOOKS; at start again for
///   those of the last days, because the process may have died in between.
///   At start: list(run) -> restores what runs by itself; tried again while
///   the store does not answer. drain: nothing new, all are told to leave,
///   answered when the last is gone.
#pragma once

#include "actors/session.hpp"
#include "protocol/actors.hpp"
#include "protocol/metrics.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <unordered_map>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

/// REGISTRY as NODE sees it.
using registry_self = registry_actor::extend<
  // NODE: this is the pool from now on, the one before is gone.
  caf::reacts_to<atom::internal, media_pool_actor>,
  // NODE: the same of the librarian.
  caf::reacts_to<atom::internal, librarian_actor>,
  // Itself: restore what runs by itself.
  caf::reacts_to<atom::internal, atom::list>>;

struct registry_options {
  storekeeper_actor storekeeper;
  media_pool_actor pool;
  /// Makes a session; `rules` and such are filled in by the maker.
  std::function<session_self(caf::actor_system&, session_options)> make_session;
  stage_rules rules;
  metrics_ptr counters;
  std::chrono::milliseconds grace = defaults::session_grace;
  size_t limit = defaults::session_limit;
  /// Without one, payloads with pictures are refused.
  std::function<picture_keeper_actor(caf::actor_system&)> make_picture_keeper{};
  /// Answers lists; none: the storekeeper does.
  librarian_actor librarian{};
  /// Jobs (of the ads and videos doors) that one user may have at a time; a
  /// group counts as one. 0: any number.
  size_t active_jobs = 0;
  /// Hears of jobs that ended, if there is one.
  webhooks_actor webhooks{};
};

struct registry_state {
  static inline const char* name = "registry";
  explicit registry_state(registry_self::stateful_pointer<registry_state> self)
    : self{self} {}
  ~registry_state();

  using create_promise
    = caf::typed_response_promise<session_id, session_actor>;
  using find_promise = caf::typed_response_promise<session_actor>;

  /// Who asked for a session; nobody in particular when `who` is empty.
  struct seeker {
    find_promise promise;
    user_id who;
  };

  struct entry {
    /// None while the log is being loaded.
    session_self session;
    /// It has answered run: it may be given away.
    bool is_ready = false;
    std::optional<create_promise> created;
    std::vector<seeker> seekers;
    user_id owner;
    /// Of a job that has not ended, what it counts as; empty otherwise.
    std::string active_group;
  };

  caf::result<session_id, session_actor> create(session_request request);
  caf::result<session_actor> find(const session_id& id, const user_id& who);
  caf::result<session_progress> progress(const session_id& id);
  void ended(const session_id& id);
  caf::result<atom::done> remove(const session_id& id, const user_id& who);
  caf::result<std::vector<session_summary>> list(uint32_t limit);
  caf::result<atom::done> drain(const std::string& reason);
  void use_pool(const media_pool_actor& pool);
  void restore_running();
  void down(const caf::down_msg& msg);

  error check_room() const;
  error check_jobs(const session_request& request) const;
  /// A session that may have been made already, before a crash.
  caf::result<session_id, session_actor> create_again(session_request request);
  void make(const session_id& id, session_request request);
  void notify(const session_summary& line);
  void notify_recent();
  /// The picture keeper, made when it is first needed; none without a maker.
  const picture_keeper_actor& keeper();
  /// Its pictures go to files first.
  void keep_pictures(const session_id& id, session_request request);
  void load(const session_id& id);
  void begin(const session_id& id,
             std::variant<session_request, session_log> origin);
  void ready(const session_id& id);
  void lost(const session_id& id, const error& why);
  void answer_drain();

  registry_self::stateful_pointer<registry_state> self;
  registry_options options;
  std::unordered_map<session_id, entry> sessions;
  std::unordered_map<caf::actor_addr, session_id> ids;
  /// Made when it is first needed.
  picture_keeper_actor pictures;
  /// Why it is draining.
  std::optional<std::string> goodbye;
  std::vector<caf::typed_response_promise<atom::done>> drained;
};

registry_self::behavior_type
registry(registry_self::stateful_pointer<registry_state> self,
         registry_options options);

} // namespace troupe
