/// One field of a payload: how its value is read, checked and spelled. The
/// rules behind check_payload(). Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"
#include "protocol/stage.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// The fields with a meaning, in canonical order.
const std::vector<std::string_view>& known_payload_fields();

/// The value in canonical form; null when it is blank and may be left out.
/// For unknown fields: any JSON, its texts cleaned, its objects sorted.
result<json> check_payload_field(video_type type, std::string_view name,
                                 const json& value);

} // namespace troupe
