#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"
#include "protocol/webhook_rules.hpp"

#include <caf/event_based_actor.hpp>

#include <algorithm>

namespace troupe {

namespace {

constexpr uint32_t shown_deliveries = 100;
constexpr json_limits body_limits{64 * 1024, 8, 200, 100};

/// Asks WEBHOOKS; `show` makes the response of what it answers.
template <class... Ts, class F, class... Args>
void ask(const route_context& context, const http_request& request,
         respond answer, F show, Args... args) {
  if (!context.webhooks)
    return answer(make_problem(request, 503, "There are no webhooks here"));
  context.system->spawn(
    [request, answer, show](caf::event_based_actor* self,
                            const webhooks_actor& webhooks, Args... args) {
      self->request(webhooks, defaults::call_deadline, std::move(args)...)
        .then([answer, show](const Ts&... xs) { answer(show(xs...)); },
              [answer, request](const error& err) {
                answer(make_problem(request, err));
              });
    },
    context.webhooks, std::move(args)...);
}

http_response refuse(const http_request& request, std::string_view field,
                     std::string_view why) {
  json::object more;
  more.emplace_back(
    "errors", json::make_array({json::make_object(
                {{"pointer", "/" + std::string{field}}, {"detail", why}})}));
  return make_problem(request, 422,
                      "Field " + std::string{field} + ' ' + std::string{why},
                      std::move(more));
}

/// The members of a request, by their types; what they may be is the actor's
/// to say.
std::variant<webhook, http_response> read(const http_request& request) {
  auto body = json::parse(request.body, body_limits);
  if (!body || !body->is_object())
    return make_problem(request, 400,
                        body ? "The body must be a JSON object"
                             : text_of(body.error()));
  webhook out;
  out.owner = request.who.user;
  for (auto& [name, value] : body->as_object()) {
    if (name == "url" || name == "secret") {
      if (!value.is_string() && !value.is_null())
        return refuse(request, name, "must be text");
      (name == "url" ? out.url : out.secret) = value.as_string();
    } else if (name == "events") {
      if (!value.is_array() && !value.is_null())
        return refuse(request, name, "must be a list of types");
      for (auto& event : value.as_array()) {
        if (!event.is_string())
          return refuse(request, name, "must be a list of types");
        out.events.push_back(event.as_string());
      }
    } else {
      return refuse(request, name,
                    "is not known here; there are url, events and secret");
    }
  }
  if (out.url.empty())
    return refuse(request, "url", "is required");
  return out;
}

void create(const route_context& context, const http_request& request,
            respond answer) {
  auto wanted = read(request);
  if (auto refused = std::get_if<http_response>(&wanted))
    return answer(std::move(*refused));
  ask<webhook>(
    context, request, std::move(answer),
    [](const webhook& x) {
      auto response = json_response(to_json(x, x.secret), 201);
      response.headers.add("Location", "/api/v1/webhooks/" + x.id);
      return response;
    },
    atom::create_v, std::get<webhook>(wanted));
}

json list_of(const std::vector<webhook>& all) {
  auto list = json::make_array();
  for (auto& x : all)
    list.push_back(to_json(x));
  return json::make_object({{"webhooks", std::move(list)}});
}

json list_of(const std::vector<webhook_delivery>& all) {
  auto list = json::make_array();
  for (auto& x : all)
    list.push_back(to_json(x));
  return json::make_object({{"deliveries", std::move(list)}});
}

} // namespace

void add_webhook_routes(router& routes, const route_context_ptr& context) {
  routes.add("POST", "/api/v1/webhooks",
             [context](auto& request, auto&, auto answer) {
               create(*context, request, std::move(answer));
             });
  routes.add("GET", "/api/v1/webhooks",
             [context](auto& request, auto&, auto answer) {
               ask<std::vector<webhook>>(
                 *context, request, std::move(answer),
                 [](auto& all) { return json_response(list_of(all)); },
                 atom::list_v, request.who.user);
             });
  routes.add("GET", "/api/v1/webhooks/{id}",
             [context](auto& request, auto& values, auto answer) {
               ask<webhook>(
                 *context, request, std::move(answer),
                 [](auto& x) { return json_response(to_json(x)); },
                 atom::find_v, request.who.user, values[0]);
             });
  routes.add("DELETE", "/api/v1/webhooks/{id}",
             [context](auto& request, auto& values, auto answer) {
               ask<atom::done>(
                 *context, request, std::move(answer),
                 [](atom::done) {
                   return http_response{204, {}, {}};
                 },
                 atom::remove_v, request.who.user, values[0]);
             });
  routes.add("POST", "/api/v1/webhooks/{id}/test",
             [context](auto& request, auto& values, auto answer) {
               ask<webhook_delivery>(
                 *context, request, std::move(answer),
                 [](auto& x) { return json_response(to_json(x), 202); },
                 atom::ping_v, request.who.user, values[0]);
             });
  routes.add("GET", "/api/v1/webhooks/{id}/deliveries",
             [context](auto& request, auto& values, auto answer) {
               ask<std::vector<webhook_delivery>>(
                 *context, request, std::move(answer),
                 [](auto& all) { return json_response(list_of(all)); },
                 atom::list_v, request.who.user, values[0],
                 uint32_t{shown_deliveries});
             });
}

} // namespace troupe
