/// multipart/form-data (RFC 7578) of a body that is in memory already. Strict
/// about boundaries and limits: what a browser or curl sends is read, the rest
/// is an error that says what is wrong. Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

struct form_part {
  std::string name;
  /// As the client calls it: never used as a path.
  std::string file_name;
  /// Lower-case without parameters; "text/plain" when the part has none.
  std::string content_type = "text/plain";
  /// Whether the client sent it as a file.
  bool is_file = false;
  std::string data;
};

/// "multipart/form-data; boundary=abc" -> "abc".
result<std::string> multipart_boundary(std::string_view content_type);

/// At most `limit` parts.
result<std::vector<form_part>> parse_multipart(std::string_view body,
                                               std::string_view boundary,
                                               size_t limit);

/// A parameter of a header value: parameter_of("form-data; name=\"a\"",
/// "name") is "a"; nothing there is "". Quoted pairs are resolved.
std::string parameter_of(std::string_view value, std::string_view name);

/// "Text/Plain; charset=x" -> "text/plain".
std::string media_type_of(std::string_view value);

} // namespace troupe
