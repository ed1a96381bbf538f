/// A person's own version of a stage: what an edit makes of the stage's data,
/// and what it refuses. The rules of `edit` in docs/creator.md. Pure; any
/// thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"
#include "protocol/stage.hpp"

#include <cstdint>
#include <vector>

namespace troupe {

/// Ids of the scenes in the data of a scenes or a script stage, in order.
std::vector<int32_t> scene_ids_in(const json& data);

/// `base` is the data that is edited, null when there is none yet.
///
/// scenes: {"scenes_data":{"scenes":[...]}} is the new list. A scene keeps
/// what the base's scene of that id has and the edit does not name; null takes
/// a member away. Other members of scenes_data (title, ...) replace the base's.
///
/// script: {"script":[{"scene_id","script"},...]} replaces those scenes' words
/// and keeps the others'. `scene_ids` are the scenes there are.
///
/// invalid_argument naming the field; invalid_state for stages whose data is
/// made from files (they change by regenerate with feedback).
result<json> edit_stage(stage at, const json& base, const json& edit,
                        const std::vector<int32_t>& scene_ids);

} // namespace troupe
