/// What `GET /` says: to programs the list of endpoints, to people a page
/// that helps them begin. Pure; any thread.
#pragma once

#include "protocol/json.hpp"

#include <string_view>

namespace troupe {

/// Every endpoint by name, the creator socket first.
json home_index();

/// HTML without scripts; nothing in it comes from the request.
std::string_view home_page();
std::string_view home_style();

} // namespace troupe
