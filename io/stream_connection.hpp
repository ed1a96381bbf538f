/// One event stream: begins a film or finds one, answers the request with a
/// live body, and puts what the session says into it. The client may come and
/// go; the film is made all the same, unless the client asked otherwise.
///
///   route ── create or list ──> FILMS    an error: the HTTP answer says it
///         <── session ─────────
///         ── 200, live body ──> client
///         ── watch from 0 ────> SESSION
///         <── events ──────────          told from the client's last id on
///         ── end of the body ─> client   after the last event
///
/// A session that leaves before its end ends the body without a last event:
/// the client comes back with the last id it saw and is given the rest.
#pragma once

#include "io/gate.hpp"
#include "io/http_types.hpp"
#include "io/io_limits.hpp"
#include "io/outlet.hpp"
#include "protocol/actors.hpp"
#include "protocol/ad_stream.hpp"
#include "protocol/job_stream.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace troupe {

struct stream_options {
  http_request request;
  films_actor films;
  user_id asker;
  /// Signs links while authentication is on.
  gate_ptr gate;
  /// What to begin, or whom to follow.
  std::variant<session_request, session_id> film;
  /// How it is told; knows the client's last id.
  std::variant<ad_stream, job_stream> codec{ad_stream{0}};
  uint64_t after = 0;
  /// Only sessions of this door are found.
  front_door door = front_door::ads;
  /// The path of the stream to come back to.
  std::function<std::string(const session_id&)> location;
  /// An error before the stream, in the words of the door.
  std::function<http_response(const http_request&, const error&)> refuse;
  /// The film is stopped when the client goes.
  bool cancels_when_left = false;
  size_t max_messages = defaults::outbox_max_messages;
  size_t max_bytes = defaults::outbox_max_bytes;
};

struct stream_connection_state {
  static inline const char* name = "stream_connection";
  explicit stream_connection_state(connection_actor::pointer self)
    : self(self) {}

  void start();
  void look_up(const session_id& id);
  void follow(const session_id& id, const session_actor& film);
  void tell(const std::vector<stream_event>& events);
  /// Ends the body and leaves.
  void close();
  void client_left();
  void refuse(const error& why);
  void answer_with(http_response response);

  connection_actor::pointer self;
  stream_options options;
  session_id session;
  session_actor film;
  outlet_ptr out;
  std::unique_ptr<respond> answer;
};

connection_actor::behavior_type
stream_connection(connection_actor::stateful_pointer<stream_connection_state>
                    self,
                  stream_options options, respond answer);

/// The number in Last-Event-ID or ?since=; 0 without one or with another text.
uint64_t last_event_id(const http_request& request);

} // namespace troupe
