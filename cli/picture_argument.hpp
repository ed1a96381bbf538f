/// logo=@logo.png on a command line: a file becomes the data: URI that a
/// payload wants. Pure but for reading the file.
#pragma once

#include "protocol/error.hpp"

#include <string>
#include <string_view>

namespace troupe {

/// The value as the payload takes it: a picture field that begins with @ is
/// read from that file, everything else stays as it is. The error names field
/// and file.
result<std::string> picture_argument(std::string_view field,
                                     std::string value);

} // namespace troupe
