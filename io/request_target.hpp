/// Takes the target of a request line apart. Strict, because the router and
/// the file lookup behind it trust the result: what could be read in two ways
/// is refused. Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe {

struct request_target {
  /// Of an absolute target ("http://host:1/a"), as sent; empty otherwise.
  std::string authority;
  /// Decoded once: UTF-8, begins with "/", no control character, no
  /// backslash, no empty, "." or ".." segment; may end with "/".
  std::string path;
  /// Decoded names and values in their order; "+" is a space.
  std::vector<std::pair<std::string, std::string>> query;
};

/// invalid_argument names what is wrong; limit_exceeded when it is too long.
result<request_target> parse_target(std::string_view text);

} // namespace troupe
