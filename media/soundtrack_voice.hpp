/// What a voice goes through before it is mixed: rumble cut, a little less
/// box, a little more presence, an even level. Streams; an object belongs to
/// one thread.
#pragma once

#include <span>

namespace troupe {

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

  biquad stages_[3];
  double gain_;
  double level_ = 0;
};

} // namespace troupe
