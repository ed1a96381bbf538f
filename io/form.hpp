/// The body of a form as the payload of a film, whichever way it was sent:
/// multipart, urlencoded or JSON. What the fields mean is checked later
/// (protocol/payload.hpp); here it is only their form. Pure; any thread.
#pragma once

#include "io/http_types.hpp"
#include "protocol/json.hpp"

#include <string>
#include <variant>

namespace troupe {

struct form_failure {
  unsigned status = 400;
  std::string detail;
  /// The field it is about, or empty.
  std::string field;
};

/// A JSON object. A name that comes several times becomes an array; a file
/// part must be UTF-8 text and stands for its content.
std::variant<json, form_failure> read_form(const http_request& request);

} // namespace troupe
