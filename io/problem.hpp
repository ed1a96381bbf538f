/// Errors as RFC 9457 problem documents. Pure functions; any thread.
#pragma once

#include "io/http_types.hpp"
#include "protocol/json.hpp"

namespace troupe {

/// `application/problem+json` with type, title, status, detail, instance and
/// request_id; `more` are further members ("errors", "error", ...), or
/// others in place of these where old clients read another `detail`. `instance` is the path without query: no token leaks.
http_response make_problem(const http_request& request, unsigned status,
                           std::string_view detail, json::object more = {});

/// The same from an error: http_status() of its code, text_of() as detail.
/// The text of ec::internal stays inside.
http_response make_problem(const http_request& request, const error& err);

} // namespace troupe
