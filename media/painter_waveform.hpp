/// Bars that move with the voice, as far as its words tell how: they rise while
/// a word is spoken and rest between words. Part of the painter; any thread.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// How loud the voice may be taken to be at a time, 0..1.
double voice_energy(const std::vector<spoken_word>& words, double t);

/// Adds bars in a box; what is said now is at its right end.
void add_waveform(scene_builder& to, const rect& box, color tint,
                  double start);

} // namespace troupe::media
