#include "media/sound_noise.hpp"

#include "media/dice.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe {

// After R. Bristow-Johnson's cookbook.
band::band(double centre, double q) {
  auto w = 2 * std::numbers::pi * centre / 48'000;
  auto alpha = std::sin(w) / (2 * q);
  auto a0 = 1 + alpha;
  b0_ = alpha / a0;
  a1_ = -2 * std::cos(w) / a0;
  a2_ = (1 - alpha) / a0;
}

float band::run(float x) {
  auto now = static_cast<double>(x);
  auto y = b0_ * (now - x2_) - a1_ * y1_ - a2_ * y2_;
  x2_ = x1_;
  x1_ = now;
  y2_ = y1_;
  y1_ = y;
  return static_cast<float>(y);
}

std::vector<float> air(uint32_t length, double low, double high, double peak) {
  std::vector<float> out(length);
  dice luck{0xA1E};
  // The band moves in steps of 4 ms, far below what is heard as a step.
  constexpr uint32_t step = 192;
  double low_pass = 0, band_pass = 0, frequency = 0;
  float highest = 1e-9f;
  for (uint32_t i = 0; i < length; ++i) {
    auto at = static_cast<double>(i) / length;
    auto rise = at < peak ? at / peak : (1 - at) / (1 - peak);
    if (i % step == 0)
      frequency = 2
                  * std::sin(std::numbers::pi * low
                             * std::pow(high / low, rise) / 48'000);
    // A state variable filter can be tuned while it runs.
    auto high_pass = static_cast<double>(luck.swing()) - low_pass - band_pass;
    band_pass += frequency * high_pass;
    low_pass += frequency * band_pass;
    out[i] = static_cast<float>(band_pass * rise * rise);
    highest = std::max(highest, std::abs(out[i]));
  }
  for (auto& x : out)
    x /= highest;
  return out;
}

} // namespace troupe
