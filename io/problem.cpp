#include "io/problem.hpp"

namespace troupe {

http_response make_problem(const http_request& request, unsigned status,
                           std::string_view detail, json::object more) {
  auto body = json::make_object({
    {"type", "about:blank"},
    {"title", reason_phrase(status)},
    {"status", status},
    {"detail", detail},
    {"instance", request.path},
    {"request_id", request.request_id},
  });
  for (auto& [key, value] : more)
    body[key] = std::move(value);
  http_response result;
  result.status = status;
  result.headers.add("Content-Type", "application/problem+json");
  result.headers.add("Cache-Control", "no-store");
  if (status == 429 || status == 503)
    result.headers.add("Retry-After", "5");
  result.body = body.dump();
  return result;
}

http_response make_problem(const http_request& request, const error& err) {
  auto code = code_of(err);
  auto detail = code == ec::internal ? std::string{"something went wrong here"}
                                     : text_of(err);
  return make_problem(request, http_status(code), detail);
}

} // namespace troupe
