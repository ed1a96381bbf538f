/// What people write when they are asked for background music, as one of the
/// moods that the composer knows. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// A mood, or "none" for a blank prompt and for one that wants no music
/// ("none", "no music"). A prompt that names no mood ("a piano") is
/// "uplifting". The first word that tells decides.
std::string mood_of_prompt(std::string_view prompt);

} // namespace troupe
