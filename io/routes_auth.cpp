#include "io/auth_door.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"

namespace troupe {

namespace {

json identity_body(const identity& who) {
  return json::make_object({{"user_id", who.user.str()},
                            {"email", who.email},
                            {"username", who.username},
                            {"name", who.name}});
}

json status_body(const gate_ptr& gate, const identity& who) {
  auto out = json::make_object({{"authenticated", who.is_known()},
                                {"user_id", nullptr},
                                {"required", gate && gate->asks()}});
  if (who.is_known())
    out["user_id"] = who.user.str();
  return out;
}

void add_routes_for_anybody(router& routes, const auth_door_ptr& door) {
  routes.add(
    "POST", "/api/auth/register",
    [door](auto& request, auto&, auto answer) {
      door->enroll(request, std::move(answer));
    },
    access::everybody);
  routes.add(
    "POST", "/api/auth/login",
    [door](auto& request, auto&, auto answer) {
      door->log_in(request, std::move(answer));
    },
    access::everybody);
  routes.add(
    "GET", "/api/v1/auth/status",
    [door](auto& request, auto&, auto answer) {
      answer(json_response(status_body(door->context().gate, request.who)));
    },
    access::everybody);
}

void add_routes_for_users(router& routes, const auth_door_ptr& door) {
  for (auto path : {"/api/auth/me", "/api/v1/auth/me"})
    routes.add("GET", path, [](auto& request, auto&, auto answer) {
      answer(json_response(identity_body(request.who)));
    });
  routes.add("GET", "/api/v1/auth/verify",
             [](auto& request, auto&, auto answer) {
               auto body = identity_body(request.who);
               body["valid"] = true;
               answer(json_response(body));
             });
  routes.add("POST", "/api/auth/logout",
             [door](auto& request, auto&, auto answer) {
               door->log_out(request, std::move(answer));
             });
  routes.add("POST", "/ws-tickets", [door](auto& request, auto&, auto answer) {
    answer(door->make_ticket(request));
  });
}

void add_key_routes(router& routes, const auth_door_ptr& door) {
  routes.add("POST", "/api/v1/auth/keys",
             [door](auto& request, auto&, auto answer) {
               door->make_key(request, std::move(answer));
             });
  routes.add("GET", "/api/v1/auth/keys",
             [door](auto& request, auto&, auto answer) {
               door->list_keys(request, std::move(answer));
             });
  routes.add("DELETE", "/api/v1/auth/keys/{id}",
             [door](auto& request, auto& values, auto answer) {
               door->remove_key(request, values[0], std::move(answer));
             });
}

} // namespace

void add_auth_routes(router& routes, const route_context_ptr& context) {
  auto door = std::make_shared<auth_door>(context);
  add_routes_for_anybody(routes, door);
  add_routes_for_users(routes, door);
  add_key_routes(routes, door);
}

} // namespace troupe
