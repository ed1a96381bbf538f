/// The event log in one SQLite file of the data folder: WAL, synchronous =
/// FULL, so what is answered survives a power loss. A torn end of the -wal
/// (crash while writing) is cut off by SQLite's checksums at the next open;
/// every row has its own sum, so a damaged one is refused, not believed.
/// See event_store.hpp for contract and thread.
#pragma once

#include "store/data_folder.hpp"
#include "store/event_store.hpp"

#include <memory>

namespace troupe {

/// Opens log.sqlite and keeps the folder, and with it its lock. An error
/// names the file; a file that is damaged, foreign or of a newer version is
/// left as it is.
result<std::unique_ptr<event_store>>
open_sqlite_store(std::shared_ptr<const data_folder> folder);

} // namespace troupe
