#include "cli/temporary_data.hpp"

#include <cstdlib>
#include <cstring>

namespace troupe {

error temporary_data::make() {
  std::error_code code;
  auto base = std::filesystem::temp_directory_path(code);
  if (code)
    return make_error(ec::io_failed,
                      "TMPDIR names no folder; set it, or use --data");
  auto pattern = (base / "troupe-make-XXXXXX").string();
  if (!::mkdtemp(pattern.data()))
    return make_error(ec::io_failed, "can't make a folder in " + base.string()
                                       + ": " + std::strerror(errno)
                                       + "; use --data");
  path_ = pattern;
  return {};
}

void temporary_data::remove() {
  std::error_code ignored;
  if (!path_.empty())
    std::filesystem::remove_all(path_, ignored);
  path_.clear();
}

} // namespace troupe
