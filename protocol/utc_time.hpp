/// Times as people and other programs read them. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace troupe {

/// "2026-11-21T18:00:00Z" (RFC 3339) of milliseconds since 1970; empty for 0.
std::string utc_time(int64_t milliseconds);

} // namespace troupe
