/// Decodes a picture that somebody sent, in a child process with nothing but
/// memory and time: see docs/pictures.md. Blocking; any thread, several at
/// once.
#pragma once

#include "media/picture_header.hpp"
#include "media/raw_picture.hpp"

#include <chrono>
#include <filesystem>
#include <span>
#include <stop_token>

namespace troupe::media {

struct decode_options {
  picture_limits limits;
  /// The result is scaled down until its longer side is that.
  uint32_t longest_side = raw_picture_max_side;
  /// The child's address space and processor time.
  uint64_t memory_bytes = 1'536ULL * 1024 * 1024;
  uint64_t cpu_seconds = 10;
  std::chrono::milliseconds deadline{20'000};
  /// A program that calls run_decode_child() when its first argument is
  /// "decode-child": this one, unless a test says otherwise.
  std::filesystem::path program = "/proc/self/exe";
};

/// The first argument of the child.
inline constexpr const char* decode_child_command = "decode-child";

/// Upright, in sRGB, premultiplied. invalid_argument with a sentence about
/// "the picture" for what is wrong with it, ec::cancelled within 50 ms after
/// `stop`, media_failed when the child can't be run.
result<raw_picture> decode_picture(std::span<const uint8_t> bytes,
                                   const decode_options& options,
                                   std::stop_token stop);

} // namespace troupe::media
