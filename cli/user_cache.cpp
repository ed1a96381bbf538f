#include "cli/user_cache.hpp"

#include <cstdlib>

namespace troupe {

std::filesystem::path user_cache_folder() {
  namespace fs = std::filesystem;
  auto absolute = [](const char* name) -> fs::path {
    auto value = std::getenv(name);
    fs::path path{value ? value : ""};
    return path.is_absolute() ? path : fs::path{};
  };
  if (auto cache = absolute("XDG_CACHE_HOME"); !cache.empty())
    return cache / "troupe";
  if (auto home = absolute("HOME"); !home.empty())
    return home / ".cache" / "troupe";
  return {};
}

} // namespace troupe
