/// The rules of a session: who may do what when. Commands, stage reports and
/// the time go in, effects come out; no actor, clock, file or random inside.
/// One event is one row of the log and one message to the watchers. Owned by
/// SESSION; value type, any one thread.
///
///            start                     report
///   (none) ────────> running(stage 1) ────────> review ─┐ accept: next stage
///                      ^   │ report: failed       │ ^   │   made from the same
///            regenerate│   v                      │ │   │   versions before?
///                      ├─ failed ── goto, edit ───┼─┤   │   yes: review
///                      └──────────────────────────┘ └───┘   no:  running
///                        regenerate           goto, edit
///   accept of the last stage -> publish -> pipeline_complete, or failed
///   stop, from anywhere -> stopped. With auto, review accepts itself; what
///   is unattended goes from failed to pipeline_failed.
///
/// The bodies of the events: protocol/session_body.hpp.
#pragma once

#include "protocol/error.hpp"
#include "protocol/piece.hpp"
#include "protocol/session_body.hpp"
#include "protocol/session_history.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe {

/// Make this durable, then tell the watchers.
struct persist_event {
  session_event event;
  bool operator==(const persist_event&) const = default;
};

/// Let a stage run. `run.inputs`: see run_inputs() in session_body.hpp.
struct run_stage {
  stage_run run;
  bool operator==(const run_stage&) const = default;
};

/// Stop the running stage now; its report would be ignored.
struct cancel_stage {
  bool operator==(const cancel_stage&) const = default;
};

/// Put the film's files under their public names; then say published().
struct publish_film {
  /// Data of the render stage, JSON.
  std::string data;
  bool operator==(const publish_film&) const = default;
};

/// Nothing more will happen in this session.
struct finish_session {
  /// pipeline_complete, pipeline_failed or stopped.
  event_kind reason = event_kind::stopped;
  bool operator==(const finish_session&) const = default;
};

/// Carried out in order. What follows a persist_event waits until that is
/// durable; neighbouring ones may be one commit. cancel_stage comes first.
using effect = std::variant<persist_event, run_stage, cancel_stage,
                            publish_film, finish_session>;

class session_machine {
public:
  struct started;

  /// Checks the payload (check_payload) and begins with the first stage.
  static result<started> start(session_id id, const session_request& request,
                               int64_t now_ms);

  /// The session that wrote these events, or store_failed naming the seq that
  /// can't be.
  static result<session_machine>
  replay(const std::vector<session_event>& events);

  /// What a person asks. An error is a sentence for people (invalid_state,
  /// invalid_argument, not_found, limit_exceeded); then nothing has changed.
  result<std::vector<effect>> apply(const session_command& command,
                                    int64_t now_ms);

  /// A run has come to its end. Empty for a report of anything but the
  /// running stage and version.
  std::vector<effect> apply(const stage_report& report, int64_t now_ms);

  /// The answer to publish_film; `why` is empty when it worked. Empty when
  /// nothing is being published.
  std::vector<effect> published(const error& why, int64_t now_ms);

  /// After replay: what must be set going again. A running stage runs again
  /// (same version, no new event); with auto a finished one goes on.
  std::vector<effect> resume(int64_t now_ms);

  const session_history& history() const { return history_; }
  /// The film is being published. Not in the log: after a crash the render
  /// stage waits for review again.
  bool publishing() const { return publishing_; }
  bool ended() const { return history_.phase == session_phase::ended; }

  /// Equal logs. publishing() is not compared.
  bool operator==(const session_machine& other) const {
    return history_ == other.history_;
  }

private:
  using effects = std::vector<effect>;

  void emit(effects& out, event_kind kind, const json& body, int64_t now_ms);
  void run(effects& out, const new_version& what, int64_t now_ms);
  void select(effects& out, size_t index, uint32_t version, bool reused,
              int64_t now_ms);
  void fail(effects& out, const std::string& why, bool publishing,
            int64_t now_ms);
  void abandon_unattended(effects& out, int64_t now_ms);
  error walk_on(effects& out, int64_t now_ms);
  void walk_while_automatic(effects& out, int64_t now_ms);

  run_stage current_run() const;

  error check_waiting() const;
  error check_not_failed() const;
  error check_room(size_t index) const;
  error check_scenes(const new_version& what) const;
  std::vector<int32_t> scene_ids(size_t index) const;
  result<size_t> index_in(const session_command& command) const;

  error accept(effects& out, int64_t now_ms);
  error regenerate(effects& out, const session_command& asked, int64_t now_ms);
  error edit(effects& out, const session_command& asked, int64_t now_ms);
  error go_to(effects& out, const session_command& asked, int64_t now_ms);
  error accept_all(effects& out, int64_t now_ms);
  void stop(effects& out, int64_t now_ms);

  session_history history_;
  bool publishing_ = false;
};

struct session_machine::started {
  session_machine machine;
  std::vector<effect> effects;
};

} // namespace troupe
