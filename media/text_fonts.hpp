/// Families of each typeface, for every script, in a fixed order: what a
/// character looks like must not depend on what else is installed. Pure, but
/// for check_fonts() in painter.hpp; any thread.
#pragma once

#include "media/text.hpp"

#include <string>
#include <string_view>

namespace troupe::media {

/// Families in which characters are looked for, with commas. `han` as of
/// han_language().
std::string families_of(typeface face, std::string_view han);

} // namespace troupe::media
