/// Decodes a clip that somebody sent, in a child process with nothing but
/// memory and time, frame by frame: see docs/pictures.md. Memory: the clip
/// twice and one frame here, at most 1.5 GiB in the child. Blocking; a stream
/// belongs to one thread.
#pragma once

#include "media/child_process.hpp"
#include "media/clip_header.hpp"
#include "media/frame.hpp"
#include "media/raw_clip.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>

namespace troupe::media {

struct clip_decode_options {
  clip_limits limits;
  /// The child's address space and processor time.
  uint64_t memory_bytes = 1'536ULL * 1024 * 1024;
  uint64_t cpu_seconds = 300;
  std::chrono::milliseconds deadline{600'000};
  /// As for pictures (picture_decode.hpp).
  std::filesystem::path program = "/proc/self/exe";
};

class clip_stream {
 public:
  /// Starts the child and waits until it knows what will come. The bytes may
  /// go when this returns. invalid_argument with a sentence about "the clip"
  /// for what is wrong with it, ec::cancelled within 50 ms after `stop`,
  /// media_failed when the child can't be run.
  static result<std::unique_ptr<clip_stream>>
  open(std::span<const uint8_t> bytes, const clip_wish& wish,
       const clip_decode_options& options, std::stop_token stop);

  /// What comes: never more frames than wished.
  const raw_clip& shape() const { return shape_; }
  /// The next frame; valid until the next call. Errors as above: a clip may
  /// turn out to be damaged in its middle.
  result<i420_view> next();
  /// After the last frame: nothing more may come.
  result<void> finish();

 private:
  clip_stream() = default;
  error why_short();

  std::unique_ptr<child_stream> child_;
  raw_clip shape_;
  std::vector<uint8_t> planes_;
};

} // namespace troupe::media
