/// Fields of a payload that hold data for a scene: values for a chart, moments
/// for a timeline, an address of the web, a place. People write them as JSON
/// or as a short list; both come out in one form, the one that a scene has.
/// The error names the field and the member. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <string_view>

namespace troupe {

/// chart, timeline, website, location.
bool is_data_field(std::string_view name);

/// chart: {"kind", "title", "data", "unit", "source", "note"} or
/// "Placebo: 12%, Drug: 34%". timeline: [{"when", "text", "cue"}] or
/// "2009: found; 2021: approved". website: an address, with or without
/// https://. location: {"name", "address", "hours", "phone"} or an address.
/// Null for a blank one.
result<json> check_data_field(std::string_view name, const json& value);

} // namespace troupe
