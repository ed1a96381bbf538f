/// Names of languages, as people write them and as voices are tagged. Pure;
/// any thread.
#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// "EN_us" -> "en-US", "Hindi" -> "hi": the canonical BCP 47 form of a tag
/// language[-Script][-REGION] or of an English name; empty when it is neither.
std::string language_tag(std::string_view text);

} // namespace troupe
