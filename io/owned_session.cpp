#include "io/owned_session.hpp"

#include "io/problem.hpp"
#include "io/signed_links.hpp"
#include "protocol/defaults.hpp"

#include <caf/event_based_actor.hpp>

namespace troupe {

namespace {

/// One question about one session, until it is decided.
struct ownership {
  http_request request;
  session_id id;
  respond answer;
  std::string missing;
  owned_session_handler then;
  gate_ptr gate;
  std::shared_ptr<session_owners> owners;
};

void refuse(const ownership& x, bool exists) {
  auto names_it = exists && x.request.path.starts_with("/api/v1/");
  x.answer(names_it ? make_problem(x.request, 403,
                                   "Access denied: You don't own this job")
                    : make_problem(x.request, 404, x.missing));
}

void decide(const ownership& x, const user_id& owner) {
  if (may_read(x.gate, x.request, owner))
    return x.then(owner, x.answer);
  refuse(x, true);
}

void ask_films(const route_context& context, ownership question) {
  context.system->spawn(
    [](caf::event_based_actor* self, const films_actor& films,
       const std::shared_ptr<const ownership>& x) {
      self->request(films, defaults::call_deadline, atom::list_v, x->id)
        .then(
          [x](const session_summary& line) {
            x->owners->add(x->id, line.owner);
            decide(*x, line.owner);
          },
          [x](const error& err) {
            if (code_of(err) == ec::not_found)
              return refuse(*x, false);
            x->answer(make_problem(x->request, err));
          });
    },
    context.films, std::make_shared<const ownership>(std::move(question)));
}

} // namespace

void with_owned_session(const route_context& context,
                        const http_request& request, const session_id& id,
                        respond answer, std::string missing,
                        owned_session_handler then) {
  if (!context.gate || !context.gate->asks())
    return then(request.who.user, std::move(answer));
  ownership question{
    request,         id,           std::move(answer), std::move(missing),
    std::move(then), context.gate, context.owners};
  question.request.body.clear();
  if (!is_session_id(id.str()))
    return refuse(question, false);
  if (auto owner = context.owners->find(id))
    return decide(question, *owner);
  ask_films(context, std::move(question));
}

bool may_read(const gate_ptr& gate, const http_request& request,
              const user_id& owner) {
  return !gate || !gate->asks() || request.who.user == owner
         || has_good_link(gate->signer(), request, owner);
}

} // namespace troupe
