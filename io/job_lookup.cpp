#include "io/job_lookup.hpp"

#include "io/guard_actor.hpp"
#include "io/idempotent.hpp"
#include "io/owned_session.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"
#include "protocol/job_json.hpp"

#include <chrono>

namespace troupe {

namespace {

struct lookup {
  films_actor films;
  gate_ptr gate;
  http_request request;
  job_words words;
  std::string name;
  session_id id;
  respond answer;
  job_handler then;

  void refuse(const error& why) const {
    answer(words.refuse(request, name, why));
  }
};

using lookup_ptr = std::shared_ptr<lookup>;

void hand_on(caf::event_based_actor* self, const lookup_ptr& x,
             const session_summary& line, const session_progress& now) {
  x->then(self, {line, now});
}

void take_line(caf::event_based_actor* self, const lookup_ptr& x,
               const session_summary& line) {
  if (line.door != x->words.door)
    return x->refuse(make_error(ec::not_found, "No such job"));
  if (!may_read(x->gate, x->request, line.owner))
    return x->refuse(make_error(ec::forbidden, "It is somebody else's"));
  if (ends_session(line.last_event))
    return hand_on(self, x, line, {});
  self->request(x->films, defaults::call_deadline, atom::tick_v, x->id)
    .then([=](const session_progress& now) { hand_on(self, x, line, now); },
          [=](const error&) { hand_on(self, x, line, {}); });
}

void begin(caf::event_based_actor* self, const lookup_ptr& x) {
  self->request(x->films, defaults::call_deadline, atom::list_v, x->id)
    .then([=](const session_summary& line) { take_line(self, x, line); },
          [=](const error& why) { x->refuse(why); });
}

} // namespace

void run_apart(caf::actor_system& system,
               std::function<void(caf::event_based_actor*)> what) {
  // With an argument: CAF 0.17.6 dereferences a null pointer to the arguments
  // of functions that have none.
  system.spawn(
    [](caf::event_based_actor* self,
       const std::function<void(caf::event_based_actor*)>& run) {
      guard_actor(self);
      run(self);
    },
    std::move(what));
}

int64_t wall_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

void with_job(const route_context& context, const http_request& request,
              const job_words& words, const std::string& id,
              const respond& answer, job_handler then) {
  auto session = words.parse(id);
  if (!session)
    return answer(words.refuse(request, id, session.error()));
  auto x = std::make_shared<lookup>(lookup{context.films, context.gate, request, words, id,
                                           *session, answer,
                                           std::move(then)});
  x->request.body.clear();
  run_apart(*context.system, [x](auto self) { begin(self, x); });
}

void reserve_id(session_request& job, const http_request& request,
                const session_id& id) {
  // Without a key nobody asks twice, and a fresh id needs no look at the log.
  if (request.headers.has("Idempotency-Key"))
    job.id = id;
}

void create_job(const route_context& context, const http_request& request,
                session_request job, const respond& answer,
                std::function<http_response(const session_summary&)> show) {
  auto light = std::make_shared<http_request>(request);
  light->body.clear();
  auto make = [=, films = context.films, system = context.system](
                const job_ticket& ticket, const respond& answer) {
    auto film = job;
    reserve_id(film, *light, ticket.session);
    run_apart(*system, [=](caf::event_based_actor* self) {
      auto line = line_of(session_id{}, film, wall_ms());
      self->request(films, defaults::call_deadline, atom::create_v, film)
        .then(
          [=](const session_id& id, const session_actor&) mutable {
            line.session = id;
            answer(show(line));
          },
          [=](const error& why) { answer(refuse_creation(*light, why)); });
    });
  };
  make_once(context, request, answer, make);
}

void stop_film(caf::event_based_actor* self, const films_actor& films,
               const session_id& id, const user_id& asker,
               std::function<void(const error&)> done) {
  self->request(films, defaults::call_deadline, atom::find_v, id, asker)
    .then(
      [=](const session_actor& film) {
        session_command stop;
        stop.kind = command_kind::stop;
        self->request(film, defaults::call_deadline, stop)
          .then([done](uint64_t) { done({}); },
                [done](const error& why) { done(why); });
      },
      [done](const error& why) { done(why); });
}

std::optional<http_response> check_disk(const route_context& context,
                                        const http_request& request) {
  auto free = free_bytes(context.options.videos);
  if (!free || *free >= defaults::disk_reserve_bytes)
    return std::nullopt;
  return make_problem(
    request, make_error(ec::no_space, "The disk is too full for a film"));
}

http_response refuse_creation(const http_request& request, const error& why) {
  // A limit of the caller's own, not of the server.
  auto response = make_problem(request, why);
  if (code_of(why) == ec::limit_exceeded) {
    response = make_problem(request, 429, text_of(why));
    response.headers.set("Retry-After", "15");
  }
  return response;
}

} // namespace troupe
