/// Files below one folder, and nothing else: no symbolic link is followed, no
/// hidden file is seen, the kernel itself keeps the lookup inside. Opening
/// blocks for as long as the local disk does; any thread.
#pragma once

#include "io/file_range.hpp"
#include "io/http_types.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace troupe {

/// How a path is kept inside its folder. `components` is for kernels without
/// openat2(2): every part of the path is opened with O_NOFOLLOW.
enum class lookup { kernel, components };

struct found_file {
  std::shared_ptr<const open_file> file;
  uint64_t size = 0;
  file_version version;
};

/// Opens a regular file. `relative` is decoded and has no leading slash;
/// whatever is not a plain file below `root` is not_found.
result<found_file> open_below(const std::filesystem::path& root,
                              std::string_view relative,
                              lookup how = lookup::kernel);

/// 200, 206, 304, 412 or 416 for a file: conditions and Range as RFC 9110 has
/// them. `?download=1` asks the browser to save it as `name`.
http_response serve_file(const http_request& request, const found_file& file,
                         std::string_view name);

} // namespace troupe
