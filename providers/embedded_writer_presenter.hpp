/// The scenes of a presenter_ad: a given script, cut into clips, and for each
/// clip what of its words is shown and how the presenter stands beside it.
/// Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "protocol/json.hpp"
#include "providers/embedded_writer_facts.hpp"

#include <string>

namespace troupe::writing {

/// One scene a clip. Notes say what of the script is not spoken.
json presenter_scenes(film_facts& facts, const json& inputs);

/// The words of one of them, exactly as they were given.
std::string given_words(const json& scene);

} // namespace troupe::writing
