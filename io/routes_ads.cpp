#include "io/idempotent.hpp"
#include "io/job_lookup.hpp"
#include "io/multipart.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "io/stream_connection.hpp"
#include "protocol/api_request.hpp"
#include "protocol/base64.hpp"
#include "protocol/defaults.hpp"
#include "protocol/job_json.hpp"

#include <charconv>

namespace troupe {

namespace {

constexpr std::string_view prefix = "/api/ad-agent";

/// An ad has about 20 fields.
constexpr size_t part_limit = 60;

/// Old clients read "error" and "detail" as this door always wrote them.
http_response refuse_ad(const http_request& request,
                        const std::vector<request_complaint>& wrong) {
  auto detail = json::make_array();
  auto errors = json::make_array();
  for (auto& x : wrong) {
    auto loc = json::make_array({json{"body"}});
    for (auto& part : x.path)
      loc.push_back(part);
    detail.push_back(json::make_object(
      {{"loc", std::move(loc)},
       {"msg", x.text},
       {"type", x.is_missing ? "value_error.missing" : "value_error"}}));
    errors.push_back(json::make_object(
      {{"pointer", pointer_of(x)}, {"detail", x.text}}));
  }
  return make_problem(request, 422, "Validation Error",
                      {{"error", "Validation Error"},
                       {"detail", std::move(detail)},
                       {"errors", std::move(errors)}});
}

http_response refuse_job(const http_request& request, std::string_view,
                         const error& why) {
  auto code = code_of(why);
  // Whose job it is, is nobody else's business.
  if (code == ec::not_found || code == ec::forbidden)
    return make_problem(request, 404, "Job not found");
  return make_problem(request, why);
}

const job_words words{front_door::ads, parse_ad_job_id, refuse_job};

// -- what is sent -------------------------------------------------------------

using body_outcome = std::variant<json, http_response>;

body_outcome json_body(const http_request& request) {
  json_limits limits;
  limits.max_bytes = request.body.size();
  auto body = json::parse(request.body, limits);
  if (!body || !body->is_object())
    return refuse_ad(request, {{{},
                                body ? "must be a JSON object"
                                     : text_of(body.error()),
                                false}});
  return std::move(*body);
}

/// Text of a form as what the schema wants of that member.
json typed(const std::string& name, const std::string& text) {
  if (name == "add_sound_effects" || name == "enable_verification")
    return text == "true" || text == "1"    ? json{true}
           : text == "false" || text == "0" ? json{false}
                                            : json{text};
  double number = 0;
  auto end = text.data() + text.size();
  auto is_number = std::from_chars(text.data(), end, number).ptr == end
                   && !text.empty();
  if (is_number && (name == "logo_size" || name == "seed"))
    return json{static_cast<int64_t>(number)};
  if (is_number && (name == "logo_opacity" || name == "verification_threshold"))
    return json{number};
  return json{text};
}

body_outcome form_body(const http_request& request) {
  auto boundary = multipart_boundary(request.headers.get("Content-Type"));
  auto parts = boundary ? parse_multipart(request.body, *boundary, part_limit)
                        : boundary.error();
  if (!parts)
    return refuse_ad(request, {{{}, text_of(parts.error()), false}});
  auto body = json::make_object();
  for (auto& part : *parts) {
    auto name = part.name == "avatar" ? "character_image"
                : part.name == "logo" ? "logo_image"
                                      : part.name;
    auto is_picture = name == "character_image" || name == "logo_image";
    body[name] = part.is_file && is_picture
                   ? json{"data:" + part.content_type + ";base64,"
                          + to_base64(part.data)}
                   : typed(name, part.data);
  }
  return body;
}

// -- routes -------------------------------------------------------------------

/// The request of a session, or the answer that says why not.
std::variant<session_request, http_response>
ad_of(const route_context& context, const http_request& request,
      body_outcome sent, ad_form form) {
  if (auto no = std::get_if<http_response>(&sent))
    return std::move(*no);
  auto ad = read_ad_request(std::get<json>(sent), form);
  if (auto wrong = std::get_if<std::vector<request_complaint>>(&ad))
    return refuse_ad(request, *wrong);
  auto out = std::get<session_request>(std::move(ad));
  out.owner = request.who.user;
  if (auto full = check_disk(context, request))
    return std::move(*full);
  return out;
}

void stream(const route_context& context, const http_request& request,
            body_outcome sent, const respond& answer) {
  auto ad = ad_of(context, request, std::move(sent), ad_form::stream);
  if (auto no = std::get_if<http_response>(&ad))
    return answer(std::move(*no));
  stream_options options;
  options.request = request;
  options.films = context.films;
  options.asker = request.who.user;
  options.gate = context.gate;
  options.film = std::get<session_request>(std::move(ad));
  options.location = [](const session_id& id) {
    return std::string{prefix} + "/jobs/" + ad_job_id(id) + "/events";
  };
  options.refuse = refuse_creation;
  auto leave = request.parameter("on_disconnect");
  options.cancels_when_left = leave && *leave == "cancel";
  make_once(
    context, request, answer,
    [options, system = context.system](const job_ticket& ticket,
                                       const respond& answer) {
      auto x = options;
      auto& film = std::get<session_request>(x.film);
      reserve_id(film, x.request, ticket.session);
      // Begun before: this client follows that job.
      system->spawn(stream_connection, std::move(x), answer);
    },
    repeats::follow);
}

void follow(const route_context& context, const http_request& request,
            const std::string& id, const respond& answer) {
  auto session = parse_ad_job_id(id);
  if (!session)
    return answer(refuse_job(request, id, session.error()));
  stream_options options;
  options.request = request;
  options.films = context.films;
  options.asker = request.who.user;
  options.gate = context.gate;
  options.film = *session;
  options.after = last_event_id(request);
  options.codec = ad_stream{options.after};
  options.door = front_door::ads;
  options.location = [path = request.path](const session_id&) { return path; };
  options.refuse = [id](const http_request& request, const error& why) {
    return refuse_job(request, id, why);
  };
  context.system->spawn(stream_connection, std::move(options), answer);
}

void create(const route_context& context, const http_request& request,
            const respond& answer) {
  auto ad = ad_of(context, request, json_body(request), ad_form::campaign);
  if (auto no = std::get_if<http_response>(&ad))
    return answer(std::move(*no));
  create_job(context, request, std::get<session_request>(std::move(ad)), answer,
             [](const session_summary& line) {
               auto response = json_response(ad_job_json(line, {}), 202);
               response.headers.add("Location",
                                    std::string{prefix} + "/jobs/"
                                      + ad_job_id(line.session));
               return response;
             });
}

void send_job(const respond& answer, const found_job& job) {
  answer(json_response(ad_job_json(job.line, job.now)));
}

void send_film(const http_request& request, const respond& answer,
               const found_job& job) {
  if (job.line.state != film_state::complete)
    return answer(make_problem(request, 400,
                               "Video not ready. Status: "
                                 + std::string{ad_status(job.line, job.now)}));
  answer({307,
          {{"Location", "/outputs/videos/" + job.line.session.str() + '/'
                          + film_file_of(job.line) + "?download=1"},
           {"Cache-Control", "no-store"}},
          {}});
}

void cancel(const route_context& context, const http_request& request,
            const respond& answer, caf::event_based_actor* self,
            const found_job& job) {
  if (ends_session(job.line.last_event))
    return answer(make_problem(
      request, 409,
      "The job is " + std::string{ad_status(job.line, {})} + " already"));
  stop_film(self, context.films, job.line.session, request.who.user,
            [answer, line = job.line](const error& why) mutable {
              line.state = film_state::stopped;
              auto body = ad_job_json(line, {});
              body["success"] = !why;
              body["message"] = why ? text_of(why) : "Job cancelled";
              answer(json_response(body, why ? 409 : 200));
            });
}

json health(const route_context&) {
  return json::make_object({{"status", "healthy"},
                            {"gemini_configured", false},
                            {"elevenlabs_configured", false},
                            {"anthropic_configured", false},
                            {"pipeline_mode", "embedded"}});
}

} // namespace

void add_ad_routes(router& routes, const route_context_ptr& context) {
  auto path = [](std::string_view rest) {
    return std::string{prefix} + std::string{rest};
  };
  auto add_job = [&](const char* method, std::string_view rest, auto handler) {
    routes.add(method, path(rest),
               [context, handler](auto& request, auto& values, auto answer) {
                 with_job(*context, request, words, values[0], answer,
                          [context, handler, request, answer](
                            caf::event_based_actor* self,
                            const found_job& job) {
                            handler(*context, request, answer, self, job);
                          });
               });
  };
  routes.add("POST", path("/create-stream"),
             [context](auto& request, auto&, auto answer) {
               stream(*context, request, json_body(request), answer);
             });
  routes.add("POST", path("/create-stream-upload"),
             [context](auto& request, auto&, auto answer) {
               stream(*context, request, form_body(request), answer);
             });
  routes.add("POST", path("/create"),
             [context](auto& request, auto&, auto answer) {
               create(*context, request, answer);
             });
  add_job("GET", "/jobs/{id}", [](auto&, auto&, auto answer, auto*, auto& job) {
    send_job(answer, job);
  });
  add_job("GET", "/jobs/{id}/download",
          [](auto&, auto& request, auto answer, auto*, auto& job) {
            send_film(request, answer, job);
          });
  add_job("POST", "/jobs/{id}/cancel", cancel);
  routes.add("GET", path("/jobs/{id}/events"),
             [context](auto& request, auto& values, auto answer) {
               follow(*context, request, values[0], answer);
             });
  routes.add("GET", path("/health"), [context](auto&, auto&, auto answer) {
    answer(json_response(health(*context)));
  }, access::everybody);
}

} // namespace troupe
