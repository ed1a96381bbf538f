/// "Did you mean ...?" Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// The name that is fewest edits away, or empty when none is near.
std::string nearest_name(std::string_view wrong,
                         const std::vector<std::string>& names);

} // namespace troupe
