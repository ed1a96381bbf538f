/// The user's own editor on a text: $VISUAL, $EDITOR or nano, as a child
/// process without a shell. Blocking; main thread.
#pragma once

#include "protocol/error.hpp"

#include <string>

namespace troupe {

/// The text as it was saved; io_failed when there is no editor or it failed.
/// `ending` lets the editor know the language: ".txt", ".json".
result<std::string> edit_text(const std::string& text,
                              const std::string& ending);

} // namespace troupe
