/// Noise that has been given a colour: what drums and transitions are made
/// of. Deterministic; an object belongs to one thread.
#pragma once

#include <cstdint>
#include <vector>

namespace troupe {

/// A band-pass with constant peak: lets what is around a frequency through.
class band {
public:
  band(double centre, double q);
  float run(float x);

private:
  double b0_, a1_, a2_;
  double x1_ = 0, x2_ = 0, y1_ = 0, y2_ = 0;
};

/// Air whose pitch and force rise from `low` to `high` hertz over the given
/// share of its length (48 kHz) and fall after it. The highest sample is 1.
std::vector<float> air(uint32_t length, double low, double high, double peak);

} // namespace troupe
