/// When things happen in a film. Scene lengths come from the narration's
/// samples, rounded up to whole frames; every later time is a sum of whole
/// frames, so sound and picture can't drift. Pure; any thread.
#pragma once

#include "protocol/json.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// One spoken word, as it is shown (punctuation kept), relative to the start
/// of its narration or scene, whichever the holder says.
struct spoken_word {
  std::string text;
  std::chrono::microseconds start{0};
  std::chrono::microseconds end{0};

  bool operator==(const spoken_word&) const = default;
};

json to_json(const std::vector<spoken_word>& words);
std::vector<spoken_word> spoken_words_from(const json& x);

/// One scene on the film's time line.
struct scene_slot {
  int32_t scene_id = 0;
  /// First frame of the scene in the film.
  uint32_t first_frame = 0;
  /// Length in frames, at least 1.
  uint32_t frames = 1;
  /// Silence before the voice begins, from the start of the scene.
  std::chrono::microseconds voice_start{0};
  /// Words relative to the start of the scene (voice_start included).
  std::vector<spoken_word> words;

  bool operator==(const scene_slot&) const = default;
};

/// What the plan needs to know of one scene.
struct scene_voice {
  int32_t scene_id = 0;
  /// Length of the narration; 0 for a silent scene.
  std::chrono::microseconds narration{0};
  /// Words relative to the start of the narration.
  std::vector<spoken_word> words;
  /// Shortest time on screen (product and logo scenes, text to be read).
  std::chrono::microseconds at_least{0};
  /// Silence that was asked for behind the narration.
  std::chrono::microseconds pause_after{0};
  /// 0.2 .. 1: how much of the usual silence is around the narration.
  double breath = 1;
};

/// scene.breath, within its limits; 1 where a scene doesn't say.
double breath_of(const json& scene);

/// 0.35 s before the first word and 0.55 s after the last one (breath, not
/// dead air) and what was asked for; the last scene holds 1.2 s longer so that the end card can be
/// read and the music can fade.
std::vector<scene_slot> plan_timeline(const std::vector<scene_voice>& scenes,
                                      uint32_t fps);

/// Sum of all frames.
uint32_t frame_count(const std::vector<scene_slot>& slots);

/// Exact time of a frame, rounded to the microsecond.
std::chrono::microseconds time_of(uint32_t frame, uint32_t fps);

} // namespace troupe
