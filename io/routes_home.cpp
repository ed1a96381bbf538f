#include "io/home_page.hpp"
#include "io/routes_parts.hpp"

namespace troupe {

namespace {

/// Browsers name text/html; curl and libraries send */* or nothing.
bool is_browser(const http_request& request) {
  return request.headers.get("Accept").find("text/html")
         != std::string_view::npos;
}

http_response page() {
  return {200,
          {{"Content-Type", "text/html; charset=utf-8"},
           {"Content-Security-Policy",
            "default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
            "base-uri 'none'; form-action 'none'"},
           {"Referrer-Policy", "no-referrer"},
           {"Cache-Control", "no-cache"}},
          std::string{home_page()}};
}

} // namespace

void add_home_routes(router& routes) {
  routes.add("GET", "/", [](auto& request, auto&, auto answer) {
    auto response = is_browser(request) ? page() : json_response(home_index());
    response.headers.add("Vary", "Accept");
    answer(std::move(response));
  }, access::everybody);
  routes.add("GET", "/home.css", [](auto&, auto&, auto answer) {
    answer({200,
            {{"Content-Type", "text/css; charset=utf-8"},
             {"Cache-Control", "max-age=3600"}},
            std::string{home_style()}});
  }, access::everybody);
}

} // namespace troupe
