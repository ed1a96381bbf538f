/// A clip as it rests in our own files: decoded once by a child, encoded again
/// by us, so that what draws a film never parses what a user sent. Any frame
/// can be had; one after the other is cheapest. Memory: one frame as pixels
/// and what a decoder keeps. One object belongs to one thread.
#pragma once

#include "media/picture_view.hpp"
#include "protocol/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace troupe::media {

/// The file of a clip piece.
inline constexpr const char* clip_file_name = "clip.mp4";

class clip_file {
 public:
  /// Of encode_segment() with coding_aim::keep. not_found when there is none,
  /// media_failed when it is not what it should be.
  static result<std::unique_ptr<clip_file>>
  open(const std::filesystem::path& path);
  ~clip_file();
  clip_file(const clip_file&) = delete;
  clip_file& operator=(const clip_file&) = delete;

  uint32_t width() const;
  uint32_t height() const;
  uint32_t frames() const;
  /// The last frame up to this one that is cheap to reach.
  uint32_t key_before(uint32_t number) const;

  /// Opaque pixels; frames beyond the last begin again with the first. The
  /// view is valid until the next call.
  result<bgra_view> frame(uint32_t number);

 private:
  struct parts;
  explicit clip_file(std::unique_ptr<parts> x);
  std::unique_ptr<parts> parts_;
};

} // namespace troupe::media
