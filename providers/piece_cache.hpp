/// Pieces that any session of this data folder may use again, by content key:
///
///   <root>/<first two digits>/<key>/   the files of a piece, hard links of
///                                      those in the session that made it
///   <root>/.tmp-*                      on its way in or out
///
/// Sessions get links of their own, so taking a piece out of the cache never
/// breaks a film. The least recently used pieces go first. Safe under any
/// number of threads and processes: a folder appears and vanishes by a rename.
/// Losing the cache costs time only, so its failures are told to nobody.
/// Blocking (a few system calls); any thread.
#pragma once

#include "protocol/piece.hpp"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>

namespace troupe {

class piece_cache {
 public:
  /// `max_bytes` 0: keeps and finds nothing.
  piece_cache(std::filesystem::path root, uint64_t max_bytes);

  /// Links the files of that piece into `folder`, which is there and empty.
  /// Nothing when it is not cached (any more).
  std::optional<piece_record> take(const content_key& key,
                                   const std::filesystem::path& folder);

  /// Keeps the finished piece in `folder`. What takes the cache over its limit
  /// pushes out what was not used for longest.
  void keep(const content_key& key, const std::filesystem::path& folder);

 private:
  std::filesystem::path place_of(const content_key& key) const;
  std::filesystem::path temporary() const;
  void count_in(uint64_t bytes);
  /// Deletes the oldest until 9/10 of the limit are left. Answers the size.
  uint64_t tidy();

  std::filesystem::path root_;
  uint64_t max_bytes_;
  std::mutex mutex_;
  /// Bytes in the cache as far as this process knows; empty before the first
  /// look.
  std::optional<uint64_t> size_;
};

} // namespace troupe
