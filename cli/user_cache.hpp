/// Where pieces are kept for films that are made without a data folder: the
/// user's own cache, as desktops and servers agree on it. Any thread.
#pragma once

#include <filesystem>

namespace troupe {

/// $XDG_CACHE_HOME/troupe or $HOME/.cache/troupe; empty when neither is an
/// absolute path.
std::filesystem::path user_cache_folder();

} // namespace troupe
