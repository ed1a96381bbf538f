/// Files that are there whole or not at all: written beside their name, synced
/// and renamed. A file that is not committed is removed again, so a cancelled
/// or failed call leaves nothing. One object belongs to one thread; different
/// objects for the same target are harmless (the last commit stays).
#pragma once

#include "protocol/error.hpp"

#include <filesystem>
#include <span>
#include <string_view>

namespace troupe {

/// ENOSPC, EDQUOT and EFBIG become ec::no_space, all else ec::io_failed.
/// `doing` reads like "write narration.wav".
[[nodiscard]] error file_failure(int number, std::string_view doing);

class whole_file {
public:
  /// Opens "<target>.<number>.part" for writing. The folder must be there.
  static result<whole_file> create(const std::filesystem::path& target);

  whole_file(whole_file&& other) noexcept;
  whole_file& operator=(whole_file&& other) noexcept;
  /// Removes what was not committed.
  ~whole_file();

  /// Appends, also behind what a library wrote by name.
  result<void> write(std::string_view bytes);
  /// Where the bytes are until commit(): for libraries that write by name.
  const std::filesystem::path& beside() const { return beside_; }
  /// Syncs file and folder around the rename.
  result<void> commit();

private:
  whole_file() = default;
  void drop() noexcept;

  std::filesystem::path target_;
  std::filesystem::path beside_;
  int fd_ = -1;
};

/// Creates or replaces a small file at once.
result<void> write_whole_file(const std::filesystem::path& target,
                              std::string_view bytes);

} // namespace troupe
