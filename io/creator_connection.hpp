/// CONNECTION of `/ws/creator`: one an open socket. Decodes frames, drives the
/// registry and one session at a time, and tells the client what happens, each
/// event once and in order. Frames are handled one after the other; only
/// `stop` overtakes. Losing the socket ends nothing but this actor.
///
///   start ── stop ──> old SESSION     resume ── find ──> REGISTRY
///      └─── create ──> REGISTRY           └── watch(since) ──> SESSION
///      └─── watch(0) ──> SESSION      accept, regenerate, ... ──> SESSION
///   SESSION ── event, progress, unwatch, DOWN ──> CONNECTION ──> outlet
#pragma once

#include "io/gate.hpp"
#include "io/outlet.hpp"
#include "protocol/creator_codec.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <deque>
#include <optional>

namespace troupe {

struct creator_connection_state {
  static inline const char* name = "creator_connection";
  explicit creator_connection_state(connection_actor::pointer self)
    : self(self) {}

  /// What the one request that is under way will end in.
  enum class pending : uint8_t {
    nothing,
    /// A session: created, or found to be resumed.
    session,
    /// Anything else.
    answer,
  };

  // -- from the socket
  void take_frame(const std::string& text);
  void take_binary_frame();
  void socket_closed();

  // -- requests of the client
  void run(creator_codec::request x);
  void start(creator_codec::start x);
  void create(creator_codec::start x);
  void resume(const creator_codec::resume& x);
  void command(const session_command& x);
  void stop();
  void run_next();

  // -- the session that is followed
  void follow(session_id id, session_actor handle, uint64_t since,
              watch_mode mode);
  void watch(uint64_t since);
  void leave_session();
  void take_event(const session_event& x);
  void take_progress(const session_progress& x);
  void session_left(const session_id& id, const std::string& reason);
  void session_down(const caf::actor_addr& source);
  bool has_active_session() const { return session && !session_ended; }

  // -- to the socket
  /// A message with the URLs in it signed for the owner.
  std::string with_links(std::string message) const;
  void send_text(std::string text);
  void send_error(std::string_view text);
  void send_error(const error& err);
  void send_resumed_when_caught_up();
  void close_stopped();
  std::string resume_hint() const;

  /// Marks a request as under way; answers that carry an older number came
  /// too late and are ignored.
  uint64_t begin(pending x);
  bool is_current(uint64_t number) const { return number == request_number; }
  /// The request under way has come to its end.
  void finish();
  /// A session came that nobody wants any more.
  void stop_unwanted(const session_actor& handle);

  connection_actor::pointer self;
  films_actor films;
  outlet_ptr out;
  user_id owner;
  /// Signs the URLs of files while authentication is on.
  gate_ptr gate;

  session_actor session;
  session_id followed;
  watch_mode mode = watch_mode::events;
  /// Of the last event that went out.
  uint64_t last_seq = 0;
  bool session_ended = false;
  /// A watch is under way: what does not follow last_seq will come again.
  bool is_watching_anew = false;
  /// Send `resumed` when everything up to here has gone out.
  std::optional<uint64_t> resumed_at;

  pending waits_for = pending::nothing;
  uint64_t request_number = 0;
  std::deque<creator_codec::request> queue;
  /// stop came while a session was awaited: it must be stopped when it comes.
  bool stops_awaited = false;
  bool is_closing = false;
};

connection_actor::behavior_type creator_connection(
  connection_actor::stateful_pointer<creator_connection_state> self,
  films_actor films, outlet_ptr out, user_id owner, gate_ptr gate);

} // namespace troupe
