/// How long work of this floor tells how far it is. Same shape as the maker's
/// progress sink, so callers hand theirs on. Any thread.
#pragma once

#include <functional>

namespace troupe {

/// Called with 0..1, never falling, on the thread that works; may be empty.
using media_progress = std::function<void(double)>;

} // namespace troupe
