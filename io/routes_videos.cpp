#include "io/idempotent.hpp"
#include "io/job_lookup.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "io/signed_links.hpp"
#include "io/static_files.hpp"
#include "io/stream_connection.hpp"
#include "io/video_views.hpp"
#include "protocol/api_request.hpp"
#include "protocol/defaults.hpp"
#include "protocol/job_json.hpp"

namespace troupe {

namespace {

constexpr std::string_view prefix = "/api/v1/videos";

http_response refuse_request(const http_request& request,
                             const std::vector<request_complaint>& wrong) {
  auto errors = json::make_array();
  std::string detail;
  for (auto& x : wrong) {
    errors.push_back(json::make_object(
      {{"pointer", pointer_of(x)}, {"detail", x.text}}));
    detail += (detail.empty() ? "" : "; ") + pointer_of(x) + ": " + x.text;
  }
  return make_problem(request, 422, detail, {{"errors", std::move(errors)}});
}

std::variant<json, http_response> body_of(const http_request& request) {
  json_limits limits;
  limits.max_bytes = request.body.size();
  auto body = json::parse(request.body, limits);
  if (!body)
    return refuse_request(request, {{{}, text_of(body.error()), false}});
  return std::move(*body);
}

// -- new jobs -----------------------------------------------------------------

http_response created(const session_summary& line) {
  auto response = json_response(new_job_json(line, {}, wall_ms()), 201);
  response.headers.add("Location", std::string{prefix} + "/jobs/"
                                     + video_job_id(line.session) + "/status");
  return response;
}

void generate(const route_context& context, const http_request& request,
              const respond& answer) {
  auto body = body_of(request);
  if (auto no = std::get_if<http_response>(&body))
    return answer(std::move(*no));
  auto job = read_generate_request(std::get<json>(body));
  if (auto wrong = std::get_if<std::vector<request_complaint>>(&job))
    return answer(refuse_request(request, *wrong));
  if (auto full = check_disk(context, request))
    return answer(std::move(*full));
  auto& film = std::get<session_request>(job);
  film.owner = request.who.user;
  create_job(context, request, std::move(film), answer, created);
}

/// The jobs of a batch, made one after the other: the first that can't be made
/// ends it, and those before it are told.
struct batch_run {
  films_actor films;
  http_request request;
  respond answer;
  std::vector<session_request> jobs;
  std::string id;
  std::vector<session_summary> made;
};

http_response answer_batch(const batch_run& x, const error& why) {
  auto jobs = json::make_array();
  for (auto& line : x.made)
    jobs.push_back(new_job_json(line, {}, wall_ms()));
  auto body = json::make_object({{"batch_id", x.id},
                                 {"total", x.jobs.size()},
                                 {"created", x.made.size()},
                                 {"jobs", std::move(jobs)}});
  if (!why)
    return json_response(body, 201);
  if (x.made.empty())
    return refuse_creation(x.request, why);
  body["error"] = text_of(why);
  return json_response(body, 207);
}

void make_next(caf::event_based_actor* self,
               const std::shared_ptr<batch_run>& x) {
  if (x->made.size() == x->jobs.size())
    return x->answer(answer_batch(*x, {}));
  auto job = x->jobs[x->made.size()];
  auto line = line_of(session_id{}, job, wall_ms());
  self
    ->request(x->films, defaults::call_deadline, atom::create_v,
              std::move(job))
    .then(
      [=](const session_id& id, const session_actor&) mutable {
        line.session = id;
        x->made.push_back(line);
        make_next(self, x);
      },
      [=](const error& why) { x->answer(answer_batch(*x, why)); });
}

/// Ids of the batch and of its jobs follow from one, so that a batch that is
/// asked for again after a crash has the same jobs.
void name_jobs(batch_run& x, const session_id& id) {
  x.id = video_job_id(id);
  for (size_t i = 0; i < x.jobs.size(); ++i) {
    auto& job = x.jobs[i];
    job.owner = x.request.who.user;
    job.group = x.id;
    reserve_id(job, x.request, numbered_session_id(id, i));
  }
}

void generate_batch(const route_context& context, const http_request& request,
                    const respond& answer) {
  auto body = body_of(request);
  if (auto no = std::get_if<http_response>(&body))
    return answer(std::move(*no));
  auto jobs = read_batch_request(std::get<json>(body));
  if (auto wrong = std::get_if<std::vector<request_complaint>>(&jobs))
    return answer(refuse_request(request, *wrong));
  if (auto full = check_disk(context, request))
    return answer(std::move(*full));
  auto x = std::make_shared<batch_run>(
    batch_run{context.films, request, answer,
              std::get<std::vector<session_request>>(std::move(jobs)),
              {}, {}});
  x->request.body.clear();
  make_once(context, request, answer,
            [x, system = context.system](const job_ticket& ticket,
                                         const respond& answer) {
              x->answer = answer;
              name_jobs(*x, ticket.session);
              run_apart(*system, [x](auto self) { make_next(self, x); });
            });
}

// -- a job --------------------------------------------------------------------

http_response not_done(const http_request& request, const found_job& job) {
  auto progress = progress_of(job.line, job.now);
  std::string message = job.line.state == film_state::abandoned
                          ? "The job failed: " + job.line.failure
                          : "Video is not ready yet";
  return make_problem(
    request, 409, message,
    {{"detail",
      json::make_object({{"message", message},
                         {"status", job_status(job.line.state)},
                         {"progress", progress.percentage},
                         {"current_stage", progress.stage}})}});
}

/// A file of a complete film, in one of the ways a browser asks for it.
void send_file(const route_context& context, const http_request& request,
               const respond& answer, const found_job& job, std::string file,
               bool as_download) {
  if (job.line.state != film_state::complete)
    return answer(not_done(request, job));
  auto found = open_below(context.options.videos,
                          job.line.session.str() + '/' + file);
  if (!found)
    return answer(make_problem(request, 404, "This job has no " + file));
  auto asked = request;
  asked.query.clear();
  if (as_download)
    asked.query.emplace_back("download", "1");
  auto dot = file.rfind('.');
  answer(serve_file(asked, *found,
                    "video-" + video_job_id(job.line.session).substr(0, 8)
                      + (dot == file.npos ? "" : file.substr(dot))));
}

void send_stream(const route_context& context, const http_request& request,
                 const respond& answer, caf::event_based_actor*,
                 const found_job& job) {
  // One rendition: the quality the film was made in.
  auto quality = request.parameter("quality");
  if (quality && *quality != "auto" && *quality != "720p"
      && *quality != "1080p")
    return answer(make_problem(request, 422,
                               "quality must be one of auto, 720p, 1080p"));
  send_file(context, request, answer, job, film_file_of(job.line), false);
}

void send_download(const route_context& context, const http_request& request,
                   const respond& answer, caf::event_based_actor*,
                   const found_job& job) {
  auto is_inline = request.parameter("inline");
  send_file(context, request, answer, job, film_file_of(job.line),
            !is_inline || *is_inline != "true");
}

void send_thumbnail(const route_context& context, const http_request& request,
                    const respond& answer, caf::event_based_actor*,
                    const found_job& job) {
  auto size = request.parameter("size");
  auto name = size ? *size : "medium";
  if (name != "small" && name != "medium" && name != "large")
    return answer(make_problem(request, 422,
                               "size must be one of small, medium, large"));
  send_file(context, request, answer, job, "thumb_" + name + ".jpg", false);
}

void send_video_url(const route_context& context, const http_request& request,
                    const respond& answer, caf::event_based_actor*,
                    const found_job& job) {
  if (job.line.state != film_state::complete)
    return answer(not_done(request, job));
  auto film = open_below(context.options.videos, job.line.session.str() + '/'
                                                    + film_file_of(job.line));
  if (!film)
    return answer(make_problem(request, 404, "The film's file is gone"));
  answer(json_response(job_video_json(job.line, film->size)));
}

/// What only the whole log knows.
void send_from_log(const route_context& context, const http_request& request,
                   const respond& answer, caf::event_based_actor* self,
                   const found_job& job,
                   json (*view)(const session_summary&, const session_log&)) {
  self
    ->request(context.store, defaults::call_deadline, atom::load_v,
              job.line.session)
    .then([=, line = job.line](const session_log& log) {
      answer(json_response(view(line, log)));
    }, [=](const error& why) { answer(make_problem(request, why)); });
}

void follow(const route_context& context, const http_request& request,
            const std::string& id, const respond& answer) {
  auto session = parse_video_job_id(id);
  if (!session)
    return answer(video_words().refuse(request, id, session.error()));
  stream_options options;
  options.request = request;
  options.films = context.films;
  options.asker = request.who.user;
  options.gate = context.gate;
  options.film = *session;
  options.after = last_event_id(request);
  options.codec = job_stream{options.after};
  options.door = front_door::videos;
  options.location = [path = request.path](const session_id&) { return path; };
  options.refuse = [id](const http_request& request, const error& why) {
    return video_words().refuse(request, id, why);
  };
  context.system->spawn(stream_connection, std::move(options), answer);
}

} // namespace

void add_video_routes(router& routes, const route_context_ptr& context) {
  auto path = [](std::string_view rest) {
    return std::string{prefix} + std::string{rest};
  };
  auto add_job = [&](std::string_view rest, auto handler) {
    routes.add("GET", path("/jobs/{id}" + std::string{rest}),
               [context, handler](auto& request, auto& values, auto answer) {
                 with_job(*context, request, video_words(), values[0], answer,
                          [context, handler, request, answer](
                            caf::event_based_actor* self,
                            const found_job& job) {
                            handler(*context, request, answer, self, job);
                          });
               },
               is_linkable(path("/jobs/x" + std::string{rest}))
                 ? access::link
                 : access::user);
  };
  auto add_file = [&](std::string_view rest, const std::string& file) {
    add_job(rest, [file](auto& context, auto& request, auto& answer, auto*,
                         auto& job) {
      send_file(context, request, answer, job, file, false);
    });
  };
  routes.add("POST", path("/generate"),
             [context](auto& request, auto&, auto answer) {
               generate(*context, request, answer);
             });
  routes.add("POST", path("/batch"),
             [context](auto& request, auto&, auto answer) {
               generate_batch(*context, request, answer);
             });
  add_job("/status", [](auto&, auto&, auto& answer, auto*, auto& job) {
    answer(json_response(job_status_json(job.line, job.now, wall_ms())));
  });
  add_job("/video-url", send_video_url);
  add_job("/stream", send_stream);
  add_job("/download", send_download);
  add_job("/thumbnail", send_thumbnail);
  add_file("/captions.vtt", "captions.vtt");
  add_file("/captions.srt", "captions.srt");
  add_job("/metadata", [](auto& context, auto& request, auto& answer,
                          auto* self, auto& job) {
    send_from_log(context, request, answer, self, job, video_metadata);
  });
  add_job("/scenes", [](auto& context, auto& request, auto& answer, auto* self,
                        auto& job) {
    send_from_log(context, request, answer, self, job, video_scenes);
  });
  routes.add("GET", path("/jobs/{id}/events"),
             [context](auto& request, auto& values, auto answer) {
               follow(*context, request, values[0], answer);
             });
}

} // namespace troupe
