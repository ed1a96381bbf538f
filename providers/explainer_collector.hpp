/// Goes through an explainer's material and makes a scene of each thing in it.
/// Used by the explainer's writer only. Pure; any thread.
#pragma once

#include "providers/embedded_writer_structure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

/// The scenes of facts.material in its order, the definition first. Those that
/// a short film leaves out have `dispensable` above 0.
std::vector<scene_draft> collected_scenes(const film_facts& facts);

/// Does the text hold a content word of the wish?
bool speaks_of(std::string_view text, std::string_view wish);

} // namespace troupe::writing
