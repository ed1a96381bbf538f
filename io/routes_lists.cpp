#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"
#include "protocol/job.hpp"
#include "protocol/region.hpp"

#include <caf/event_based_actor.hpp>

#include <charconv>

namespace troupe {

namespace {

constexpr uint32_t list_default = 20;
constexpr uint32_t list_max = 100;

/// 0 when it is none.
uint32_t limit_of(const http_request& request) {
  auto text = request.parameter("limit");
  if (!text)
    return list_default;
  uint32_t out = 0;
  auto end = text->data() + text->size();
  auto [at, code] = std::from_chars(text->data(), end, out);
  return code == std::errc{} && at == end && out <= list_max ? out : 0;
}

json entry_of(const session_summary& x) {
  auto out = json::make_object({{"session_id", x.session.str()},
                                {"video_type", to_string(x.type)},
                                {"policy", to_string(x.policy)},
                                {"last_event", to_string(x.last_event)},
                                {"last_seq", x.last_seq},
                                {"updated_at", utc_time(x.updated_ms)}});
  if (x.last_event == event_kind::pipeline_complete)
    out["video_url"] = "/outputs/videos/" + x.session.str() + "/final.mp4";
  return out;
}

void send_sessions(const route_context& context, const http_request& request,
                   respond answer) {
  auto limit = limit_of(request);
  if (limit == 0)
    return answer(
      make_problem(request, 422, "limit must be a number from 1 to 100"));
  session_query query;
  query.limit = limit;
  // Without authentication everything is everybody's.
  if (context.gate && context.gate->asks())
    query.owner = request.who.user;
  context.system->spawn(
    [request, answer](caf::event_based_actor* self, const films_actor& films,
                      const session_query& query) {
      self->request(films, defaults::call_deadline, atom::list_v, query)
        .then(
          [answer](const session_page& page) {
            auto sessions = json::make_array();
            for (auto& x : page.lines)
              sessions.push_back(entry_of(x));
            answer(json_response(
              json::make_object({{"sessions", std::move(sessions)}})));
          },
          [answer, request](const error& err) {
            answer(make_problem(request, err));
          });
    },
    context.films, query);
}

json regions() {
  auto names = json::make_array();
  auto details = json::make_object();
  for (auto& x : supported_regions()) {
    names.push_back(x.name);
    auto modifiers = json::make_array();
    for (auto& word : x.modifiers)
      modifiers.push_back(word);
    details[x.name] = json::make_object(
      {{"modifiers", std::move(modifiers)}, {"description", x.description}});
  }
  return json::make_object(
    {{"supported_regions", std::move(names)},
     {"region_details", std::move(details)},
     {"usage", "Send one of these names as the payload's field region. A "
               "language in the payload beats the region for the voice."}});
}

} // namespace

void add_list_routes(router& routes, const route_context_ptr& context) {
  routes.add("GET", "/sessions",
             [context](auto& request, auto&, auto answer) {
               send_sessions(*context, request, std::move(answer));
             });
  routes.add("GET", "/supported-regions", [](auto&, auto&, auto answer) {
    answer(json_response(regions()));
  }, access::everybody);
  routes.add("GET", "/generate-user-id", [](auto&, auto&, auto answer) {
    // The same 128 random bits that name a session.
    answer(json_response(
      json::make_object({{"user_id", make_session_id().str()}})));
  }, access::everybody);
}

} // namespace troupe
