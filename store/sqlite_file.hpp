/// Opens a SQLite file of ours: makes it, brings an older one up to date, and
/// refuses what is not ours, what a newer Troupe made, and what is damaged. A
/// refused file is left as it is. Any one thread.
#pragma once

#include "store/sqlite.hpp"

#include <span>
#include <string_view>

namespace troupe {

struct sqlite_file_kind {
  /// Begins sentences about it: "The event log".
  std::string_view noun;
  /// Tells our files from others; PRAGMA application_id.
  int64_t application_id = 0;
  /// migrations[n] brings version n (PRAGMA user_version) to n + 1.
  std::span<const char* const> migrations;
};

result<sqlite::database> open_sqlite_file(const std::filesystem::path& file,
                                          const sqlite_file_kind& kind);

} // namespace troupe
