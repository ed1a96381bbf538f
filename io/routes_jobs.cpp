#include "io/job_lookup.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "io/video_views.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/job_json.hpp"
#include "protocol/version.hpp"

#include <charconv>
#include <ctime>

namespace troupe {

namespace {

constexpr std::string_view prefix = "/api/v1";
constexpr uint32_t items_default = 20;
constexpr uint32_t items_limit = 100;
constexpr size_t logs_default = 100;
constexpr size_t logs_limit = 1'000;

/// A wrong query, and how it is said.
struct bad_query {
  unsigned status = 422;
  std::string detail;
};

std::optional<uint64_t> whole_number(const std::string& text) {
  uint64_t out = 0;
  auto end = text.data() + text.size();
  auto [at, code] = std::from_chars(text.data(), end, out);
  return code == std::errc{} && at == end && !text.empty()
           ? std::optional{out}
           : std::nullopt;
}

/// "2026-11-21", "2026-11-21T18:00:00" with "Z" or without, UTC.
std::optional<int64_t> time_in(const std::string& text) {
  std::tm parts{};
  auto rest = ::strptime(text.c_str(), "%Y-%m-%d", &parts);
  if (!rest)
    return std::nullopt;
  if (*rest == 'T' || *rest == ' ') {
    rest = ::strptime(rest + 1, "%H:%M:%S", &parts);
    if (!rest)
      return std::nullopt;
    if (*rest == '.')
      rest += 1 + std::string_view{rest + 1}.find_first_not_of("0123456789");
    std::string_view zone = rest ? rest : "";
    if (!zone.empty() && zone != "Z" && zone != "+00:00")
      return std::nullopt;
  } else if (*rest != '\0') {
    return std::nullopt;
  }
  return int64_t{::timegm(&parts)} * 1000;
}

std::variant<std::vector<film_state>, bad_query>
states_in(const std::string& text) {
  if (text == "queued")
    return std::vector{film_state::queued};
  if (text == "processing")
    return std::vector{film_state::working, film_state::review};
  if (text == "completed")
    return std::vector{film_state::complete};
  if (text == "failed")
    return std::vector{film_state::abandoned, film_state::failed};
  if (text == "cancelled")
    return std::vector{film_state::stopped};
  return bad_query{422, "status must be one of queued, processing, completed, "
                        "failed, cancelled"};
}

struct page_request {
  session_query query;
  uint64_t page = 1;
};

std::variant<page_request, bad_query> page_of(const http_request& request) {
  page_request out;
  auto& query = out.query;
  query.owner = request.who.user;
  query.doors = {front_door::videos};
  query.limit = items_default;
  if (auto text = request.parameter("items_per_page")) {
    auto number = whole_number(*text);
    if (!number || *number < 1 || *number > items_limit)
      return bad_query{400, "items_per_page must be a number from 1 to 100"};
    query.limit = static_cast<uint32_t>(*number);
  }
  if (auto text = request.parameter("page")) {
    auto number = whole_number(*text);
    if (!number || *number < 1 || *number > 1'000'000)
      return bad_query{400, "page must be a number from 1"};
    out.page = *number;
    query.offset = static_cast<uint32_t>((out.page - 1) * query.limit);
  }
  if (auto text = request.parameter("status")) {
    auto states = states_in(*text);
    if (auto no = std::get_if<bad_query>(&states))
      return *no;
    query.states = std::get<std::vector<film_state>>(states);
  }
  if (auto text = request.parameter("type")) {
    auto type = parse_video_type(*text);
    if (!type)
      return bad_query{422, "type: " + text_of(type.error())};
    query.types = {*type};
  }
  if (auto text = request.parameter("priority")) {
    auto rank = parse_priority(*text);
    if (!rank)
      return bad_query{422, text_of(rank.error())};
    query.ranks = {*rank};
  }
  for (auto [name, member] :
       {std::pair{"created_after", &session_query::created_from_ms},
        std::pair{"created_before", &session_query::created_to_ms}})
    if (auto text = request.parameter(name)) {
      auto time = time_in(*text);
      if (!time)
        return bad_query{422, std::string{name}
                                + " must be a time like 2026-11-21T18:00:00Z"};
      query.*member = *time;
    }
  return out;
}

/// The same list has the same tag; who has it already gets 304.
void send_tagged(const http_request& request, const respond& answer,
                 const json& body) {
  auto response = json_response(body);
  auto& text = std::get<std::string>(response.body);
  auto tag = '"' + sha256_hex(text).substr(0, 32) + '"';
  response.headers.set("Cache-Control", "private, no-cache");
  response.headers.add("ETag", tag);
  auto known = request.headers.get("If-None-Match");
  if (known == tag || known == "W/" + tag)
    return answer({304,
                   {{"ETag", tag}, {"Cache-Control", "private, no-cache"}},
                   {}});
  answer(std::move(response));
}

void send_list(const route_context& context, const http_request& request,
               const respond& answer) {
  auto asked = page_of(request);
  if (auto no = std::get_if<bad_query>(&asked))
    return answer(make_problem(request, no->status, no->detail));
  auto page = std::get<page_request>(asked);
  run_apart(*context.system, [=, films = context.films](
                               caf::event_based_actor* self) {
    self->request(films, defaults::call_deadline, atom::list_v, page.query)
      .then(
        [=](const session_page& found) {
          auto jobs = json::make_array();
          for (auto& line : found.lines)
            jobs.push_back(job_line_json(line, wall_ms()));
          auto shown = page.query.offset + found.lines.size();
          send_tagged(request, answer,
                      json::make_object(
                        {{"jobs", std::move(jobs)},
                         {"total_count", static_cast<int64_t>(found.total)},
                         {"page", static_cast<int64_t>(page.page)},
                         {"items_per_page", page.query.limit},
                         {"has_next", shown < found.total},
                         {"has_previous", page.page > 1}}));
        },
        [=](const error& why) { answer(make_problem(request, why)); });
  });
}

void cancel(const route_context& context, const http_request& request,
            const respond& answer, caf::event_based_actor* self,
            const found_job& job) {
  auto before = std::string{job_status(job.line.state)};
  if (ends_session(job.line.last_event))
    return answer(make_problem(request, 409,
                               "The job is " + before + " already",
                               {{"status", before}}));
  auto id = job.line.session;
  stop_film(self, context.films, id, request.who.user,
            [=](const error& why) {
              if (why)
                return answer(make_problem(request, 409, text_of(why)));
              answer(json_response(json::make_object(
                {{"success", true},
                 {"message", "Job cancelled"},
                 {"job_id", video_job_id(id)},
                 {"previous_status", before},
                 {"new_status", "cancelled"},
                 {"cancelled_at", utc_time(wall_ms())}})));
            });
}

void remove(const route_context& context, const http_request& request,
            const respond& answer, caf::event_based_actor* self,
            const found_job& job) {
  if (!ends_session(job.line.last_event))
    return answer(make_problem(
      request, 409, "The job is not done; cancel it before it is deleted",
      {{"status", job_status(job.line.state)}}));
  auto id = job.line.session;
  self
    ->request(context.films, defaults::call_deadline, atom::remove_v, id,
              request.who.user)
    .then([=](atom::done) { answer({204, {}, {}}); },
          [=](const error& why) { answer(make_problem(request, why)); });
}

void send_logs(const route_context& context, const http_request& request,
               const respond& answer, caf::event_based_actor* self,
               const found_job& job) {
  auto number = [&](std::string_view name, size_t fallback) {
    auto text = request.parameter(name);
    return text ? whole_number(*text) : std::optional<uint64_t>{fallback};
  };
  auto limit = number("limit", logs_default);
  auto offset = number("offset", 0);
  auto level = request.parameter("level");
  if (!limit || *limit < 1 || *limit > logs_limit)
    return answer(
      make_problem(request, 400, "limit must be a number from 1 to 1000"));
  if (!offset)
    return answer(make_problem(request, 400, "offset must be a number"));
  if (level && *level != "info" && *level != "error")
    return answer(make_problem(request, 422, "level must be info or error"));
  self
    ->request(context.store, defaults::call_deadline, atom::load_v,
              job.line.session)
    .then([=, level = level ? *level : std::string{}](const session_log& log) {
      answer(json_response(job_logs(log, *limit, *offset, level)));
    }, [=](const error& why) { answer(make_problem(request, why)); });
}

/// Numbers of the pool and of the engine since it started.
void send_queue(const route_context& context, const http_request& request,
                const respond& answer, bool with_counters) {
  run_apart(*context.system, [=, pool = context.pool,
                              counters = context.counters](
                               caf::event_based_actor* self) {
    self->request(pool, defaults::call_deadline, atom::ping_v)
      .then(
        [=](uint64_t waiting, uint64_t running) {
          auto out = json::make_object(
            {{"status", "healthy"},
             {"pieces_waiting", static_cast<int64_t>(waiting)},
             {"pieces_running", static_cast<int64_t>(running)},
             {"sessions_in_memory",
              static_cast<int64_t>(counters->sessions_active)}});
          if (with_counters) {
            out["films_completed"]
              = static_cast<int64_t>(counters->sessions_completed);
            out["films_stopped"]
              = static_cast<int64_t>(counters->sessions_stopped);
            out["films_failed"]
              = static_cast<int64_t>(counters->sessions_failed);
            out["connections_open"]
              = static_cast<int64_t>(counters->connections_open);
          }
          answer(json_response(out));
        },
        [=](const error& why) { answer(make_problem(request, why)); });
  });
}

json health() {
  return json::make_object({{"status", "healthy"},
                            {"service", "troupe"},
                            {"version", version},
                            {"timestamp", utc_time(wall_ms())}});
}

void send_checks(const route_context& context, const respond& answer) {
  auto out = health();
  auto checks = json::make_object();
  auto is_ready = true;
  if (context.options.readiness)
    for (auto& x : context.options.readiness()) {
      checks[x.name] = json::make_object(
        {{"status", x.is_ok ? "healthy" : "unhealthy"},
         {"detail", x.detail}});
      is_ready = is_ready && x.is_ok;
    }
  out["status"] = is_ready ? "healthy" : "unhealthy";
  out["checks"] = std::move(checks);
  answer(json_response(out, is_ready ? 200 : 503));
}

} // namespace

void add_job_routes(router& routes, const route_context_ptr& context) {
  auto path = [](std::string_view rest) {
    return std::string{prefix} + std::string{rest};
  };
  auto add_job = [&](const char* method, std::string_view rest, auto handler) {
    routes.add(method, path("/jobs/{id}" + std::string{rest}),
               [context, handler](auto& request, auto& values, auto answer) {
                 with_job(*context, request, video_words(), values[0], answer,
                          [context, handler, request, answer](
                            caf::event_based_actor* self,
                            const found_job& job) {
                            handler(*context, request, answer, self, job);
                          });
               });
  };
  routes.add("GET", path("/jobs"), [context](auto& request, auto&,
                                             auto answer) {
    send_list(*context, request, answer);
  });
  add_job("GET", "", [](auto&, auto&, auto& answer, auto*, auto& job) {
    answer(json_response(job_status_json(job.line, job.now, wall_ms())));
  });
  add_job("POST", "/cancel", cancel);
  add_job("DELETE", "", remove);
  add_job("GET", "/logs", send_logs);
  routes.add("GET", path("/health"), [](auto&, auto&, auto answer) {
    answer(json_response(health()));
  }, access::everybody);
  for (auto name : {"/health/detailed", "/system/health"})
    routes.add("GET", path(name), [context](auto&, auto&, auto answer) {
      send_checks(*context, answer);
    }, access::everybody);
  routes.add("GET", path("/system/queue-status"),
             [context](auto& request, auto&, auto answer) {
               send_queue(*context, request, answer, false);
             });
  routes.add("GET", path("/system/metrics"),
             [context](auto& request, auto&, auto answer) {
               send_queue(*context, request, answer, true);
             });
}

} // namespace troupe
