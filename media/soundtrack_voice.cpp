#include "media/soundtrack_voice.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe {

namespace {

constexpr double sample_rate = 48'000;

/// Share of the way that a one-pole goes in one sample.
double step(double seconds) {
  return 1 - std::exp(-1 / (seconds * sample_rate));
}

} // namespace

double voice_chain::biquad::run(double x) {
  auto y = b0 * x + z1;
  z1 = b1 * x - a1 * y + z2;
  z2 = b2 * x - a2 * y;
  return y;
}

// Both after R. Bristow-Johnson's cookbook.
voice_chain::biquad voice_chain::high_pass(double frequency, double q) {
  auto w = 2 * std::numbers::pi * frequency / sample_rate;
  auto alpha = std::sin(w) / (2 * q);
  auto c = std::cos(w);
  auto a0 = 1 + alpha;
  return {(1 + c) / 2 / a0, -(1 + c) / a0, (1 + c) / 2 / a0, -2 * c / a0,
          (1 - alpha) / a0};
}

voice_chain::biquad voice_chain::bell(double frequency, double q, double db) {
  auto w = 2 * std::numbers::pi * frequency / sample_rate;
  auto alpha = std::sin(w) / (2 * q);
  auto a = std::pow(10, db / 40);
  auto c = std::cos(w);
  auto a0 = 1 + alpha / a;
  return {(1 + alpha * a) / a0, -2 * c / a0, (1 - alpha * a) / a0, -2 * c / a0,
          (1 - alpha / a) / a0};
}

voice_chain::voice_chain(float gain)
  : stages_{high_pass(85, 0.707), bell(320, 1, -2), bell(3300, 0.9, 2.5)},
    gain_(static_cast<double>(gain)) {
}

void voice_chain::process(std::span<float> samples) {
  // 2.5 : 1 above -24 dB, soft by the slow meter: evens words, keeps accents.
  constexpr double threshold = 0.063, ratio = 2.5;
  static const double rise = step(0.008), fall = step(0.14);
  for (auto& x : samples) {
    // The offset keeps filters out of denormal numbers in silence.
    auto y = static_cast<double>(x) * gain_ + 1e-18;
    for (auto& stage : stages_)
      y = stage.run(y);
    auto power = std::abs(y);
    level_ += (power - level_) * (power > level_ ? rise : fall);
    if (level_ > threshold)
      y *= std::pow(level_ / threshold, 1 / ratio - 1);
    x = static_cast<float>(y);
  }
}

} // namespace troupe
