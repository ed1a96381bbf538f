#include "io/routes.hpp"

#include "io/routes_parts.hpp"

namespace troupe {

http_response json_response(const json& body, unsigned status) {
  return {status,
          {{"Content-Type", "application/json"},
           {"Cache-Control", "no-store"}},
          body.dump() + '\n'};
}

std::optional<uint64_t> free_bytes(const std::filesystem::path& folder) {
  std::error_code code;
  auto space = std::filesystem::space(folder, code);
  if (code)
    return std::nullopt;
  return space.available;
}

router make_router(route_context context) {
  router routes{context.options.allowed_origins, context.gate};
  auto shared = std::make_shared<const route_context>(std::move(context));
  add_home_routes(routes);
  add_auth_routes(routes, shared);
  add_form_routes(routes, shared);
  add_ad_routes(routes, shared);
  add_video_routes(routes, shared);
  add_job_routes(routes, shared);
  add_file_routes(routes, shared);
  add_health_routes(routes, shared);
  add_list_routes(routes, shared);
  add_webhook_routes(routes, shared);
  add_document_routes(routes);
  add_upload_routes(routes, shared);
  return routes;
}

std::vector<std::string> all_endpoints(route_context context) {
  return make_router(std::move(context)).endpoints();
}

} // namespace troupe
