/// How things move: easing, and the pace of a motion style. Pure; any thread.
#pragma once

#include "protocol/composition.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace troupe::media {

/// 0..1 within [start, start + length].
inline double ramp(double t, double start, double length) {
  return length <= 0 ? (t >= start ? 1.0 : 0.0)
                     : std::clamp((t - start) / length, 0.0, 1.0);
}

inline double out_cubic(double x) {
  return 1 - (1 - x) * (1 - x) * (1 - x);
}

inline double out_quint(double x) {
  auto y = 1 - x;
  return 1 - y * y * y * y * y;
}

inline double in_out_cubic(double x) {
  auto y = 2 - 2 * x;
  return x < 0.5 ? 4 * x * x * x : 1 - y * y * y / 2;
}

/// Goes a little too far and comes back.
inline double out_back(double x) {
  constexpr double far = 1.70158;
  auto y = x - 1;
  return 1 + (far + 1) * y * y * y + far * y * y;
}

/// A pulse that dies away: 0 at the start and in the end.
inline double damped(double x) {
  return x <= 0 || x >= 1 ? 0 : std::sin(x * 18.0) * (1 - x) * (1 - x);
}

/// Seconds and factors of a motion style.
struct pace {
  double enter = 0.75;
  double stagger = 0.075;
  /// How far things rise when they come, in their own size.
  double rise = 0.42;
  /// Factor on everything that drifts; 0 = nothing moves by itself.
  double drift = 1.0;
  double leave = 0.3;
  /// Entrances overshoot.
  bool bounces = false;
};

inline pace pace_of(motion_style x) {
  switch (x) {
    case motion_style::calm: return {};
    case motion_style::lively: return {0.5, 0.05, 0.9, 1.9, 0.25, true};
    case motion_style::still: return {0.35, 0.0, 0.0, 0.0, 0.3, false};
  }
  return {};
}

/// Steps a second of slow movement: less than a pixel each.
constexpr uint32_t idle_rate = 15;

/// Where the clock stands within a scene.
struct moment {
  /// Seconds since the scene began.
  double t = 0;
  /// The same in steps, for what moves by itself and slowly: between two steps
  /// nothing is new, and a frame without news costs nothing.
  double idle = 0;
  /// Its length.
  double life = 1;
  /// Frames since it began: moving pictures keep to these, whatever the items'
  /// clock does.
  uint32_t frame = 0;
  /// Everything there and lit, for stills.
  bool at_rest = false;
};

} // namespace troupe::media
