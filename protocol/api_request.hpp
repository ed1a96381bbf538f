/// What the ads and videos doors are asked, as requests for sessions: checked
/// with docs/schema/api.schema.json, then with the rules of the film's payload.
/// Owner, id and policy of the session are the door's business. Pure; any
/// thread.
#pragma once

#include "protocol/json.hpp"
#include "protocol/session.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe {

/// One thing that is wrong with a request.
struct request_complaint {
  /// Where: {"configuration", "topic"}; empty for the whole body.
  std::vector<std::string> path;
  /// In words: "field required".
  std::string text;
  bool is_missing = false;

  bool operator==(const request_complaint&) const = default;
};

template <class T>
using request_outcome = std::variant<T, std::vector<request_complaint>>;

/// The body of POST /api/ad-agent/create-stream, or of /create, which has a
/// campaign.
enum class ad_form { stream, campaign };
request_outcome<session_request> read_ad_request(const json& body,
                                                 ad_form form);

/// The body of POST /api/v1/videos/generate.
request_outcome<session_request> read_generate_request(const json& body);

/// The body of POST /api/v1/videos/batch: 1 to 50 of the former.
request_outcome<std::vector<session_request>>
read_batch_request(const json& body);

/// RFC 6901: "/configuration/topic".
std::string pointer_of(const request_complaint& x);

/// docs/schema/api.schema.json, built in.
std::string_view api_schema();

} // namespace troupe
