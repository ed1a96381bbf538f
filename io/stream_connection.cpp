#include "io/stream_connection.hpp"

#include "io/guard_actor.hpp"
#include "io/live_channel.hpp"
#include "io/owned_session.hpp"
#include "io/signed_links.hpp"
#include "io/websocket_pipe.hpp"
#include "protocol/defaults.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <charconv>

namespace troupe {

namespace {

/// EventSource waits so long before it comes back.
constexpr std::string_view preamble = "retry: 2000\n\n";

std::string text_of_event(const stream_event& x) {
  std::string out;
  if (!x.id.empty())
    out += "id: " + x.id + "\n";
  return out + "event: " + x.name + "\ndata: " + x.data + "\n\n";
}

uint64_t number_in(std::string_view text) {
  uint64_t out = 0;
  auto end = text.data() + text.size();
  auto [at, code] = std::from_chars(text.data(), end, out);
  return code == std::errc{} && at == end ? out : 0;
}

} // namespace

uint64_t last_event_id(const http_request& request) {
  if (auto header = request.headers.find("Last-Event-ID"))
    return number_in(*header);
  auto since = request.parameter("since");
  return since ? number_in(*since) : 0;
}

void stream_connection_state::answer_with(http_response response) {
  if (answer)
    (*answer)(std::move(response));
  answer.reset();
}

void stream_connection_state::refuse(const error& why) {
  answer_with(options.refuse(options.request, why));
  self->quit();
}

void stream_connection_state::start() {
  if (auto id = std::get_if<session_id>(&options.film))
    return look_up(*id);
  self
    ->request(options.films, defaults::call_deadline, atom::create_v,
              std::get<session_request>(std::move(options.film)))
    .then([this](const session_id& id, const session_actor& x) {
      follow(id, x);
    }, [this](const error& why) { refuse(why); });
}

void stream_connection_state::look_up(const session_id& id) {
  auto fail = [this](const error& why) { refuse(why); };
  self->request(options.films, defaults::call_deadline, atom::list_v, id)
    .then(
      [this, id, fail](const session_summary& line) {
        if (line.door != options.door)
          return refuse(make_error(ec::not_found, "No such job"));
        if (!may_read(options.gate, options.request, line.owner))
          return refuse(make_error(ec::forbidden, "It is somebody else's"));
        auto last = options.door == front_door::ads ? last_stream_id
                                                    : line.last_seq;
        // An EventSource that is told 204 does not come back.
        if (ends_session(line.last_event) && options.after >= last) {
          answer_with({204, {{"Cache-Control", "no-cache"}}, {}});
          return self->quit();
        }
        self
          ->request(options.films, defaults::call_deadline, atom::find_v, id,
                    options.asker)
          .then([this, id](const session_actor& x) { follow(id, x); }, fail);
      },
      fail);
}

void stream_connection_state::follow(const session_id& id,
                                     const session_actor& x) {
  session = id;
  film = x;
  self->monitor(film);
  auto channel = std::make_shared<live_channel>(
    options.max_messages, options.max_bytes,
    [me = caf::actor_cast<caf::strong_actor_ptr>(
       connection_actor{self})] {
      caf::anon_send(caf::actor_cast<connection_actor>(me), atom::internal_v,
                     atom::done_v);
    });
  out = channel;
  out->send({std::string{preamble}, false, {}});
  answer_with({200,
               {{"Content-Type", "text/event-stream; charset=utf-8"},
                {"Cache-Control", "no-cache"},
                {"X-Accel-Buffering", "no"},
                {"Location", options.location(id)}},
               live_body{std::move(channel)}});
  self
    ->request(film, defaults::call_deadline, atom::watch_v,
              watcher_actor{self}, uint64_t{0},
              watch_mode::events_and_progress)
    .then([](uint64_t) {}, [this](const error&) { close(); });
}

void stream_connection_state::tell(const std::vector<stream_event>& events) {
  if (!out)
    return;
  for (auto x : events) {
    if (options.gate && options.gate->asks())
      x.data = sign_links(options.gate->signer(), options.asker,
                          std::move(x.data));
    out->send({text_of_event(x), x.is_progress, {}});
  }
  auto ended = std::visit([](auto& codec) { return codec.ended(); },
                          options.codec);
  if (ended)
    close();
}

void stream_connection_state::close() {
  if (out)
    out->close(close_code::normal, {});
  out.reset();
  if (film) {
    self->demonitor(film.address());
    self->send(film, atom::unwatch_v, watcher_actor{self});
  }
  self->quit();
}

void stream_connection_state::client_left() {
  if (film && options.cancels_when_left) {
    session_command stop;
    stop.kind = command_kind::stop;
    caf::anon_send(film, stop);
  }
  close();
}

connection_actor::behavior_type
stream_connection(connection_actor::stateful_pointer<stream_connection_state>
                    self,
                  stream_options options, respond answer) {
  guard_actor(self);
  auto& state = self->state;
  state.options = std::move(options);
  // Only refusals need it from here on, and those don't read the body.
  state.options.request.body.clear();
  state.answer = std::make_unique<respond>(std::move(answer));
  self->set_down_handler(
    [self](const caf::down_msg&) { self->state.close(); });
  state.start();
  return {
    [self](const session_event& x) {
      auto& state = self->state;
      state.tell(std::visit([&](auto& codec) { return codec.take(x); },
                            state.options.codec));
    },
    [self](const session_progress& x) {
      auto& state = self->state;
      state.tell(std::visit([&](auto& codec) { return codec.take(x); },
                            state.options.codec));
    },
    [self](atom::unwatch, const session_id&, const std::string&) {
      self->state.close();
    },
    [](atom::internal, const std::string&) {
      // A stream reads nothing.
    },
    [](atom::internal, atom::failed) {},
    [self](atom::internal, atom::done) { self->state.client_left(); },
  };
}

} // namespace troupe
