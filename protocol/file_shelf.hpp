/// Files that people upload for their films to quote: the seam between doors,
/// makers and the store that keeps them. Everything blocks; any thread, several
/// at once.
#pragma once

#include "protocol/document_kind.hpp"
#include "protocol/ids.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace troupe {

struct uploaded_file {
  /// 32 lower-case hex digits.
  std::string id;
  user_id owner;
  /// As the person called it: shown, never used as a path.
  std::string name;
  document_kind kind = document_kind::text;
  uint64_t bytes = 0;
  std::string sha256;
  /// Milliseconds since 1970.
  int64_t created_ms = 0;

  bool operator==(const uploaded_file&) const = default;
};

/// One page of a user's files and how many there are in all.
struct file_page {
  std::vector<uploaded_file> files;
  uint64_t total = 0;
};

class file_shelf {
public:
  virtual ~file_shelf() = default;

  /// Keeps the bytes: on disk when it returns. invalid_argument when they are
  /// none of the kinds that can be quoted, limit_exceeded when they are too
  /// many or the user has too many files, no_space.
  virtual result<uploaded_file> add(const user_id& owner, std::string name,
                                    std::string_view bytes) = 0;
  /// The newest first, from `offset` on.
  virtual result<file_page> list(const user_id& owner, uint32_t limit,
                                 uint64_t offset) = 0;
  /// not_found for an unknown id and for somebody else's file alike.
  virtual result<uploaded_file> find(const user_id& owner,
                                     const std::string& id) = 0;
  virtual result<std::string> read(const user_id& owner,
                                   const std::string& id) = 0;
  virtual result<void> remove(const user_id& owner, const std::string& id) = 0;

  /// Bytes that a file may have.
  virtual uint64_t file_limit() const = 0;

  /// Where the bytes lie, each in a file named by its id.
  virtual std::filesystem::path folder() const = 0;
};

using file_shelf_ptr = std::shared_ptr<file_shelf>;

} // namespace troupe
