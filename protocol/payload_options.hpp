/// Fields of a payload that say how a film is finished: where the logo stands
/// and when, whether there are sounds, whether references are ranked. Used by payload_field.cpp and read back
/// by what they turn. Pure; any thread.
#pragma once

#include "protocol/composition.hpp"
#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace troupe {

/// The fields that place a logo.
inline constexpr std::array<std::string_view, 4> logo_fields{
  "logo_position", "logo_size", "logo_opacity", "logo_timing"};

bool is_option_field(std::string_view name);

/// The field in canonical form ("Top left" -> "top-left", "80%" -> 0.8,
/// "yes" -> true), null when it is blank, or invalid_argument whose text names
/// the field and what it may be.
result<json> check_option(std::string_view name, const json& value);

/// How a checked payload wants its logo to stand over one of `count` scenes;
/// an opacity of 0 where it isn't wanted. Nothing when the payload leaves it to
/// the kind of scene; a presenter_ad never does.
std::optional<logo_stand> logo_stand_of(video_type type, const json& payload,
                                        uint32_t index, uint32_t count);

} // namespace troupe
