/// Keeps uploaded files: bytes in <data>/files/<id>, the rest in
/// <data>/files.sqlite. A file is on disk before its row is, and its row gone
/// before its bytes are; what a crash leaves between goes at the next start.
/// Any thread: calls take turns.
#pragma once

#include "protocol/file_shelf.hpp"
#include "store/data_folder.hpp"

namespace troupe {

struct file_store_limits {
  uint64_t file_bytes = 20ULL * 1024 * 1024;
  uint64_t files_per_user = 200;
};

result<file_shelf_ptr> open_file_store(std::shared_ptr<const data_folder> data,
                                       file_store_limits limits = {});

} // namespace troupe
