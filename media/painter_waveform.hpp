/// Bars that move with the voice: as loud as it is where its loudness is
/// known, else as far as its words tell. Part of the painter; any thread.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// How loud the voice may be taken to be at a time, 0..1, by its words.
double voice_energy(const std::vector<spoken_word>& words, double t);

/// A scene's voice, for items to keep.
struct voice_track {
  explicit voice_track(const scene_builder& of)
    : words(of.words), loudness(of.loudness) {}
  /// 0..1; never quite 0, so that a resting bar can be seen.
  double at(double t) const;

  std::vector<spoken_word> words;
  std::string loudness;
};

enum class wave_end : uint8_t { left, right };

/// Adds bars in a box; what is said now is at this end of it.
void add_waveform(scene_builder& to, const rect& box, color tint,
                  double start, wave_end now_at = wave_end::right);

/// A disc of the film's colour with bars in it: a voice without a face.
void add_voice_disc(scene_builder& to, point center, double radius);

} // namespace troupe::media
