/// Puts voices, music and effects together, block by block, as often as asked.
/// Files are open only while they sound. One thread.
#pragma once

#include "media/soundtrack.hpp"
#include "media/soundtrack_ducking.hpp"
#include "media/soundtrack_effects.hpp"
#include "media/wav.hpp"

#include <optional>
#include <span>
#include <vector>

namespace troupe {

/// Samples of one channel that are worked on at once: 0.1 s.
inline constexpr size_t mix_block = 4800;

/// Adds up narrations in the order of time.
class voice_reader {
public:
  voice_reader(const std::vector<voice_clip>& clips, uint64_t samples);

  /// Fills the block that begins at `at`; blocks follow each other.
  result<void> read(uint64_t at, std::span<float> block);

private:
  /// One narration that is being read.
  struct open_clip {
    wav_reader in;
    uint64_t start;
    uint64_t end;
  };
  result<void> open(const voice_clip& clip);
  result<void> add(open_clip& clip, uint64_t at, std::span<float> block);

  std::vector<const voice_clip*> coming_;
  size_t next_ = 0;
  uint64_t samples_;
  std::vector<open_clip> open_;
  std::vector<int16_t> buffer_;
};

class mixer {
public:
  /// `request` must outlive it.
  mixer(const soundtrack_request& request, uint64_t samples);

  /// To the beginning; also before the first block.
  result<void> rewind();
  /// Fills with the next block, interleaved; empty at the end.
  result<void> next(std::vector<float>& stereo);

private:
  result<void> read_bed(size_t size);

  const soundtrack_request& request_;
  uint64_t samples_;
  std::vector<speech_span> spans_;
  ducking ducking_;
  effect_player effects_;
  voice_reader voices_;
  std::optional<wav_reader> bed_;
  float voice_gain_;
  double music_gain_;
  uint64_t at_ = 0;
  std::vector<float> voice_, effect_left_, effect_right_;
  std::vector<int16_t> music_;
};

} // namespace troupe
