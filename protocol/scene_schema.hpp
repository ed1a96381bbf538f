/// The rules of docs/schema/scene.schema.json for data that people put into
/// scenes by hand. Texts may be longer than the schema allows: they are cut
/// where they are shown; data that is wrong is refused. Pure; any thread.
#pragma once

#include "protocol/json_schema.hpp"

#include <string>

namespace troupe {

/// docs/schema/scene.schema.json, built in.
const json_schema& scene_schema();

/// Looks at chart, timeline, link, person, place, formula, picture and clip of
/// a scene; the error names the member below `field`.
error check_scene_data(const json& scene, const std::string& field);

} // namespace troupe
