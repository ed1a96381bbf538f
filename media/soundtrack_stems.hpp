/// The two stems of a soundtrack, rendered once into a scratch file beside the
/// target and read as often as needed: voice in the middle, music in stereo.
/// The scratch file is gone with the object. One thread.
#pragma once

#include "media/progress.hpp"
#include "media/soundtrack.hpp"
#include "media/whole_file.hpp"

#include <fstream>
#include <span>
#include <stop_token>
#include <vector>

namespace troupe {

/// Samples of one channel that are worked on at once: 0.1 s.
inline constexpr size_t stem_block = 4800;

struct stem_samples {
  std::vector<float> voice;
  std::vector<float> left;
  std::vector<float> right;
};

class stems {
public:
  static result<stems> render(const soundtrack_request& request,
                              const std::filesystem::path& beside,
                              const std::stop_token& stop,
                              const media_progress& progress);

  /// LUFS of each stem by itself; -70 when there is none.
  double voice_lufs() const { return voice_lufs_; }
  double music_lufs() const { return music_lufs_; }

  /// Starts reading from the beginning.
  result<void> rewind();
  /// The next block; shorter at the end, empty behind it.
  result<size_t> read(stem_samples& into);

private:
  explicit stems(whole_file scratch) : scratch_(std::move(scratch)) {}

  whole_file scratch_;
  std::ifstream in_;
  uint64_t samples_ = 0;
  uint64_t left_ = 0;
  double voice_lufs_ = -70;
  double music_lufs_ = -70;
};

} // namespace troupe
