/// What this build calls itself.
#pragma once

#include <string_view>

namespace troupe {

inline constexpr std::string_view version = "0.1.0";

/// Part of every content key: raise it when a maker gives other bytes for the
/// same inputs, and old pieces are made again instead of mixed in.
inline constexpr std::string_view engine_version = "7";

} // namespace troupe
