/// "key=value" arguments as the request for a film. Pure; any thread.
#pragma once

#include "protocol/session.hpp"

#include <string>
#include <vector>

namespace troupe {

struct film_fields {
  /// Type and canonical payload.
  session_request film;
  /// Fields nobody knows, with the nearest known name.
  std::vector<std::string> warnings;
};

/// invalid_argument with a sentence that says what to write.
result<film_fields> read_film_fields(const std::string& type,
                                     const std::vector<std::string>& fields);

} // namespace troupe
