#include "media/music_sounds.hpp"

#include "media/dice.hpp"
#include "media/sound_noise.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace troupe {

namespace {

constexpr double sample_rate = 48'000;
constexpr double full_turn = 2 * std::numbers::pi;
/// Steady tones go round in this: frequencies are whole halves of a hertz.
constexpr uint32_t loop_samples = 96'000;

uint32_t samples(double seconds) {
  return static_cast<uint32_t>(std::lround(seconds * sample_rate));
}

double frequency_of(int pitch) {
  return 440 * std::exp2((pitch - 69) / 12.0);
}

struct partial {
  double frequency;
  double level;
  double decay; ///< seconds until a third is left; 0 holds
};

/// Adds a partial: a turning pointer, one complex product a sample.
void add(std::vector<float>& wave, const partial& x, double phase) {
  // Above this it would alias or hiss.
  if (x.frequency > 14'000)
    return;
  auto turn = full_turn * x.frequency / sample_rate;
  auto shrink = x.decay > 0 ? std::exp(-1 / (x.decay * sample_rate)) : 1.0;
  auto cos = shrink * std::cos(turn), sin = shrink * std::sin(turn);
  auto re = x.level * std::cos(phase), im = x.level * std::sin(phase);
  for (auto& y : wave) {
    y += static_cast<float>(im);
    auto next = re * cos - im * sin;
    im = re * sin + im * cos;
    re = next;
    if (std::abs(re) + std::abs(im) < 1e-6)
      return;
  }
}

void to_peak(std::vector<float>& wave, float peak) {
  float highest = 1e-9f;
  for (auto x : wave)
    highest = std::max(highest, std::abs(x));
  for (auto& x : wave)
    x *= peak / highest;
}

void fade_end(std::vector<float>& wave, uint32_t length) {
  auto size = std::min<size_t>(length, wave.size());
  for (size_t i = 0; i < size; ++i)
    wave[wave.size() - 1 - i] *= static_cast<float>(i) / static_cast<float>(size);
}

/// Two of each partial a little apart: a slow beat, not a buzz.
music_sound make_pad(int pitch) {
  music_sound out{std::vector<float>(loop_samples), true, samples(0.5),
                  samples(0.8), 0.115f, 0.4f, false};
  auto f = frequency_of(pitch);
  dice luck{static_cast<uint64_t>(pitch)};
  for (int n = 1; n <= 7; ++n)
    for (auto apart : {-0.5, 0.5}) {
      auto whole = std::round(n * f * 2) / 2 + apart * std::ceil(n / 2.0);
      add(out.wave, {whole, 0.5 / std::pow(n, n % 2 == 0 ? 2.0 : 1.6), 0},
          full_turn * luck.roll(1000) / 1000);
    }
  to_peak(out.wave, 1);
  return out;
}

/// A felt piano: strings that are a little too stiff, a soft hammer.
music_sound make_keys(int pitch) {
  music_sound out{std::vector<float>(samples(3.2)), false, samples(0.003),
                  samples(0.4), 0.2f, 0.3f, true};
  auto f = frequency_of(pitch);
  constexpr double levels[] = {1, 0.45, 0.26, 0.12, 0.07, 0.04, 0.02};
  auto ring = 1.7 * std::pow(220 / f, 0.35);
  for (int n = 1; n <= 7; ++n)
    add(out.wave,
        {n * f * std::sqrt(1 + 0.0004 * n * n), levels[n - 1],
         ring / (1 + 0.6 * (n - 1))},
        n * 2.4);
  band hammer{1200, 0.7};
  dice luck{static_cast<uint64_t>(pitch) + 500};
  auto knock = samples(0.02);
  for (uint32_t i = 0; i < knock; ++i)
    out.wave[i] += 0.25f * hammer.run(luck.swing())
                   * (1 - static_cast<float>(i) / static_cast<float>(knock));
  to_peak(out.wave, 1);
  fade_end(out.wave, samples(0.4));
  return out;
}

/// High: a wooden bar. Low: a short string.
music_sound make_pluck(int pitch) {
  music_sound out{std::vector<float>(samples(pitch < 60 ? 0.5 : 0.9)), false,
                  samples(0.002), samples(0.1), 0.13f, 0.25f, true};
  auto f = frequency_of(pitch);
  if (pitch < 60) {
    for (int n = 1; n <= 8; ++n)
      add(out.wave, {n * f, 1 / std::pow(n, 1.2), 0.16 / (1 + 0.2 * n)},
          n * 2.4);
  } else {
    constexpr partial bar[] = {{1, 1, 0.34}, {3.93, 0.26, 0.12},
                               {9.4, 0.07, 0.04}, {2.0, 0.12, 0.2}};
    for (auto& x : bar)
      add(out.wave, {x.frequency * f, x.level, x.decay}, x.frequency * 2.4);
  }
  to_peak(out.wave, 1);
  fade_end(out.wave, samples(0.1));
  return out;
}

music_sound make_bass(int pitch) {
  music_sound out{std::vector<float>(samples(2.6)), false, samples(0.008),
                  samples(0.09), 0.24f, 0.02f, false};
  auto f = frequency_of(pitch);
  constexpr double levels[] = {1, 0.5, 0.22, 0.1, 0.05};
  for (int n = 1; n <= 5; ++n)
    add(out.wave, {n * f, levels[n - 1], 1.3 / n}, n * 2.4);
  to_peak(out.wave, 1);
  fade_end(out.wave, samples(0.3));
  return out;
}

music_sound make_bell(int pitch) {
  music_sound out{std::vector<float>(samples(2.6)), false, samples(0.002),
                  samples(0.4), 0.1f, 0.5f, true};
  auto f = frequency_of(pitch);
  constexpr partial parts[] = {
    {1, 1, 0.9}, {2.0, 0.3, 0.6}, {3.01, 0.16, 0.3}, {5.4, 0.07, 0.1}};
  for (auto& x : parts)
    add(out.wave, {x.frequency * f, x.level, x.decay}, x.frequency * 2.4);
  to_peak(out.wave, 1);
  fade_end(out.wave, samples(0.4));
  return out;
}

/// A tone that falls from `high` to `low` hertz.
music_sound make_thump(double low, double high, double fall, double ring,
                       float level) {
  music_sound out{std::vector<float>(samples(5 * ring)), false, 0, samples(0.02),
                  level, 0.03f, true};
  double phase = 0;
  for (size_t i = 0; i < out.wave.size(); ++i) {
    auto t = static_cast<double>(i) / sample_rate;
    phase += full_turn * (low + (high - low) * std::exp(-t / fall)) / sample_rate;
    out.wave[i] = static_cast<float>(std::sin(phase) * std::exp(-t / ring)
                                     * std::min(1.0, t / 0.001));
  }
  fade_end(out.wave, samples(0.02));
  return out;
}

/// Noise around a frequency that begins `times` times and then dies away.
music_sound make_noise(int grain, double centre, double q, int times,
                       double attack, double ring, float level, float send) {
  music_sound out{std::vector<float>(samples(6 * ring + 0.03)), false, 0,
                  samples(0.02), level, send, true};
  dice luck{0x5EED + static_cast<uint64_t>(grain)};
  band shape{centre, q};
  for (size_t i = 0; i < out.wave.size(); ++i) {
    auto t = static_cast<double>(i) / sample_rate;
    double force = 0;
    for (int k = 0; k < times; ++k)
      if (auto since = t - 0.011 * k; since >= 0)
        force = std::min(1.0, since / attack)
                * std::exp(-since / (k + 1 == times ? ring : 0.006));
    out.wave[i] = shape.run(luck.swing()) * static_cast<float>(force);
  }
  to_peak(out.wave, 1);
  fade_end(out.wave, samples(0.02));
  return out;
}

music_sound make_riser(uint32_t length) {
  return {air(length, 400, 5000, 1), false, 0, samples(0.02), 0.06f, 0.3f, true};
}

music_sound make(const note& x) {
  switch (x.by) {
    case instrument::pad: return make_pad(x.pitch);
    case instrument::keys: return make_keys(x.pitch);
    case instrument::pluck: return make_pluck(x.pitch);
    case instrument::bass: return make_bass(x.pitch);
    case instrument::bell: return make_bell(x.pitch);
    case instrument::kick: return make_thump(47, 130, 0.03, 0.1, 0.36f);
    case instrument::drum: return make_thump(52, 82, 0.05, 0.2, 0.34f);
    case instrument::snare:
      return make_noise(x.pitch, 1900, 0.8, 3, 0.001, 0.07, 0.2f, 0.15f);
    case instrument::shaker:
      return make_noise(x.pitch + 40, 7500, 0.9, 1, 0.012, 0.03, 0.1f, 0.05f);
    case instrument::riser: return make_riser(x.length);
  }
  return {};
}

} // namespace

const music_sound& sound_bank::of(const note& x) {
  auto variant = x.by == instrument::riser ? static_cast<uint64_t>(x.length)
                                           : static_cast<uint64_t>(x.pitch);
  auto& kept = kept_[(static_cast<uint64_t>(x.by) << 40) | variant];
  if (!kept)
    kept = std::make_unique<const music_sound>(make(x));
  return *kept;
}

} // namespace troupe
