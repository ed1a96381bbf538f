#include "io/creator_connection.hpp"

#include "io/guard_actor.hpp"
#include "io/signed_links.hpp"
#include "io/websocket_pipe.hpp"
#include "protocol/defaults.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <type_traits>

namespace troupe {

namespace {

/// Frames that wait for the one before; a person sends one at a time.
constexpr size_t queue_limit = 16;

constexpr std::string_view no_session = "No active session";

session_command stop_command() {
  session_command x;
  x.kind = command_kind::stop;
  return x;
}

bool is_stop(const creator_codec::request& x) {
  auto command = std::get_if<session_command>(&x);
  return command && command->kind == command_kind::stop;
}

} // namespace

// -- from the socket ----------------------------------------------------------

void creator_connection_state::take_frame(const std::string& text) {
  out->read_next();
  if (is_closing)
    return;
  auto request = creator_codec::decode(text);
  if (!request)
    return send_error(text_of(request.error()));
  if (is_stop(*request))
    return stop();
  if (waits_for == pending::nothing)
    return run(std::move(*request));
  if (queue.size() >= queue_limit)
    return send_error("Too many commands at once; wait for the answers");
  queue.push_back(std::move(*request));
}

void creator_connection_state::take_binary_frame() {
  out->read_next();
  send_error("Frames must be text");
}

void creator_connection_state::socket_closed() {
  is_closing = true;
  leave_session();
  if (!stops_awaited)
    self->quit();
}

// -- requests of the client ---------------------------------------------------

void creator_connection_state::run(creator_codec::request x) {
  std::visit(
    [this](auto& request) {
      using type = std::decay_t<decltype(request)>;
      if constexpr (std::is_same_v<type, creator_codec::start>)
        start(std::move(request));
      else if constexpr (std::is_same_v<type, creator_codec::resume>)
        resume(request);
      else
        command(request);
    },
    x);
}

void creator_connection_state::start(creator_codec::start x) {
  if (!has_active_session()) {
    leave_session();
    return create(std::move(x));
  }
  auto old = session;
  auto hint = resume_hint();
  leave_session();
  auto number = begin(pending::answer);
  self->request(old, defaults::call_deadline, stop_command())
    .then(
      [this, number, x](uint64_t) {
        if (is_current(number))
          create(x);
      },
      [this, number, x, hint](const error& err) {
        if (!is_current(number))
          return;
        // It ended by itself a moment ago: just as good.
        if (code_of(err) == ec::invalid_state)
          return create(x);
        send_error("The running session could not be stopped, so no new one "
                   "was started; " + hint);
        finish();
      });
}

void creator_connection_state::create(creator_codec::start x) {
  x.request.owner = owner;
  auto mode = x.progress ? watch_mode::events_and_progress : watch_mode::events;
  auto number = begin(pending::session);
  self
    ->request(films, defaults::call_deadline, atom::create_v,
              std::move(x.request))
    .then(
      [this, number, mode](const session_id& id, const session_actor& handle) {
        if (is_current(number))
          follow(id, handle, 0, mode);
        else
          stop_unwanted(handle);
      },
      [this, number](const error& err) {
        if (!is_current(number))
          return stop_unwanted({});
        send_error(err);
        finish();
      });
}

void creator_connection_state::resume(const creator_codec::resume& x) {
  auto mode = x.progress ? watch_mode::events_and_progress : watch_mode::events;
  auto number = begin(pending::session);
  auto take = [this, number, mode, x](const session_actor& handle) {
    if (!is_current(number))
      return stop_unwanted(handle);
    leave_session();
    resumed_at.emplace(UINT64_MAX);
    follow(x.session, handle, x.since, mode);
  };
  auto fail = [this, number, id = x.session](const error& err) {
    if (!is_current(number))
      return stop_unwanted({});
    // Somebody else's session looks as if there were none.
    send_error(code_of(err) == ec::forbidden
                 ? make_error(ec::not_found,
                              "There is no session " + id.str())
                 : err);
    finish();
  };
  if (gate && gate->asks())
    self
      ->request(films, defaults::call_deadline, atom::find_v, x.session, owner)
      .then(take, fail);
  else
    self->request(films, defaults::call_deadline, atom::find_v, x.session)
      .then(take, fail);
}

void creator_connection_state::command(const session_command& x) {
  if (!has_active_session())
    return send_error(no_session);
  auto number = begin(pending::answer);
  self->request(session, defaults::call_deadline, x)
    .then(
      [this, number](uint64_t) {
        if (is_current(number))
          finish();
      },
      [this, number](const error& err) {
        if (!is_current(number))
          return;
        send_error(err);
        finish();
      });
}

void creator_connection_state::stop() {
  queue.clear();
  if (!has_active_session()) {
    stops_awaited = waits_for == pending::session;
    begin(pending::nothing);
    return close_stopped();
  }
  // A resume that is under way would take its answer away.
  if (waits_for == pending::session)
    begin(pending::nothing);
  // No begin() of its own: it overtakes what is under way. The session's own
  // event answers it, and closes the socket.
  self->request(session, defaults::call_deadline, stop_command())
    .then([](uint64_t) {},
          [this](const error& err) {
            if (code_of(err) == ec::invalid_state)
              close_stopped();
            else
              send_error(err);
          });
}

void creator_connection_state::run_next() {
  while (waits_for == pending::nothing && !queue.empty() && !is_closing) {
    auto next = std::move(queue.front());
    queue.pop_front();
    run(std::move(next));
  }
}

uint64_t creator_connection_state::begin(pending x) {
  waits_for = x;
  return ++request_number;
}

void creator_connection_state::finish() {
  begin(pending::nothing);
  run_next();
}

void creator_connection_state::stop_unwanted(const session_actor& handle) {
  if (!stops_awaited)
    return;
  stops_awaited = false;
  if (handle)
    caf::anon_send(handle, stop_command());
  self->quit();
}

// -- the session that is followed ---------------------------------------------

void creator_connection_state::follow(session_id id, session_actor handle,
                                      uint64_t since, watch_mode wanted) {
  followed = std::move(id);
  session = std::move(handle);
  mode = wanted;
  session_ended = false;
  self->monitor(session);
  watch(since);
}

void creator_connection_state::watch(uint64_t since) {
  last_seq = since;
  is_watching_anew = true;
  auto number = begin(pending::answer);
  self
    ->request(session, defaults::call_deadline, atom::watch_v,
              watcher_actor{connection_actor{self}}, since, mode)
    .then(
      [this, number](uint64_t newest) {
        if (!is_current(number))
          return;
        is_watching_anew = false;
        if (resumed_at)
          resumed_at = newest;
        send_resumed_when_caught_up();
        finish();
      },
      [this, number](const error& err) {
        if (!is_current(number))
          return;
        send_error(err);
        leave_session();
        finish();
      });
}

void creator_connection_state::leave_session() {
  if (session) {
    self->demonitor(caf::actor_cast<caf::actor_addr>(session));
    self->send(session, atom::unwatch_v, watcher_actor{connection_actor{self}});
  }
  session = nullptr;
  followed = session_id{};
  last_seq = 0;
  session_ended = false;
  is_watching_anew = false;
  resumed_at.reset();
}

void creator_connection_state::take_event(const session_event& x) {
  if (!session || x.session != followed || is_closing || x.seq <= last_seq)
    return;
  if (x.seq != last_seq + 1) {
    // Missed some: the log has them.
    if (!is_watching_anew && waits_for == pending::nothing)
      watch(last_seq);
    return;
  }
  last_seq = x.seq;
  out->send({with_links(creator_codec::encode(x)), false,
             "session_id=" + followed.str()
               + " since=" + std::to_string(last_seq)});
  session_ended = x.kind == event_kind::pipeline_complete
                  || x.kind == event_kind::stopped;
  send_resumed_when_caught_up();
  if (x.kind == event_kind::stopped) {
    is_closing = true;
    out->close(close_code::normal, "stopped");
  }
}

void creator_connection_state::take_progress(const session_progress& x) {
  if (session && x.session == followed && !session_ended && !is_closing)
    out->send({with_links(creator_codec::encode(x)), true, {}});
}

void creator_connection_state::session_left(const session_id& id,
                                            const std::string& reason) {
  if (!session || id != followed)
    return;
  if (!session_ended)
    send_error("The session is not live any more (" + reason + "); "
               + resume_hint());
  auto was_waiting = waits_for == pending::answer;
  leave_session();
  if (was_waiting)
    finish();
}

void creator_connection_state::session_down(const caf::actor_addr& source) {
  if (session && caf::actor_cast<caf::actor_addr>(session) == source)
    session_left(followed, "it ended unexpectedly");
}

// -- to the socket ------------------------------------------------------------

std::string creator_connection_state::with_links(std::string message) const {
  return gate && gate->asks()
           ? sign_links(gate->signer(), owner, std::move(message))
           : message;
}

void creator_connection_state::send_text(std::string text) {
  if (!is_closing)
    out->send({std::move(text), false, {}});
}

void creator_connection_state::send_error(std::string_view text) {
  send_text(creator_codec::encode_error(text));
}

void creator_connection_state::send_error(const error& err) {
  auto code = code_of(err);
  if (code == ec::timeout)
    send_error("The server did not answer in time; resume to see where the "
               "session stands");
  else if (code == ec::internal)
    send_error("Something went wrong here; the session is as it was");
  else
    send_error(text_of(err));
}

void creator_connection_state::send_resumed_when_caught_up() {
  if (!resumed_at || last_seq < *resumed_at)
    return;
  send_text(creator_codec::encode_resumed(followed, *resumed_at));
  resumed_at.reset();
}

void creator_connection_state::close_stopped() {
  send_text(creator_codec::encode_stopped());
  is_closing = true;
  out->close(close_code::normal, "stopped");
}

std::string creator_connection_state::resume_hint() const {
  return "send {\"action\":\"resume\",\"session_id\":\"" + followed.str()
         + "\",\"since\":" + std::to_string(last_seq) + "} to go on";
}

// -- behaviour ----------------------------------------------------------------

connection_actor::behavior_type creator_connection(
  connection_actor::stateful_pointer<creator_connection_state> self,
  films_actor films, outlet_ptr out, user_id owner, gate_ptr gate) {
  guard_actor(self);
  auto& state = self->state;
  state.films = std::move(films);
  state.out = std::move(out);
  state.owner = std::move(owner);
  state.gate = std::move(gate);
  self->set_down_handler([&state](const caf::down_msg& msg) {
    state.session_down(msg.source);
  });
  return {
    [&state](const session_event& x) { state.take_event(x); },
    [&state](const session_progress& x) { state.take_progress(x); },
    [&state](atom::unwatch, const session_id& id, const std::string& reason) {
      state.session_left(id, reason);
    },
    [&state](atom::internal, const std::string& text) {
      state.take_frame(text);
    },
    [&state](atom::internal, atom::failed) { state.take_binary_frame(); },
    [&state](atom::internal, atom::done) { state.socket_closed(); },
  };
}

} // namespace troupe
