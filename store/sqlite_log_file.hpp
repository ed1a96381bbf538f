/// Opens the event log's file: makes it, brings an older one up to date, and
/// refuses what is not ours, what a newer Troupe made, and what is damaged.
/// A refused file is left as it is. Used by sqlite_store; any one thread.
#pragma once

#include "store/sqlite.hpp"

namespace troupe {

/// The version this program writes; PRAGMA user_version.
int64_t log_file_version();

result<sqlite::database> open_log_file(const std::filesystem::path& file);

} // namespace troupe
