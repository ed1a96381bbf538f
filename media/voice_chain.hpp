/// What a voice goes through before people hear it: rumble cut, less box, more
/// presence, an even level, sharp s-sounds held back, one loudness for every
/// narration. Deterministic; an object belongs to one thread.
#pragma once

#include "protocol/error.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace troupe {

/// Loudness at which narrations are stored, in LUFS: room above it for the
/// sharpest consonants.
inline constexpr double narration_lufs = -19;

class voice_chain {
public:
  /// `gain` brings the raw voice to about -20 LUFS, where the compressor is
  /// set to.
  explicit voice_chain(float gain);

  /// 48 kHz mono, in place.
  void process(std::span<float> samples);

private:
  /// Second-order section, transposed direct form II.
  struct biquad {
    double b0, b1, b2, a1, a2;
    double z1 = 0, z2 = 0;
    double run(double x);
  };
  static biquad high_pass(double frequency, double q);
  static biquad bell(double frequency, double q, double db);

  std::array<biquad, 3> stages_;
  biquad sharp_;
  double gain_;
  double level_ = 0;
  double hiss_ = 0;
  double squeeze_ = 1;
};

/// The chain over a whole narration at 48 kHz, brought to narration_lufs (what
/// is too short to be measured, by its power). Looks at `stop` every 0.1 s.
result<std::vector<int16_t>> finish_voice(std::span<const int16_t> samples,
                                          const std::stop_token& stop);

} // namespace troupe
