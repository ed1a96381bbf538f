#include "io/form.hpp"
#include "io/form_watcher.hpp"
#include "io/idempotent.hpp"
#include "io/job_lookup.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"
#include "protocol/payload.hpp"

namespace troupe {

namespace {

json one_error(const std::string& field, const std::string& detail) {
  return json::make_object({{"pointer", '/' + field}, {"detail", detail}});
}

/// check_payload() names the field in its sentence: "Field tone must ...".
std::string field_in(const std::string& sentence) {
  for (std::string_view start : {"Missing required field: ", "Field "})
    if (sentence.starts_with(start)) {
      auto rest = std::string_view{sentence}.substr(start.size());
      return std::string{rest.substr(0, rest.find_first_of(" :."))};
    }
  return {};
}

bool is_blank(const json& value) {
  return value.is_null()
         || (value.is_string()
             && value.as_string().find_first_not_of(" \t\r\n")
                  == std::string::npos);
}

http_response refuse(const http_request& request, const form_failure& why) {
  json::object more;
  if (!why.field.empty())
    more.emplace_back("errors",
                      json::make_array({one_error(why.field, why.detail)}));
  return make_problem(request, why.status, why.detail, std::move(more));
}

/// All missing fields at once: a form is filled in one go.
http_response refuse_payload(const http_request& request, video_type type,
                             const json& payload, const error& why) {
  auto errors = json::make_array();
  std::string missing;
  for (auto& name : required_fields(type))
    if (is_blank(payload.at(name))) {
      errors.push_back(one_error(name, "field required"));
      missing += (missing.empty() ? "" : ", ") + name;
    }
  auto detail = missing.empty() ? text_of(why)
                                : "Missing required field: " + missing;
  if (missing.empty())
    errors.push_back(one_error(field_in(detail), detail));
  json::object more;
  more.emplace_back("errors", std::move(errors));
  return make_problem(request, http_status(code_of(why)), detail,
                      std::move(more));
}

void create_film(const route_context& context, video_type type,
                 const http_request& request, const respond& answer) {
  auto form = read_form(request);
  if (auto why = std::get_if<form_failure>(&form))
    return answer(refuse(request, *why));
  auto& payload = std::get<json>(form);
  auto checked = check_payload(type, payload);
  if (!checked)
    return answer(refuse_payload(request, type, payload, checked.error()));
  auto free = free_bytes(context.options.videos);
  if (free && *free < defaults::disk_reserve_bytes)
    return answer(make_problem(
      request, make_error(ec::no_space, "The disk is too full for a film")));
  session_request film;
  film.type = type;
  film.owner = request.who.user;
  film.payload = checked->dump();
  film.policy = review_policy::accept_all;
  make_once(context, request, answer,
            [request, film, films = context.films, system = context.system](
              const job_ticket& ticket, const respond& to) {
              auto once = film;
              reserve_id(once, request, ticket.session);
              system->spawn(form_watcher, request, std::move(once), films, to);
            });
}

} // namespace

void add_form_routes(router& routes, const route_context_ptr& context) {
  for (auto [path, type] :
       {std::pair{"/create", video_type::product_ad},
        std::pair{"/create-compliance", video_type::compliance_video},
        std::pair{"/create-moa", video_type::moa},
        std::pair{"/create-doctor", video_type::doctor_ad},
        std::pair{"/create-sm", video_type::social_media},
        std::pair{"/create-sm-rm", video_type::social_media}})
    routes.add("POST", path,
               [context, type = type](auto& request, auto&, auto answer) {
                 create_film(*context, type, request, answer);
               });
}

} // namespace troupe
