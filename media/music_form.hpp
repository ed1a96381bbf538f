/// The plan of a piece of music before a note is written: bars that fall
/// exactly on the changes of scene, and the chord of each. Pure; any thread.
#pragma once

#include "protocol/music.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe {

/// How the drums play.
enum class drum_feel : uint8_t { none, brush, four, back, pulse };

/// What sets a mood apart.
struct music_style {
  double beats_per_minute = 0;
  bool minor = false;
  /// Share of an eighth that off-beats come late: 0 straight, 0.33 swung.
  double swing = 0;
  drum_feel drums = drum_feel::none;
  /// Loudness of the layers; 0 leaves one out.
  float pad = 0, keys = 0, pluck = 0, bell = 0, bass = 0;
};

/// Pitch classes, 0 = C.
struct music_chord {
  int root = 0;
  /// Root, third (or fourth), fifth and a colour.
  std::array<int, 4> tones{};

  bool holds(int pitch) const;
};

struct music_bar {
  /// Samples at 48 kHz.
  double start = 0;
  double beat = 0;
  /// 4, or 2 where a scene changes in the middle of a bar.
  uint32_t beats = 4;
  music_part part = music_part::build;
  /// Place within its section.
  uint32_t index = 0;
  uint32_t of = 1;
  /// The part that comes after the section; its own at the end.
  music_part next = music_part::build;
  music_chord chord;

  double end() const { return start + beat * beats; }
  bool ends_section() const { return index + 1 == of; }
};

struct music_form {
  music_style style;
  /// Pitch class of the home note.
  int key = 0;
  std::vector<music_bar> bars;
  /// The last chord begins here and rings until the end of the film.
  double home = 0;
  music_chord home_chord;
};

/// A section at a sample position.
struct form_section {
  double start = 0;
  music_part part = music_part::build;
};

/// Style of a mood; beats_per_minute is 0 for one that nobody knows.
music_style style_of(std::string_view mood);

/// `samples` is the length of the film.
music_form plan_music(std::string_view mood, uint64_t seed, uint64_t samples,
                      std::vector<form_section> sections);

} // namespace troupe
