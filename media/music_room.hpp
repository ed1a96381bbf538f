/// Plays notes and the room they are in. Streams; an object belongs to one
/// thread.
#pragma once

#include "media/music_sounds.hpp"

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
  /// Adds to what is there: both sides, and what goes into the room.
  void add(std::span<float> left, std::span<float> right,
           std::span<float> room);

private:
  struct voice {
    const music_sound* sound;
    uint32_t delay;
    uint32_t age;
    uint32_t hold; ///< end of the note, from its start
    uint32_t end;
    float left, right, room;
  };
  static void play(voice& x, std::span<float> left, std::span<float> right,
                   std::span<float> room);

  sound_bank sounds_;
  std::vector<voice> voices_;
};

/// A medium room: two diffusers, then four feedback lines, mixed and damped.
class reverb {
public:
  reverb();
  void add(std::span<const float> in, std::span<float> left,
           std::span<float> right);

private:
  struct line {
    std::vector<float> samples;
    size_t at = 0;
    float damped = 0;
    float read() const { return samples[at]; }
    void write(float x) {
      samples[at] = x;
      at = at + 1 == samples.size() ? 0 : at + 1;
    }
  };
  float diffuse(line& by, float x);

  std::array<line, 2> diffusers_;
  std::array<line, 4> lines_;
};

} // namespace troupe
