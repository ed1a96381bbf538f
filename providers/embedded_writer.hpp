/// Writes scenes and narration without a network: from the facts of the
/// payload and general knowledge of how such films are built, never from
/// clinical knowledge of its own. Pure functions of their inputs (see
/// protocol/stage_plan.hpp for their members): equal inputs, equal bytes. Any
/// thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

namespace troupe {

/// Data of the scenes stage: scenes_data, scene_count, notes,
/// claims_to_reference. With `previous` and feedback it revises the previous
/// version; with `previous` alone it writes a variant of the named scenes.
result<json> write_scenes(const json& inputs);

/// Data of the script stage: script, script_count, word_count,
/// estimated_duration_sec, notes, claims_to_reference; validation_report for
/// compliance_video. Needs upstream.scenes.
result<json> write_script(const json& inputs);

} // namespace troupe
