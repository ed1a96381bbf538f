/// Files beside a written film: read for rendering, written by `make --film`.
/// A document names them; nothing outside of its folder is ever opened.
/// Blocking; one thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace troupe {

/// Where a document lies.
struct film_folder {
  std::filesystem::path path;
};

/// Looks at each file that a checked document names: "/scenes/0/clip/file: ..."
/// for what is missing, outside of the folder, too large, or no picture or clip
/// by its first bytes. With an `uploads` folder (made when it isn't there) the
/// files are copied into it, each named by the SHA-256 of its bytes, and the
/// document names them by these ids.
std::vector<std::string> take_film_files(const film_folder& from,
                                         json& document,
                                         const std::filesystem::path& uploads);

/// The other way round: copies what a document names by id beside `target`,
/// into "<name of target>-files", and names the copies. Files of these names
/// that are there already are the same.
[[nodiscard]] error give_film_files(const std::filesystem::path& uploads,
                                    json& document,
                                    const std::filesystem::path& target);

} // namespace troupe
