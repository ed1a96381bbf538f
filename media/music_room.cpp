#include "media/music_room.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe {

void ensemble::start(const note& x, uint32_t delay) {
  auto& sound = sounds_.of(x);
  auto level = static_cast<double>(sound.level * x.velocity);
  // High strings are softer than low ones, as on real instruments.
  auto is_drum = x.by >= instrument::kick;
  if (!is_drum)
    level *= std::min(1.0, std::exp2((64 - x.pitch) / 24.0));
  auto angle = (static_cast<double>(x.pan) + 1) * std::numbers::pi / 4;
  voice out{};
  out.sound = &sound;
  out.delay = delay;
  auto whole = static_cast<uint32_t>(sound.wave.size());
  out.hold = sound.rings ? whole : std::max(x.length, sound.attack);
  out.end = sound.rings ? whole : out.hold + sound.release;
  if (!sound.loops)
    out.end = std::min(out.end, whole);
  out.left = static_cast<float>(level * std::cos(angle));
  out.right = static_cast<float>(level * std::sin(angle));
  out.room = static_cast<float>(level) * sound.send;
  voices_.push_back(out);
}

/// The envelope is made of straight lines: between two corners there is
/// nothing but multiplications.
void ensemble::play(voice& x, std::span<float> left, std::span<float> right,
                    std::span<float> room) {
  size_t i = std::min<size_t>(x.delay, left.size());
  x.delay -= static_cast<uint32_t>(i);
  auto& wave = x.sound->wave;
  auto attack = x.sound->attack;
  while (i < left.size() && x.age < x.end) {
    auto corner = x.age < attack ? std::min(attack, x.end)
                  : x.age < x.hold ? std::min(x.hold, x.end)
                                   : x.end;
    auto place = x.age % wave.size();
    auto count = std::min<size_t>(
      {left.size() - i, corner - x.age, wave.size() - place});
    float gain = 1, slope = 0;
    if (x.age < attack) {
      slope = 1 / static_cast<float>(attack);
      gain = static_cast<float>(x.age) * slope;
    } else if (x.age >= x.hold) {
      slope = -1 / static_cast<float>(std::max(x.end - x.hold, 1u));
      gain = 1 + static_cast<float>(x.age - x.hold) * slope;
    }
    auto from = wave.data() + place;
    auto to_left = left.data() + i, to_right = right.data() + i,
         to_room = room.data() + i;
    for (size_t k = 0; k < count; ++k) {
      auto y = from[k] * (gain + slope * static_cast<float>(k));
      to_left[k] += y * x.left;
      to_right[k] += y * x.right;
      to_room[k] += y * x.room;
    }
    i += count;
    x.age += static_cast<uint32_t>(count);
  }
}

void ensemble::add(std::span<float> left, std::span<float> right,
                   std::span<float> room) {
  for (auto& x : voices_)
    play(x, left, right, room);
  std::erase_if(voices_, [](auto& x) { return x.age >= x.end; });
}

reverb::reverb() {
  // Prime lengths: echoes that never fall together.
  constexpr std::array<size_t, 2> short_ones{347, 571};
  constexpr std::array<size_t, 4> long_ones{1583, 1931, 2221, 2647};
  for (size_t i = 0; i < diffusers_.size(); ++i)
    diffusers_[i].samples.resize(short_ones[i]);
  for (size_t i = 0; i < lines_.size(); ++i)
    lines_[i].samples.resize(long_ones[i]);
}

float reverb::diffuse(line& by, float x) {
  constexpr float share = 0.6f;
  auto out = by.read() - share * x;
  by.write(x + share * out);
  return out;
}

void reverb::add(std::span<const float> in, std::span<float> left,
                 std::span<float> right) {
  constexpr float feedback = 0.8f, damping = 0.3f, wet = 0.45f;
  for (size_t n = 0; n < in.size(); ++n) {
    auto x = diffuse(diffusers_[1], diffuse(diffusers_[0], in[n]));
    std::array<float, 4> out;
    for (size_t i = 0; i < 4; ++i) {
      auto& line = lines_[i];
      line.damped += (1 - damping) * (line.read() - line.damped);
      out[i] = line.damped;
    }
    // A Hadamard mix keeps the energy and makes the echoes dense.
    auto a = out[0] + out[1], b = out[0] - out[1], c = out[2] + out[3],
         d = out[2] - out[3];
    std::array<float, 4> mixed{a + c, b + d, a - c, b - d};
    // The tiny offset keeps the tail out of denormal numbers.
    for (size_t i = 0; i < 4; ++i)
      lines_[i].write((i % 2 == 0 ? x : -x) + feedback * 0.5f * mixed[i]
                      + 1e-18f);
    left[n] += wet * (out[0] + out[2]);
    right[n] += wet * (out[1] - out[3]);
  }
}

} // namespace troupe
