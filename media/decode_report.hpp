/// What became of a decode child, in words. Pure; any thread.
#pragma once

#include "media/child_process.hpp"

#include <string_view>

namespace troupe::media {

/// No error when it came to its end; `what` is "the picture" or "the clip".
/// invalid_argument for what is wrong with that, media_failed for what is
/// wrong with the child.
[[nodiscard]] error error_of(const child_report& report,
                             std::string_view what);

} // namespace troupe::media
