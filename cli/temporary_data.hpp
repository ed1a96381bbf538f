/// A data folder for one film that nobody wants to go on with. One thread.
#pragma once

#include "protocol/error.hpp"

#include <filesystem>

namespace troupe {

class temporary_data {
 public:
  temporary_data() = default;
  temporary_data(const temporary_data&) = delete;
  temporary_data& operator=(const temporary_data&) = delete;
  ~temporary_data() { remove(); }

  /// Below TMPDIR, for this user only.
  [[nodiscard]] error make();
  const std::filesystem::path& path() const { return path_; }
  void remove();

 private:
  std::filesystem::path path_;
};

} // namespace troupe
