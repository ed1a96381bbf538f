/// Media type of a file by its name, with a charset wherever there is text:
/// without one a browser may read captions as Latin-1. Pure; any thread.
#pragma once

#include <string_view>

namespace troupe {

/// "video/mp4" for "final.mp4"; "application/octet-stream" when unknown.
std::string_view mime_type_of(std::string_view file_name);

} // namespace troupe
