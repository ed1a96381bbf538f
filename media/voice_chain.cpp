#include "media/voice_chain.hpp"

#include "media/loudness.hpp"

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
    sharp_(high_pass(5200, 0.707)), gain_(static_cast<double>(gain)) {
}

void voice_chain::process(std::span<float> samples) {
  // 2.5 : 1 above -24 dB, soft by the slow meter: evens words, keeps accents.
  constexpr double threshold = 0.063, ratio = 2.5;
  // What lies above 5 kHz may be half as strong as the voice; the rest of an
  // s-sound is taken away, in that band only.
  constexpr double share = 0.5;
  static const double rise = step(0.008), fall = step(0.14);
  static const double fast = step(0.0015), back = step(0.03);
  uint32_t n = 0;
  for (auto& x : samples) {
    // The offset keeps filters out of denormal numbers in silence.
    auto y = static_cast<double>(x) * gain_ + 1e-18;
    for (auto& stage : stages_)
      y = stage.run(y);
    auto power = std::abs(y);
    level_ += (power - level_) * (power > level_ ? rise : fall);
    // The meter is slow: eight samples later its root is the same.
    if (n++ % 8 == 0)
      squeeze_ = level_ > threshold
                   ? std::pow(level_ / threshold, 1 / ratio - 1)
                   : 1.0;
    auto high = sharp_.run(y);
    auto hiss = std::abs(high);
    hiss_ += (hiss - hiss_) * (hiss > hiss_ ? fast : back);
    auto most = share * std::max(level_, 0.02);
    if (hiss_ > most)
      y -= high * (1 - most / hiss_);
    x = static_cast<float>(y * squeeze_);
  }
}

namespace {

/// Samples worked on between two looks at a stop token: 0.1 s.
constexpr size_t block_samples = 4800;
/// Where the compressor expects the voice.
constexpr double chain_lufs = -20;

/// Gated loudness; of less than 0.4 s, which has none, its power.
double loudness_of(std::span<const float> samples) {
  auto meter = loudness_meter::create(1, peak_meter::off);
  if (meter && meter->add(samples))
    if (auto lufs = meter->lufs(); lufs > -70)
      return lufs;
  double sum = 0;
  for (auto x : samples)
    sum += static_cast<double>(x) * static_cast<double>(x);
  auto power = sum / static_cast<double>(std::max<size_t>(samples.size(), 1));
  return 10 * std::log10(std::max(power, 1e-9)) + 2.3;
}

/// The sharpest peaks are bent, not cut.
float bent(float x) {
  constexpr float knee = 0.8f;
  auto level = std::abs(x);
  if (level <= knee)
    return x;
  return std::copysign(knee + (0.95f - knee)
                                * std::tanh((level - knee) / (0.95f - knee)),
                       x);
}

} // namespace

result<std::vector<int16_t>> finish_voice(std::span<const int16_t> samples,
                                          const std::stop_token& stop) {
  std::vector<float> voice(samples.size());
  std::transform(samples.begin(), samples.end(), voice.begin(), [](int16_t x) {
    return static_cast<float>(x) / 32768.0f;
  });
  auto raw = loudness_of(voice);
  if (raw <= -60)
    return std::vector<int16_t>(samples.begin(), samples.end());
  voice_chain chain{static_cast<float>(from_db(chain_lufs - raw))};
  for (size_t at = 0; at < voice.size(); at += block_samples) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "narration was cancelled");
    auto size = std::min(block_samples, voice.size() - at);
    chain.process(std::span{voice}.subspan(at, size));
  }
  auto gain =
    static_cast<float>(from_db(narration_lufs - loudness_of(voice)));
  std::vector<int16_t> out(voice.size());
  std::transform(voice.begin(), voice.end(), out.begin(), [&](float x) {
    return static_cast<int16_t>(std::lround(bent(x * gain) * 32767));
  });
  return out;
}

} // namespace troupe
