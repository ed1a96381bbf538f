/// A stage's data as text for an editor, and back: the script as plain
/// paragraphs, everything else as indented JSON. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <string>
#include <string_view>

namespace troupe {

std::string stage_text(const std::string& stage, const json& data);

/// The data with the text's changes. invalid_argument names the line or scene
/// that can't be read.
result<json> stage_data(const std::string& stage, const json& old_data,
                        std::string_view text);

/// JSON for people: two spaces a level.
std::string indented(const json& value);

} // namespace troupe
