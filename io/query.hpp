/// Urlencoded text ("a=1&b=two+words") as bodies of forms have it: values may
/// hold line breaks, unlike those in a request's target
/// (io/request_target.hpp). Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe {

/// Names and values in the order they came; a name may come twice.
using name_values = std::vector<std::pair<std::string, std::string>>;

/// At most `limit` pairs. A '%' without two hex digits is an error.
result<name_values> parse_urlencoded(std::string_view text, size_t limit);

} // namespace troupe
