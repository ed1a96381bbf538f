/// Parts of the world that a film can be set in: GET /supported-regions, the
/// payload's `region`, the writer's settings and the voice. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

struct world_region {
  std::string name;
  /// Words that move pictures and examples there.
  std::vector<std::string> modifiers;
  std::string description;
  /// BCP 47 tag of the voice when the payload names no language.
  std::string voice;
};

/// All of them, in the order clients know.
const std::vector<world_region>& supported_regions();

/// By name, or nullptr.
const world_region* find_region(std::string_view name);

} // namespace troupe
