#include "io/owned_session.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "io/static_files.hpp"

namespace troupe {

namespace {

/// A film that is not there yet and one that never was look the same.
void send_file(const std::filesystem::path& videos, const std::string& id,
               std::string_view name, const http_request& request,
               const respond& answer) {
  if (!is_session_id(id))
    return answer(make_problem(request, 404,
                               "A session id is 32 lower-case hex digits"));
  auto file = open_below(videos, id + '/' + std::string{name});
  if (!file)
    return answer(make_problem(request, 404,
                               "Session " + id + " has no such file"));
  auto slash = name.rfind('/');
  answer(serve_file(request, *file,
                    slash == name.npos ? name : name.substr(slash + 1)));
}

/// For the owner, and for whoever has a signed link.
void send_owned_file(const route_context& context, const http_request& request,
                     const std::string& id, const std::string& name,
                     respond answer) {
  with_owned_session(
    context, request, session_id{id}, std::move(answer),
    "Session " + id + " has no such file",
    [request, id, name,
     videos = context.options.videos](const user_id&, const respond& to) {
      send_file(videos, id, name, request, to);
    });
}

} // namespace

void add_file_routes(router& routes, const route_context_ptr& context) {
  routes.add(
    "GET", "/video/{id}",
    [context](auto& request, auto& values, auto answer) {
      send_owned_file(*context, request, values[0], "final.mp4",
                      std::move(answer));
    },
    access::link);
  routes.add(
    "GET", "/outputs/videos/{id}/{path...}",
    [context](auto& request, auto& values, auto answer) {
      send_owned_file(*context, request, values[0], values[1],
                      std::move(answer));
    },
    access::link);
}

} // namespace troupe
