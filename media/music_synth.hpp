/// The instruments and the room of music_bed. Every tone is a few partials,
/// each a rotating phasor, so a note costs a handful of multiplications a
/// sample. Deterministic; an object belongs to one thread.
#pragma once

#include "media/music_score.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe {

/// Plays any number of notes at once.
class ensemble {
public:
  /// `delay` samples from the start of the next block.
  void start(const note& x, uint32_t delay);
  /// Adds to what is there.
  void add(std::span<float> left, std::span<float> right);

private:
  struct partial {
    float re, im;   ///< phasor, its length is the amplitude
    float cos, sin; ///< rotation a sample, decay included
  };
  struct tone {
    std::array<partial, 8> partials;
    uint8_t count = 0;
    instrument by = instrument::keys;
    uint32_t delay = 0;
    uint32_t age = 0;
    uint32_t attack = 1;
    uint32_t hold = 0;    ///< end of the note, from its start
    uint32_t release = 1; ///< fade after hold
    float left = 0, right = 0;
    uint32_t noise = 1; ///< shaker only
  };
  static float envelope(const tone& x);
  static float sample(tone& x);

  std::vector<tone> tones_;
};

/// A medium room: four feedback lines, mixed and damped.
class reverb {
public:
  reverb();
  /// Adds the room to the samples.
  void process(std::span<float> left, std::span<float> right);

private:
  std::array<std::vector<float>, 4> lines_;
  std::array<size_t, 4> at_{};
  std::array<float, 4> damped_{};
};

} // namespace troupe
