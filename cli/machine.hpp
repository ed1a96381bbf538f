/// What this machine can do for a film: encoders, voices, fonts. Looked at
/// once at the start; /readyz, /version and `troupe doctor` tell of it. Any
/// thread.
#pragma once

#include "protocol/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// One line of the doctor.
struct finding {
  enum class level : uint8_t { ok, warn, fail };
  level is = level::ok;
  std::string name;
  std::string detail;
  /// What mends it; empty when ok.
  std::string remedy;
};

std::string_view to_string(finding::level x);

/// Tries the encoders, the voices and the fonts. Up to 100 ms.
std::vector<finding> look_at_machine();

/// Name -> version of what this program is built with.
json library_versions();

} // namespace troupe
