/// The folder of one piece: written under another name, synced and renamed, so
/// that it is there whole or not at all. Blocking; one thread an object.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"
#include "protocol/piece.hpp"

#include <filesystem>
#include <optional>

namespace troupe {

class piece_folder {
 public:
  /// `pieces` is the session's folder of pieces; made if missing. Leftovers of
  /// processes that died in the middle are removed from it.
  static result<piece_folder> begin(const std::filesystem::path& pieces,
                                    const content_key& key);

  piece_folder(piece_folder&& other) noexcept;
  piece_folder& operator=(piece_folder&&) = delete;
  /// Removes what was not committed.
  ~piece_folder();

  /// Where the files go meanwhile.
  const std::filesystem::path& path() const { return temporary_; }

  /// Writes the record beside the files, syncs everything and gives the
  /// folder its name. Another maker of the same key may have been faster:
  /// then its folder stays.
  result<piece_record> commit(piece_kind kind, const std::string& name,
                              const json& meta);

  /// Gives the folder its name as it is: its files come from a finished piece
  /// and hold a record. Without `is_lasting` nothing is synced.
  result<void> adopt(bool is_lasting);

  /// The record in a folder whose files are all there.
  static std::optional<piece_record> read(const std::filesystem::path& folder,
                                          const content_key& key);
  /// The record of a finished folder, if there is one.
  static std::optional<piece_record> find(const std::filesystem::path& pieces,
                                          const content_key& key);

 private:
  piece_folder() = default;

  std::filesystem::path temporary_;
  std::filesystem::path target_;
  content_key key_;
};

/// Differs between processes, also between two runs with the same pid.
const std::string& process_token();

/// fsync of a file or folder.
result<void> sync_path(const std::filesystem::path& path);

} // namespace troupe
