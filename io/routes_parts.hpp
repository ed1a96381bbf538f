/// The groups of endpoints that make up the router, and what they share.
/// Called once by make_router().
#pragma once

#include "io/router.hpp"
#include "io/routes.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace troupe {

using route_context_ptr = std::shared_ptr<const route_context>;

/// `GET /` and its style sheet.
void add_home_routes(router& routes);
/// `POST /create` and its five sisters.
void add_form_routes(router& routes, const route_context_ptr& context);
/// `GET /video/{id}` and `GET /outputs/videos/{id}/{path...}`.
void add_file_routes(router& routes, const route_context_ptr& context);
/// `GET /healthz`, `/readyz`, `/version`, `/metrics`.
void add_health_routes(router& routes, const route_context_ptr& context);
/// `GET /sessions`, `/supported-regions`, `/generate-user-id`.
void add_list_routes(router& routes, const route_context_ptr& context);
/// `/api/v1/webhooks`.
void add_webhook_routes(router& routes, const route_context_ptr& context);

/// `/api/ad-agent/...` (docs/ads.md).
void add_ad_routes(router& routes, const route_context_ptr& context);
/// `/api/v1/videos/...` (docs/videos.md).
void add_video_routes(router& routes, const route_context_ptr& context);
/// `/api/v1/jobs/...`, `/api/v1/system/...`, `/api/v1/health...`.
void add_job_routes(router& routes, const route_context_ptr& context);
/// `/api/auth/...`, `/api/v1/auth/...` and `POST /ws-tickets`.
void add_auth_routes(router& routes, const route_context_ptr& context);

/// `GET /openapi.json` and `/asyncapi.json`.
void add_document_routes(router& routes);

/// "GET /video/{id}" of all of them, for the test of the documents.
std::vector<std::string> all_endpoints(route_context context);
/// Uploaded files: `/api/v1/files`.
void add_upload_routes(router& routes, const route_context_ptr& context);

/// A JSON answer that no cache may keep.
http_response json_response(const json& body, unsigned status = 200);

/// Bytes a user of this folder may still write; nothing when unknown.
std::optional<uint64_t> free_bytes(const std::filesystem::path& folder);

} // namespace troupe
