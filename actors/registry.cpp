#include "actors/registry.hpp"

#include "protocol/error.hpp"
#include "protocol/job.hpp"
#include "protocol/json.hpp"
#include "protocol/payload_pictures.hpp"
#include "protocol/session_history.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <set>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// The store is asked again for what runs by itself.
constexpr auto restore_interval = 5s;

/// A page of a list; more is asked for by nobody.
constexpr uint32_t list_limit = 1'000;

/// Jobs that ended so long ago are known to whoever wanted to know.
constexpr auto notice_memory = std::chrono::hours{48};

/// What a job counts as among its owner's; empty when it is none.
std::string group_of(const session_id& id, const session_request& request) {
  if (!is_job(request.door))
    return {};
  return request.group.empty() ? id.str() : request.group;
}

/// As far as a log tells it.
session_request request_in(const session_log& log) {
  session_request out;
  if (log.events.empty())
    return out;
  auto body = json::parse(log.events.front().body, log_limits);
  if (!body)
    return out;
  out.owner = user_id{body->text("owner")};
  out.group = body->text("group");
  if (auto door = parse_front_door(body->text("door")))
    out.door = *door;
  return out;
}

error foreign_error() {
  return make_error(ec::forbidden, "The session is somebody else's");
}

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

error registry_state::check_jobs(const session_request& request) const {
  if (options.active_jobs == 0 || !is_job(request.door))
    return {};
  std::set<std::string> groups;
  for (auto& [id, x] : sessions)
    if (x.owner == request.owner && !x.active_group.empty())
      groups.insert(x.active_group);
  if (groups.contains(request.group) || groups.size() < options.active_jobs)
    return {};
  return make_error(ec::limit_exceeded,
                    "You have " + std::to_string(groups.size())
                      + " jobs that are not done, and may have "
                      + std::to_string(options.active_jobs)
                      + "; wait for one or cancel it");
}

caf::result<session_id, session_actor>
registry_state::create(session_request request) {
  if (auto err = check_room())
    return err;
  if (!request.id.empty())
    return create_again(std::move(request));
  if (auto err = check_jobs(request))
    return err;
  auto id = make_session_id();
  auto promise = self->make_response_promise<session_id, session_actor>();
  sessions[id].created = promise;
  make(id, std::move(request));
  return promise;
}

caf::result<session_id, session_actor>
registry_state::create_again(session_request request) {
  auto id = request.id;
  if (!is_session_id(id.str()))
    return make_error(ec::internal, "A reserved id is no session id");
  if (auto known = sessions.find(id); known != sessions.end()) {
    if (!known->second.is_ready)
      return make_error(ec::unavailable, "The session is being made");
    if (known->second.owner != request.owner)
      return foreign_error();
    return {id, session_actor{known->second.session}};
  }
  auto promise = self->make_response_promise<session_id, session_actor>();
  sessions[id].created = promise;
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::load_v, id)
    .then(
      [this, id, owner = request.owner](session_log& log) {
        if (request_in(log).owner != owner)
          return lost(id, foreign_error());
        begin(id, std::move(log));
      },
      [this, id, request](const error& why) {
        auto err = code_of(why) == ec::not_found ? check_jobs(request) : why;
        if (err)
          return lost(id, err);
        make(id, request);
      });
  return promise;
}

void registry_state::make(const session_id& id, session_request request) {
  auto& x = sessions[id];
  x.owner = request.owner;
  x.active_group = group_of(id, request);
  if (may_hold_pictures(request.payload))
    keep_pictures(id, std::move(request));
  else
    begin(id, std::move(request));
}

registry_state::~registry_state() {
  caf::anon_send_exit(pictures, caf::exit_reason::user_shutdown);
}

const picture_keeper_actor& registry_state::keeper() {
  if (!pictures && options.make_picture_keeper) {
    pictures = options.make_picture_keeper(self->system());
    self->monitor(pictures);
  }
  return pictures;
}

