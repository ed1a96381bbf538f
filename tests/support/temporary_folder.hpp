/// A folder of its own for one test, gone with the object. Any one thread.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace troupe::test {

class temporary_folder {
 public:
  /// Below the system's temporary folder (TMPDIR), mode 0700. Throws
  /// std::system_error when it can't be made: a test can't go on then.
  temporary_folder() {
    auto pattern
      = (std::filesystem::temp_directory_path() / "troupe-test-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
      throw std::system_error{errno, std::generic_category(), pattern};
    // Without links on the way, so that paths in messages can be compared.
    path_ = std::filesystem::canonical(pattern);
  }

  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

} // namespace troupe::test
