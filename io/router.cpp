#include "io/router.hpp"

#include "io/problem.hpp"

#include <algorithm>
#include <optional>

namespace troupe {

namespace {

std::string_view next_segment(std::string_view& rest) {
  auto end = std::min(rest.find('/'), rest.size());
  auto segment = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return segment;
}

bool is_name(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

std::optional<path_values> match(std::string_view pattern,
                                 std::string_view path) {
  path_values values;
  if (pattern == "/" || path == "/")
    return pattern == path ? std::optional{values} : std::nullopt;
  pattern.remove_prefix(1);
  path.remove_prefix(1);
  while (!pattern.empty()) {
    auto wanted = next_segment(pattern);
    if (path.empty())
      return std::nullopt;
    if (wanted.ends_with("...}")) {
      values.emplace_back(path);
      return values;
    }
    auto ends_in_slash = path.ends_with('/');
    auto segment = next_segment(path);
    // "/metrics/" is not "/metrics": one name for one thing.
    if (pattern.empty() && path.empty() && ends_in_slash)
      return std::nullopt;
    if (is_name(wanted))
      values.emplace_back(segment);
    else if (wanted != segment)
      return std::nullopt;
  }
  return path.empty() ? std::optional{values} : std::nullopt;
}

bool takes(const std::string& method, const http_request& request) {
  return method == request.method
         || (method == "GET" && request.method == "HEAD");
}

} // namespace

router::router(std::vector<std::string> allowed_origins, gate_ptr gate)
  : gate_(std::move(gate)) {
  origins_.origins = std::move(allowed_origins);
}

void router::add(std::string method, std::string pattern, endpoint handler,
                 access who) {
  routes_.push_back(
    {std::move(method), std::move(pattern), std::move(handler), who});
}

std::vector<std::string> router::endpoints() const {
  std::vector<std::string> out;
  for (auto& x : routes_)
    out.push_back(x.method + ' ' + x.pattern);
  return out;
}

std::vector<access> router::admitted() const {
  std::vector<access> out;
  for (auto& x : routes_)
    out.push_back(x.who);
  return out;
}

void router::admit(http_request request, const route& found,
                   path_values values, respond answer) const {
  if (!gate_) {
    request.who = local_identity();
    return found.handler(request, values, std::move(answer));
  }
  // A copy of the handler: the answer of an issuer may outlive the router.
  gate_->admit(std::move(request), found.who, std::move(answer),
               [handler = found.handler, values = std::move(values)](
                 const http_request& known, respond to) {
                 handler(known, values, std::move(to));
               });
}

bool router::is_foreign(const http_request& request) const {
  auto origin = request.headers.find("Origin");
  if (!origin)
    return false;
  auto host = parse_host(request.host);
  return !host || !origin_is_allowed(origins_, *origin, *host);
}

std::string router::allowed_methods(const std::string& path) const {
  std::string out;
  for (auto& x : routes_)
    if (match(x.pattern, path)) {
      out += out.empty() ? "" : ", ";
      out += x.method == "GET" ? "GET, HEAD" : x.method;
    }
  return out.empty() ? out : out + ", OPTIONS";
}

respond router::with_cors(const http_request& request, respond answer) const {
  auto origin = request.headers.find("Origin");
  if (!origin || is_foreign(request))
    return answer;
  return respond{[answer, origin = *origin](http_response response) {
    response.headers.set("Access-Control-Allow-Origin", origin);
    response.headers.set("Access-Control-Expose-Headers",
                         "Accept-Ranges, Content-Range, ETag, Location, "
                         "Retry-After, WWW-Authenticate, X-RateLimit-Limit, "
                         "X-RateLimit-Remaining, X-RateLimit-Reset, "
                         "X-Request-Id");
    response.headers.add("Vary", "Origin");
    answer(std::move(response));
  }};
}

void router::operator()(http_request request, respond answer) const {
  answer = with_cors(request, std::move(answer));
  auto allowed = allowed_methods(request.path);
  if (allowed.empty())
    return answer(make_problem(request, 404,
                               "There is nothing at " + request.path
                                 + "; GET / lists the endpoints"));
  if (request.method == "OPTIONS") {
    http_response response{204, {{"Allow", allowed}}, {}};
    response.headers.add("Access-Control-Allow-Methods", allowed);
    response.headers.add("Access-Control-Allow-Headers",
                         "Authorization, Content-Type, Idempotency-Key, "
                         "If-Match, If-None-Match, If-Range, Last-Event-ID, "
                         "Range, X-API-Key");
    response.headers.add("Access-Control-Max-Age", "600");
    return answer(std::move(response));
  }
  // A page of another site could make a visitor's browser start films here.
  if (!request.is_read() && is_foreign(request))
    return answer(make_problem(request, 403,
                               "Origin is not this server's and not on the "
                               "list of allowed origins"));
  for (auto& x : routes_) {
    auto values = takes(x.method, request) ? match(x.pattern, request.path)
                                           : std::nullopt;
    if (values)
      return admit(std::move(request), x, std::move(*values),
                   std::move(answer));
  }
  auto response = make_problem(request, 405,
                               request.method + " is not possible here, only "
                                 + allowed);
  response.headers.add("Allow", allowed);
  answer(std::move(response));
}

} // namespace troupe