void registry_state::keep_pictures(const session_id& id,
                                   session_request request) {
  if (!keeper())
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

caf::result<session_actor> registry_state::find(const session_id& id,
                                                const user_id& who) {
  auto known = sessions.find(id);
  if (known != sessions.end() && known->second.is_ready) {
    if (!who.empty() && known->second.owner != who)
      return foreign_error();
    return session_actor{known->second.session};
  }
  if (!is_session_id(id.str()))
    return make_error(ec::not_found, "No such session");
  if (known == sessions.end()) {
    if (auto err = check_room())
      return err;
    load(id);
  }
  auto promise = self->make_response_promise<session_actor>();
  sessions[id].seekers.push_back({promise, who});
  return promise;
}

caf::result<session_progress> registry_state::progress(const session_id& id) {
  auto known = sessions.find(id);
  if (known == sessions.end() || !known->second.is_ready)
    return make_error(ec::not_found, "The session is not in memory");
  auto promise = self->make_response_promise<session_progress>();
  self
    ->request(known->second.session, defaults::call_deadline, atom::tick_v)
    .then([promise](session_progress& x) mutable {
      promise.deliver(std::move(x));
    }, [promise](const error& why) mutable { promise.deliver(why); });
  return promise;
}

caf::result<atom::done> registry_state::remove(const session_id& id,
                                               const user_id& who) {
  if (!is_session_id(id.str()))
    return make_error(ec::not_found, "No such session");
  auto promise = self->make_response_promise<atom::done>();
  auto fail = [promise](const error& why) mutable { promise.deliver(why); };
  auto forget = [=, this] {
    if (auto known = sessions.find(id);
        known != sessions.end() && known->second.session)
      self->send(known->second.session, atom::shutdown_v,
                 std::string{"deleted"});
    self
      ->request(options.storekeeper, defaults::store_deadline, atom::remove_v,
                id)
      .then(
        [=, this](atom::done) mutable {
          if (keeper())
            self->send(keeper(), atom::remove_v, id);
          promise.deliver(atom::done_v);
        },
        fail);
  };
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::list_v, id)
    .then(
      [=](const session_summary& line) mutable {
        if (line.owner != who)
          promise.deliver(foreign_error());
        else if (!ends_session(line.last_event))
          promise.deliver(
            make_error(ec::invalid_state, "The session has not ended"));
        else
          forget();
      },
      fail);
  return promise;
}

// -- jobs that end ------------------------------------------------------------

void registry_state::ended(const session_id& id) {
  auto known = sessions.find(id);
  if (known == sessions.end() || known->second.active_group.empty())
    return;
  known->second.active_group.clear();
  if (!options.webhooks)
    return;
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::list_v, id)
    .then([this](const session_summary& line) { notify(line); },
          [id](const error& why) {
            spdlog::error("registry: nobody is told that {} ended: {}",
                          id.str(), text_of(why));
          });
}

void registry_state::notify(const session_summary& line) {
  // Durable there when it is answered; if not, the next start tells it again.
  self->request(options.webhooks, defaults::call_deadline, notice_of(line))
    .then([](atom::done) {}, [id = line.session](const error& why) {
      spdlog::warn("registry: the end of {} is told later: {}", id.str(),
                   text_of(why));
    });
}

void registry_state::notify_recent() {
  if (!options.webhooks)
    return;
  session_query recent;
  recent.doors = {front_door::ads, front_door::videos};
  recent.states = {film_state::complete, film_state::stopped,
                   film_state::abandoned};
  recent.limit = list_limit;
  self
    ->request(options.storekeeper, defaults::store_deadline, atom::list_v,
              recent)
    .then(
      [this](const session_page& page) {
        using namespace std::chrono;
        auto now = duration_cast<milliseconds>(
          system_clock::now().time_since_epoch());
        for (auto& line : page.lines)
          if (now - milliseconds{line.updated_ms} < notice_memory)
            notify(line);
      },
      [](const error& why) {
        spdlog::warn("registry: can't list what ended: {}", text_of(why));
      });
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
  if (auto log = std::get_if<session_log>(&origin)) {
    auto request = request_in(*log);
    sessions[id].owner = request.owner;
    sessions[id].active_group = group_of(id, request);
  }
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
  for (auto& [promise, who] : x.seekers)
    if (!who.empty() && who != x.owner)
      promise.deliver(foreign_error());
    else
      promise.deliver(session_actor{x.session});
  x.seekers.clear();
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
  for (auto& [promise, who] : x.seekers)
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
  if (!state.options.librarian)
    state.options.librarian = state.options.storekeeper;
  state.restore_running();
  state.notify_recent();
  return {
    [self](atom::list, const session_id& id) {
      return self->delegate(self->state.options.librarian, atom::list_v, id);
    },
    [self](atom::list, const session_query& query) {
      return self->delegate(self->state.options.librarian, atom::list_v, query);
    },
    [self](atom::create, session_request& x) {
      return self->state.create(std::move(x));
    },
    [self](atom::find, const session_id& id) {
      return self->state.find(id, {});
    },
    [self](atom::find, const session_id& id, const user_id& who) {
      return self->state.find(id, who);
    },
    [self](atom::remove, const session_id& id, const user_id& who) {
      return self->state.remove(id, who);
    },
    [self](atom::tick, const session_id& id) {
      return self->state.progress(id);
    },
    [self](atom::list, uint32_t limit) { return self->state.list(limit); },
    [self](atom::done, const session_id& id) { self->state.ended(id); },
    [self](atom::drain, const std::string& reason) {
      return self->state.drain(reason);
    },
    [self](atom::internal, const media_pool_actor& pool) {
      self->state.use_pool(pool);
    },
    [self](atom::internal, const librarian_actor& x) {
      self->state.options.librarian = x;
    },
    [self](atom::internal, atom::list) { self->state.restore_running(); },
  };
}

} // namespace troupe
