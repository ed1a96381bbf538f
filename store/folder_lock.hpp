/// Keeps two processes out of one data folder: an advisory lock (flock) on a
/// file, held until the object is gone and let go by the kernel if the process
/// dies. Owned by data_folder; any one thread.
#pragma once

#include "protocol/error.hpp"

#include <filesystem>

namespace troupe {

class folder_lock {
public:
  /// Locks `folder`/lock. ec::unavailable names the folder and the process
  /// that holds it.
  static result<folder_lock> take(const std::filesystem::path& folder);

  folder_lock(folder_lock&& other) noexcept;
  folder_lock& operator=(folder_lock&&) = delete;
  ~folder_lock();

private:
  explicit folder_lock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

} // namespace troupe
