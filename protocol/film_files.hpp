/// Files that a written film names: pictures, a logo and clips beside the
/// document (docs/film.md). Whoever has read one puts its id, the SHA-256 of
/// its bytes, where its name stood. Pure; any thread.
#pragma once

#include "protocol/json.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

enum class film_file_role : uint8_t { picture, logo, clip };

std::string_view to_string(film_file_role x);

/// Calls back for each member of a document that stands for a file: where it
/// is ("/scenes/0/picture"), what it is for, and the member itself.
using film_file_visit
  = std::function<void(const std::string&, film_file_role, json&)>;
void each_film_file(json& document, const film_file_visit& visit);

/// A file that a document names by `file`.
struct film_file {
  /// "/scenes/0/picture/file"
  std::string pointer;
  film_file_role role = film_file_role::picture;
  /// Relative to the document's folder.
  std::string path;
};
std::vector<film_file> files_of_document(const json& document);

/// Why a path can't be taken, as words behind its pointer; empty when it can.
std::string complaint_about_path(std::string_view path);

/// [{field, id, role}] of all files that have an id by now: `files` of the
/// inputs of a film.
json named_files(const json& document);

} // namespace troupe
