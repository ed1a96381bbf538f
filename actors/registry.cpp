#include "actors/registry.hpp"

#include "protocol/error.hpp"
#include "protocol/payload_pictures.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// The store is asked again for what runs by itself.
constexpr auto restore_interval = 5s;

/// A page of a list; more is asked for by nobody.
constexpr uint32_t list_limit = 1'000;

error draining_error() {
  return make_error(ec::unavailable, "The server is shutting down");
}

} // namespace

error registry_state::check_room() const {
  if (goodbye)
    return draining_error();
  if (sessions.size() >= options.limit)
    return make_error(ec::limit_exceeded,
                      "The server has " + std::to_string(options.limit)
                        + " sessions open and takes no more now");
  return {};
}

caf::result<session_id, session_actor>
registry_state::create(session_request request) {
  if (auto err = check_room())
    return err;
  auto id = make_session_id();
  auto promise = self->make_response_promise<session_id, session_actor>();
  sessions[id].created = promise;
  if (may_hold_pictures(request.payload))
    keep_pictures(id, std::move(request));
  else
    begin(id, std::move(request));
  return promise;
}

registry_state::~registry_state() {
  caf::anon_send_exit(pictures, caf::exit_reason::user_shutdown);
}

void registry_state::keep_pictures(const session_id& id,
                                   session_request request) {
  if (!pictures && options.make_picture_keeper) {
    pictures = options.make_picture_keeper(self->system());
    self->monitor(pictures);
  }
  if (!pictures)
    return lost(id, make_error(ec::unavailable,
                               "This server takes no pictures"));
  auto payload = std::move(request.payload);
  self
    ->request(pictures, defaults::call_deadline, atom::record_v, id,
              std::move(payload))
    .then(
      [this, id, request](std::string& light) mutable {
        request.payload = std::move(light);
        begin(id, std::move(request));
      },
      [this, id](const error& why) { lost(id, why); });
}

caf::result<session_actor> registry_state::find(const session_id& id) {
  auto known = sessions.find(id);
  if (known != sessions.end() && known->second.is_ready)
    return session_actor{known->second.session};
  if (!is_session_id(id.str()))
    return make_error(ec::not_found, "No such session");
  if (known == sessions.end()) {
    if (auto err = check_room())
      return err;
    load(id);
  }
  auto promise = self->make_response_promise<session_actor>();
  sessions[id].found.push_back(promise);
  return promise;
}

void registry_state::load(const session_id& id) {
  sessions[id];
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::load_v, id)
    .then([this, id](session_log& log) { begin(id, std::move(log)); },
          [this, id](const error& why) { lost(id, why); });
}

void registry_state::begin(const session_id& id,
                           std::variant<session_request, session_log> origin) {
  // Drained while the log was loaded.
  if (goodbye)
    return lost(id, draining_error());
  auto& session = sessions[id].session;
  session = options.make_session(
    self->system(), {id, std::move(origin), registry_actor{self},
                     options.storekeeper, options.pool, options.rules,
                     options.counters, options.grace, spawn_stage});
  ids.emplace(session.address(), id);
  self->monitor(session);
  self->request(session, defaults::call_deadline, atom::run_v)
    .then([this, id](uint64_t) { ready(id); },
          [this, id](const error& why) { lost(id, why); });
}

void registry_state::ready(const session_id& id) {
  auto i = sessions.find(id);
  if (i == sessions.end())
    return;
  auto& x = i->second;
  x.is_ready = true;
  if (x.created)
    x.created->deliver(id, session_actor{x.session});
  x.created.reset();
  for (auto& promise : x.found)
    promise.deliver(session_actor{x.session});
  x.found.clear();
}

void registry_state::lost(const session_id& id, const error& why) {
  auto i = sessions.find(id);
  if (i == sessions.end())
    return;
  auto x = std::move(i->second);
  sessions.erase(i);
  if (x.session) {
    ids.erase(x.session.address());
    // One that did not begin in time must not write beside its successor.
    self->send(x.session, atom::shutdown_v, text_of(why));
  }
  if (x.created)
    x.created->deliver(why);
  for (auto& promise : x.found)
    promise.deliver(why);
  answer_drain();
}

caf::result<std::vector<session_summary>>
registry_state::list(uint32_t limit) {
  auto promise
    = self->make_response_promise<std::vector<session_summary>>();
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::list_v,
              std::min(limit, list_limit))
    .then([promise](std::vector<session_summary>& x) mutable {
      promise.deliver(std::move(x));
    }, [promise](const error& why) mutable { promise.deliver(why); });
  return promise;
}

void registry_state::restore_running() {
  auto again = [this] {
    self->delayed_send(self, restore_interval, atom::internal_v,
                       atom::list_v);
  };
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::list_v,
              atom::run_v)
    .then([this](const std::vector<session_summary>& running) {
      for (auto& x : running)
        if (!sessions.contains(x.session) && !check_room())
          load(x.session);
    }, [this, again](const error& why) {
      spdlog::error("registry: can't list what runs: {}",
                    self->system().render(why));
      if (!goodbye)
        again();
    });
}

caf::result<atom::done> registry_state::drain(const std::string& reason) {
  auto promise = self->make_response_promise<atom::done>();
  drained.push_back(promise);
  if (!goodbye) {
    goodbye = reason;
    for (auto& [id, x] : sessions)
      if (x.session)
        self->send(x.session, atom::shutdown_v, reason);
  }
  answer_drain();
  return promise;
}

void registry_state::answer_drain() {
  if (!goodbye || !sessions.empty())
    return;
  for (auto& promise : drained)
    promise.deliver(atom::done_v);
  drained.clear();
}

void registry_state::use_pool(const media_pool_actor& pool) {
  options.pool = pool;
  for (auto& [id, x] : sessions)
    if (x.session)
      self->send(x.session, atom::internal_v, pool);
}

void registry_state::down(const caf::down_msg& msg) {
  if (msg.source == pictures) {
    // Requests to it were answered with an error; the next makes another.
    pictures = nullptr;
    return;
  }
  auto i = ids.find(msg.source);
  if (i == ids.end())
    return;
  auto id = i->second;
  if (msg.reason)
    spdlog::error("registry: session {} died: {}", id.str(),
                  self->system().render(msg.reason));
  // An answer to run may still be owed, and will not come any more.
  lost(id, msg.reason ? msg.reason
                      : make_error(ec::unavailable, "The session has left"));
  ids.erase(msg.source);
}

registry_self::behavior_type
registry(registry_self::stateful_pointer<registry_state> self,
         registry_options options) {
  auto& state = self->state;
  state.options = std::move(options);
  self->set_down_handler([self](caf::down_msg& x) { self->state.down(x); });
  state.restore_running();
  return {
    [self](atom::create, session_request& x) {
      return self->state.create(std::move(x));
    },
    [self](atom::find, const session_id& id) { return self->state.find(id); },
    [self](atom::list, uint32_t limit) { return self->state.list(limit); },
    [self](atom::drain, const std::string& reason) {
      return self->state.drain(reason);
    },
    [self](atom::internal, const media_pool_actor& pool) {
      self->state.use_pool(pool);
    },
    [self](atom::internal, atom::list) { self->state.restore_running(); },
  };
}

} // namespace troupe
