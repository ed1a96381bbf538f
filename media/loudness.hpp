/// Measuring and keeping loudness: EBU R128 by libebur128, and a limiter that
/// looks ahead. Both stream. Deterministic; an object belongs to one thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace troupe {

/// Whether the true peak is found as well (four times the work).
enum class peak_meter : uint8_t { off, on };

class loudness_meter {
public:
  /// 48 kHz.
  static result<loudness_meter> create(unsigned channels, peak_meter peaks);

  result<void> add(std::span<const float> interleaved);
  /// Integrated, gated; -70 when nothing was loud enough to count.
  double lufs() const;
  /// dBTP over all channels; -120 for silence.
  double true_peak_db() const;

private:
  struct meter; // libebur128's state
  struct deleter {
    void operator()(meter* x) const;
  };
  loudness_meter() = default;

  std::unique_ptr<meter, deleter> meter_;
  unsigned channels_ = 1;
};

/// Stereo. No sample leaves it above the ceiling; gain falls before a peak
/// comes and rises slowly after it.
class limiter {
public:
  explicit limiter(float ceiling);

  /// Samples that the output lags behind the input.
  static constexpr size_t latency = 240;
  /// In place, interleaved.
  void process(std::span<float> interleaved);

private:
  float ceiling_;
  std::vector<float> delay_;  ///< ring of 2 * latency samples
  std::vector<float> wanted_; ///< ring of gains that peaks ask for
  std::vector<float> smooth_; ///< ring behind the moving average
  double sum_;
  float lowest_ = 1;
  float held_ = 1;
  size_t at_ = 0;
};

double to_db(double gain);
double from_db(double db);

} // namespace troupe
