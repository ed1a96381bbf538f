#include "media/soundtrack_effects.hpp"

#include "media/sound_noise.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe {

namespace {

constexpr double sample_rate = defaults::sample_rate;
/// Highest samples: 20 dB and more below a voice's.
constexpr float whoosh_level = 0.045f;
constexpr float tick_level = 0.05f;
constexpr float swell_level = 0.035f;

uint32_t samples(double seconds) {
  return static_cast<uint32_t>(std::lround(seconds * sample_rate));
}

void scale(std::vector<float>& wave, float level) {
  for (auto& x : wave)
    x *= level;
}

/// Two wooden partials that are gone at once.
std::vector<float> knock() {
  std::vector<float> out(samples(0.12));
  for (size_t i = 0; i < out.size(); ++i) {
    auto t = static_cast<double>(i) / sample_rate;
    auto body = std::sin(2 * std::numbers::pi * 1180 * t) * std::exp(-t / 0.012)
                + 0.5 * std::sin(2 * std::numbers::pi * 2710 * t)
                    * std::exp(-t / 0.006);
    out[i] = static_cast<float>(body * std::min(1.0, t / 0.0008));
  }
  return out;
}

int64_t sample_of(const effect_cue& x) {
  return x.at.count() * 48 / 1000;
}

} // namespace

effect_player::sound effect_player::make(effect_kind kind) {
  switch (kind) {
    case effect_kind::whoosh: {
      sound out{air(samples(0.9), 250, 2600, 0.55), samples(0.9 * 0.55), true};
      scale(out.wave, whoosh_level);
      return out;
    }
    case effect_kind::tick: {
      sound out{knock(), 0, false};
      scale(out.wave, tick_level);
      return out;
    }
    case effect_kind::swell: {
      sound out{air(samples(1.6), 500, 7000, 0.92), samples(1.6 * 0.92), false};
      scale(out.wave, swell_level);
      return out;
    }
  }
  return {};
}

effect_player::effect_player(const std::vector<effect_cue>& cues)
  : cues_(cues) {
}

const effect_player::sound& effect_player::of(effect_kind kind) {
  auto& kept = sounds_[static_cast<size_t>(kind)];
  if (kept.wave.empty())
    kept = make(kind);
  return kept;
}

void effect_player::add(uint64_t at, std::span<float> left,
                        std::span<float> right) {
  auto begin = static_cast<int64_t>(at);
  auto end = begin + static_cast<int64_t>(left.size());
  for (auto i = next_; i < cues_.size(); ++i) {
    auto& x = of(cues_[i].kind);
    auto size = static_cast<int64_t>(x.wave.size());
    auto start = sample_of(cues_[i]) - x.middle;
    // Cues are in order: the later ones are further away.
    if (start >= end)
      break;
    if (start + size <= begin) {
      next_ = i == next_ ? i + 1 : next_;
      continue;
    }
    for (auto n = std::max(start, begin); n < std::min(start + size, end); ++n) {
      auto way = static_cast<float>(n - start) / static_cast<float>(size);
      auto side = x.passes ? way : 0.5f;
      auto value = x.wave[static_cast<size_t>(n - start)];
      left[static_cast<size_t>(n - begin)] += value * (1.2f - 0.9f * side);
      right[static_cast<size_t>(n - begin)] += value * (0.3f + 0.9f * side);
    }
  }
}

} // namespace troupe
