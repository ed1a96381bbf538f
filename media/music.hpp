/// The music under a film: composed from a mood, a seed and the film's parts,
/// played by small synthesised instruments, streamed block by block. The same
/// request gives the same bytes. Blocking (about 1/300 of the film's length);
/// any thread, several at once.
#pragma once

#include "media/music_room.hpp"
#include "media/progress.hpp"
#include "protocol/error.hpp"
#include "protocol/music.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace troupe {

struct bed_request {
  /// One of music_moods.
  std::string mood = "calm";
  /// Chooses key, chords and patterns.
  uint64_t seed = 0;
  /// Length of the film.
  uint32_t frames = 0;
  uint32_t fps = 30;
  /// In any order; may be empty.
  std::vector<music_section> sections;
};

struct bed_info {
  uint64_t samples = 0;
  /// Of the whole bed, before it is mixed.
  double loudness_lufs = -70;
};

/// A bed as it is played. An object belongs to one thread.
class music_bed {
public:
  explicit music_bed(const bed_request& request);

  const music_score& score() const { return score_; }
  /// The next samples, 48 kHz; both spans of the same size.
  void render(std::span<float> left, std::span<float> right);

private:
  music_score score_;
  ensemble players_;
  reverb room_;
  std::vector<note> coming_;
  std::vector<float> send_;
  size_t next_part_ = 0;
  uint64_t at_ = 0;
  uint64_t samples_ = 0;
};

/// Writes a WAV (16 bit, 48 kHz, stereo) beside `out` and renames it.
result<bed_info> make_bed(const bed_request& request,
                          const std::filesystem::path& out,
                          std::stop_token stop = {},
                          const media_progress& progress = {});

} // namespace troupe
