/// Every atom and every message type, announced once. A type that is missing
/// here compiles, works on one node and vanishes between two without an error,
/// so tests/protocol/messages.cpp round-trips each of them. A new message:
/// struct, inspect, a line in the block (its std::vector too if it travels), a
/// line in that test. Typed handles are announced at the foot of actors.hpp.
#pragma once

#include "protocol/ids.hpp"
#include "protocol/piece.hpp"
#include "protocol/session.hpp"
#include "protocol/stage.hpp"
#include "protocol/webhook.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/atom.hpp>
#include <caf/type_id.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace troupe {

/// Whether a watcher also wants progress (off by default on the creator
/// socket: its old clients know no such message).
enum class watch_mode : uint8_t { events, events_and_progress };

/// A piece to be made, as it goes to the media pool.
struct piece_job {
  session_id session;
  user_id owner;
  piece work;
  /// Records of the pieces named in work.needs, in that order.
  std::vector<piece_record> needs;
  priority rank = priority::normal;
  /// Goes before all others of its owner and rank.
  bool leads = false;

  bool operator==(const piece_job&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, piece_job& x) {
  return f(caf::meta::type_name("piece_job"), x.session, x.owner, x.work,
           x.needs, x.rank, x.leads);
}

/// Everything the store knows of one session.
struct session_log {
  session_id session;
  std::vector<session_event> events;
  std::vector<piece_record> pieces;

  bool operator==(const session_log&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, session_log& x) {
  return f(caf::meta::type_name("session_log"), x.session, x.events, x.pieces);
}

/// Reaches the frame loop of a worker on the same node. Never leaves the
/// process: on another node the pool there makes its own.
struct cancel_token {
  std::stop_token token;
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::cancel_token)

CAF_BEGIN_TYPE_ID_BLOCK(troupe, first_custom_type_id)

  // At most 10 of 0-9 A-Z a-z _, in alphabetical order.
  CAF_ADD_ATOM(troupe, troupe::atom, append, "append")
  CAF_ADD_ATOM(troupe, troupe::atom, cancel, "cancel")
  CAF_ADD_ATOM(troupe, troupe::atom, create, "create")
  CAF_ADD_ATOM(troupe, troupe::atom, done, "done")
  CAF_ADD_ATOM(troupe, troupe::atom, drain, "drain")
  CAF_ADD_ATOM(troupe, troupe::atom, failed, "failed")
  CAF_ADD_ATOM(troupe, troupe::atom, find, "find")
  CAF_ADD_ATOM(troupe, troupe::atom, idle, "idle")
  CAF_ADD_ATOM(troupe, troupe::atom, internal, "internal")
  CAF_ADD_ATOM(troupe, troupe::atom, list, "list")
  CAF_ADD_ATOM(troupe, troupe::atom, load, "load")
  CAF_ADD_ATOM(troupe, troupe::atom, ping, "ping")
  CAF_ADD_ATOM(troupe, troupe::atom, record, "record")
  CAF_ADD_ATOM(troupe, troupe::atom, remove, "remove")
  CAF_ADD_ATOM(troupe, troupe::atom, run, "run")
  CAF_ADD_ATOM(troupe, troupe::atom, shutdown, "shutdown")
  CAF_ADD_ATOM(troupe, troupe::atom, submit, "submit")
  CAF_ADD_ATOM(troupe, troupe::atom, tick, "tick")
  CAF_ADD_ATOM(troupe, troupe::atom, unwatch, "unwatch")
  CAF_ADD_ATOM(troupe, troupe::atom, watch, "watch")

  CAF_ADD_TYPE_ID(troupe, (troupe::command_kind))
  CAF_ADD_TYPE_ID(troupe, (troupe::content_key))
  CAF_ADD_TYPE_ID(troupe, (troupe::delivery_state))
  CAF_ADD_TYPE_ID(troupe, (troupe::event_kind))
  CAF_ADD_TYPE_ID(troupe, (troupe::film_state))
  CAF_ADD_TYPE_ID(troupe, (troupe::front_door))
  CAF_ADD_TYPE_ID(troupe, (troupe::job_ending))
  CAF_ADD_TYPE_ID(troupe, (troupe::job_notice))
  CAF_ADD_TYPE_ID(troupe, (troupe::piece))
  CAF_ADD_TYPE_ID(troupe, (troupe::piece_job))
  CAF_ADD_TYPE_ID(troupe, (troupe::piece_kind))
  CAF_ADD_TYPE_ID(troupe, (troupe::piece_record))
  CAF_ADD_TYPE_ID(troupe, (troupe::priority))
  CAF_ADD_TYPE_ID(troupe, (troupe::review_policy))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_command))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_event))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_id))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_log))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_page))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_progress))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_query))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_request))
  CAF_ADD_TYPE_ID(troupe, (troupe::session_summary))
  CAF_ADD_TYPE_ID(troupe, (troupe::stage))
  CAF_ADD_TYPE_ID(troupe, (troupe::stage_outcome))
  CAF_ADD_TYPE_ID(troupe, (troupe::stage_report))
  CAF_ADD_TYPE_ID(troupe, (troupe::stage_run))
  CAF_ADD_TYPE_ID(troupe, (troupe::user_id))
  CAF_ADD_TYPE_ID(troupe, (troupe::video_type))
  CAF_ADD_TYPE_ID(troupe, (troupe::watch_mode))
  CAF_ADD_TYPE_ID(troupe, (troupe::webhook))
  CAF_ADD_TYPE_ID(troupe, (troupe::webhook_delivery))
  CAF_ADD_TYPE_ID(troupe, (troupe::work_count))
  CAF_ADD_TYPE_ID(troupe, (std::vector<troupe::piece_record>))
  CAF_ADD_TYPE_ID(troupe, (std::vector<troupe::session_event>))
  CAF_ADD_TYPE_ID(troupe, (std::vector<troupe::session_summary>))
  CAF_ADD_TYPE_ID(troupe, (std::vector<troupe::webhook>))
  CAF_ADD_TYPE_ID(troupe, (std::vector<troupe::webhook_delivery>))

CAF_END_TYPE_ID_BLOCK(troupe)
