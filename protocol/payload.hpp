/// What a film is asked to be: the payload's fields, checked once at the edge
/// and put into one canonical form, so that everything behind it may trust
/// the types and ranges. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"
#include "protocol/region.hpp"
#include "protocol/stage.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Fields that must be there and not blank, in the order they are asked for.
const std::vector<std::string>& required_fields(video_type type);

/// The payload in canonical form: text cleaned and trimmed, blank optional
/// fields left out, numbers as numbers ("30s" -> 30), defaults filled in
/// (persona, tone, target_audience, quality, aspect_ratio), known fields in
/// fixed order, then unknown ones by name. Checking again changes nothing. Or
/// invalid_argument whose text names the field and what it may be:
/// "Missing required field: drug_name".
result<json> check_payload(video_type type, const json& payload);

/// The same from text; the payload must be one JSON object.
result<json> check_payload_text(video_type type, std::string_view text);

/// payload.seed, or a number that follows from the whole canonical payload.
/// Never above max_seed.
uint64_t seed_of(const json& payload);

/// 2^53 - 1: the largest integer that every JSON reader keeps exactly.
inline constexpr int64_t max_seed = 9'007'199'254'740'991;

/// The region of a checked payload; "global" when it names none.
const world_region& region_of(const json& payload);

/// BCP 47 tag of the narrator: payload.language beats the region's.
std::string voice_language(const json& payload);

} // namespace troupe
