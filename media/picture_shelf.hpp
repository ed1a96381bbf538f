/// Finds decoded pictures and clips by their content key in a session's folder of
/// pieces. Reads our own forms only. A value; any thread.
#pragma once

#include "media/clip_file.hpp"
#include "media/raw_picture.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace troupe::media {

/// The file of a picture piece.
inline constexpr const char* raw_picture_file = "picture.raw";

class picture_shelf {
 public:
  /// Without a folder there are no pictures: layouts do without.
  picture_shelf() = default;
  explicit picture_shelf(std::filesystem::path pieces)
    : pieces_(std::move(pieces)) {}

  /// not_found when there is none, invalid_argument when `key` is no key,
  /// media_failed when the file is not what it should be.
  result<std::shared_ptr<const raw_picture>> find(std::string_view key) const;
  /// The same for a clip; each call opens it anew.
  result<std::shared_ptr<clip_file>> open_clip(std::string_view key) const;

 private:
  std::filesystem::path pieces_;
};

/// Writes a raw picture: beside, synced, renamed.
result<void> write_raw_picture(const std::filesystem::path& path,
                               const raw_picture& picture);

} // namespace troupe::media
