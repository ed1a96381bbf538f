#include "media/music_synth.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe {

namespace {

constexpr double sample_rate = 48'000;

struct overtone {
  double ratio;
  double level;
  /// Seconds until a third is left; 0 for a steady tone.
  double decay;
};

struct sound {
  std::span<const overtone> overtones;
  double attack;  ///< seconds
  double release; ///< seconds
  double level;
};

// Steady, with two slightly apart fundamentals: a slow beat, not a buzz.
constexpr overtone pad_tones[] = {{0.998, 0.5, 0},
                                  {1.002, 0.5, 0},
                                  {2.001, 0.22, 0},
                                  {2.996, 0.1, 0},
                                  {4.003, 0.04, 0}};
constexpr overtone keys_tones[] = {{1, 1, 1.4},       {2.001, 0.42, 0.9},
                                   {3.004, 0.2, 0.6}, {4.01, 0.09, 0.35},
                                   {5.02, 0.05, 0.2}, {7.1, 0.03, 0.05}};
constexpr overtone pluck_tones[] = {{1, 1, 0.5},       {2, 0.55, 0.3},
                                    {3, 0.35, 0.2},    {4.01, 0.2, 0.13},
                                    {5.02, 0.1, 0.08}, {6.03, 0.06, 0.05}};
constexpr overtone bass_tones[] = {{1, 1, 1.2}, {2, 0.3, 0.6}, {3, 0.08, 0.3}};
constexpr overtone bell_tones[] = {
  {1, 1, 1.1}, {2.0, 0.25, 0.7}, {3.01, 0.18, 0.35}, {5.4, 0.1, 0.12}};
constexpr overtone kick_tones[] = {{1, 1, 0.09}, {1.9, 0.5, 0.025}};

sound sound_of(instrument by) {
  switch (by) {
    case instrument::pad: return {pad_tones, 0.7, 0.9, 0.11};
    case instrument::keys: return {keys_tones, 0.006, 0.35, 0.22};
    case instrument::pluck: return {pluck_tones, 0.002, 0.15, 0.1};
    case instrument::bass: return {bass_tones, 0.012, 0.12, 0.2};
    case instrument::bell: return {bell_tones, 0.003, 0.6, 0.09};
    case instrument::kick: return {kick_tones, 0.001, 0.05, 0.4};
    case instrument::shaker: return {{}, 0.01, 0.05, 0.05};
  }
  return {};
}

uint32_t samples(double seconds) {
  return static_cast<uint32_t>(std::max(seconds * sample_rate, 1.0));
}

} // namespace

void ensemble::start(const note& x, uint32_t delay) {
  auto how = sound_of(x.by);
  auto pitch = x.by == instrument::kick ? 31 : x.pitch;
  auto frequency = 440 * std::exp2((pitch - 69) / 12.0);
  tone out{};
  out.by = x.by;
  out.delay = delay;
  out.attack = samples(how.attack);
  out.hold = std::max(x.length, out.attack);
  out.release = samples(how.release);
  auto level = how.level * static_cast<double>(x.velocity);
  // High strings are softer than low ones, as on real instruments.
  level *= std::min(1.0, std::sqrt(330 / std::max(frequency, 110.0)));
  auto angle = (static_cast<double>(x.pan) + 1) * std::numbers::pi / 4;
  out.left = static_cast<float>(level * std::cos(angle));
  out.right = static_cast<float>(level * std::sin(angle));
  out.noise = static_cast<uint32_t>(x.start) | 1;
  double phase = 0;
  for (auto& part : how.overtones) {
    auto turn = 2 * std::numbers::pi * frequency * part.ratio / sample_rate;
    if (turn > 2.6 || out.count == out.partials.size())
      break;
    auto shrink =
      part.decay > 0 ? std::exp(-1 / (part.decay * sample_rate)) : 1.0;
    out.partials[out.count++] = {
      static_cast<float>(part.level * std::cos(phase)),
      static_cast<float>(part.level * std::sin(phase)),
      static_cast<float>(shrink * std::cos(turn)),
      static_cast<float>(shrink * std::sin(turn))};
    // Spread phases: no click of all partials at once.
    phase += 2.4;
  }
  tones_.push_back(out);
}

float ensemble::envelope(const tone& x) {
  auto in = x.age < x.attack
              ? static_cast<float>(x.age) / static_cast<float>(x.attack)
              : 1.0f;
  if (x.age < x.hold)
    return in;
  auto out =
    1 - static_cast<float>(x.age - x.hold) / static_cast<float>(x.release);
  return in * std::max(out, 0.0f);
}

float ensemble::sample(tone& x) {
  if (x.by == instrument::shaker) {
    x.noise ^= x.noise << 13;
    x.noise ^= x.noise >> 17;
    x.noise ^= x.noise << 5;
    // White noise through a difference: only its hiss is left.
    auto now =
      static_cast<float>(static_cast<int32_t>(x.noise)) / 2147483648.0f;
    auto out = now - x.partials[0].re;
    x.partials[0].re = now;
    auto fade =
      1 - static_cast<float>(x.age) / static_cast<float>(x.hold + x.release);
    return out * fade * fade * fade;
  }
  float sum = 0;
  for (uint8_t i = 0; i < x.count; ++i) {
    auto& p = x.partials[i];
    sum += p.im;
    auto re = p.re * p.cos - p.im * p.sin;
    p.im = p.re * p.sin + p.im * p.cos;
    p.re = re;
  }
  return sum;
}

void ensemble::add(std::span<float> left, std::span<float> right) {
  for (auto& x : tones_) {
    size_t i = std::min<size_t>(x.delay, left.size());
    x.delay -= static_cast<uint32_t>(i);
    for (; i < left.size() && x.age < x.hold + x.release; ++i, ++x.age) {
      auto value = sample(x) * envelope(x);
      left[i] += value * x.left;
      right[i] += value * x.right;
    }
  }
  std::erase_if(tones_, [](auto& x) { return x.age >= x.hold + x.release; });
}

reverb::reverb() {
  // Prime lengths around 40 ms: echoes that never fall together.
  constexpr std::array<size_t, 4> lengths{1583, 1931, 2221, 2647};
  for (size_t i = 0; i < lines_.size(); ++i)
    lines_[i].resize(lengths[i]);
}

void reverb::process(std::span<float> left, std::span<float> right) {
  constexpr float feedback = 0.78f, damping = 0.35f, wet = 0.3f;
  for (size_t n = 0; n < left.size(); ++n) {
    std::array<float, 4> out;
    for (size_t i = 0; i < 4; ++i) {
      damped_[i] += (1 - damping) * (lines_[i][at_[i]] - damped_[i]);
      out[i] = damped_[i];
    }
    // A Hadamard mix keeps the energy and makes the echoes dense.
    std::array<float, 4> mixed{
      out[0] + out[1] + out[2] + out[3], out[0] - out[1] + out[2] - out[3],
      out[0] + out[1] - out[2] - out[3], out[0] - out[1] - out[2] + out[3]};
    for (size_t i = 0; i < 4; ++i) {
      auto in = i % 2 == 0 ? left[n] : right[n];
      // The tiny offset keeps the tail out of denormal numbers.
      lines_[i][at_[i]] = in + feedback * 0.5f * mixed[i] + 1e-18f;
      at_[i] = at_[i] + 1 == lines_[i].size() ? 0 : at_[i] + 1;
    }
    left[n] += wet * (out[0] + out[2]);
    right[n] += wet * (out[1] + out[3]);
  }
}

} // namespace troupe
