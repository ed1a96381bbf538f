/// Reads the uploaded files that a payload names, as their owner may. Blocking;
/// any thread.
#pragma once

#include "protocol/file_shelf.hpp"
#include "protocol/json.hpp"
#include "providers/reference_gatherer.hpp"

#include <filesystem>
#include <stop_token>

namespace troupe {

struct read_texts {
  std::vector<reference_text> texts;
  /// Files whose words could not be read, and why.
  std::vector<std::string> notes;
};

/// invalid_argument that names the field when a file is not there, or is
/// somebody else's; a file that can't be read gets a note. `decoder` is the
/// program that reads PDF and DOCX (media/document_text.hpp).
result<read_texts> read_references(const json& payload, const user_id& owner,
                                   const file_shelf_ptr& files,
                                   const std::filesystem::path& decoder,
                                   const std::stop_token& stop);

} // namespace troupe
