/// The one audio track of a film: narrations on the film's time line over a
/// music bed that steps back before every word, soft sounds at a few changes
/// of scene, brought to a loudness. 48 kHz stereo, exactly as long as the
/// pictures; the same request gives the same bytes. Blocking, streams: memory
/// stays below 16 MB plus 32 bytes a second, however long the film is. Any
/// thread.
#pragma once

#include "media/progress.hpp"
#include "protocol/error.hpp"
#include "protocol/film_style.hpp"
#include "protocol/music.hpp"
#include "protocol/timeline.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace troupe {

/// A narration on the film's time line.
struct voice_clip {
  /// Mono, 16 bit, 48 kHz, at narration_lufs: as narrate() gives it.
  std::filesystem::path wav;
  /// From the start of the film. What would sound after the end is cut off.
  std::chrono::microseconds start{0};
  /// Words from the start of the clip: the music makes room for them. Without
  /// words it does so for the whole clip.
  std::vector<spoken_word> words;
};

/// Music made by make_bed for the same length.
struct bed_clip {
  std::filesystem::path wav;
  double loudness_lufs = -70;
};

struct soundtrack_request {
  std::vector<voice_clip> clips;
  std::optional<bed_clip> bed;
  /// Length of the film.
  uint32_t frames = 0;
  uint32_t fps = 30;
  /// mix.music and mix.effects are decided already: by bed and effects.
  mix_style mix;
  std::vector<effect_cue> effects;
};

struct soundtrack_info {
  /// Of one channel: soundtrack_samples(frames, fps).
  uint64_t samples = 0;
  /// Integrated loudness as written; -70 for silence.
  double loudness_lufs = -70;
  /// Of the written samples, in dBTP; -120 for silence.
  double true_peak_db = -120;
};

/// Samples at 48 kHz that last as long as so many frames, rounded to nearest.
uint64_t soundtrack_samples(uint32_t frames, uint32_t fps);

/// Writes a WAV (16 bit, 48 kHz, stereo) beside `out` and renames it.
result<soundtrack_info> mix_soundtrack(const soundtrack_request& request,
                                       const std::filesystem::path& out,
                                       std::stop_token stop = {},
                                       const media_progress& progress = {});

} // namespace troupe
