#include "media/loudness.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <ebur128.h>

namespace troupe {

struct loudness_meter::meter {
  ~meter() {
    if (state)
      ebur128_destroy(&state);
  }
  ebur128_state* state = nullptr;
};

void loudness_meter::deleter::operator()(meter* x) const {
  delete x;
}

result<loudness_meter> loudness_meter::create(unsigned channels,
                                              peak_meter peaks) {
  loudness_meter out;
  auto mode =
    EBUR128_MODE_I | (peaks == peak_meter::on ? EBUR128_MODE_TRUE_PEAK : 0);
  out.meter_.reset(new meter{ebur128_init(channels, 48'000, mode)});
  out.channels_ = channels;
  if (!out.meter_->state)
    return make_error(ec::media_failed, "no memory for the loudness meter");
  if (channels == 1)
    // A mono voice is heard from both speakers.
    ebur128_set_channel(out.meter_->state, 0, EBUR128_DUAL_MONO);
  return out;
}

result<void> loudness_meter::add(std::span<const float> interleaved) {
  if (ebur128_add_frames_float(meter_->state, interleaved.data(),
                               interleaved.size() / channels_)
      != EBUR128_SUCCESS)
    return make_error(ec::media_failed, "measuring loudness failed");
  return {};
}

double loudness_meter::lufs() const {
  double out = 0;
  if (ebur128_loudness_global(meter_->state, &out) != EBUR128_SUCCESS
      || !(out > -70))
    return -70;
  return out;
}

double loudness_meter::true_peak_db() const {
  double highest = 0;
  for (unsigned i = 0; i < channels_; ++i) {
    double peak = 0;
    if (ebur128_true_peak(meter_->state, i, &peak) == EBUR128_SUCCESS)
      highest = std::max(highest, peak);
  }
  return std::max(to_db(highest), -120.0);
}

limiter::limiter(float ceiling)
  : ceiling_(ceiling), delay_(2 * latency, 0.0f), wanted_(latency, 1.0f),
    smooth_(latency, 1.0f), sum_(static_cast<double>(latency)) {
}

void limiter::process(std::span<float> interleaved) {
  // Half of a reduction is gone after 120 ms.
  constexpr float recovery = 0.00012f;
  for (size_t i = 0; i + 1 < interleaved.size(); i += 2) {
    auto peak =
      std::max(std::abs(interleaved[i]), std::abs(interleaved[i + 1]));
    auto leaving =
      std::exchange(wanted_[at_], peak > ceiling_ ? ceiling_ / peak : 1.0f);
    // Searched only when the lowest one has left.
    if (wanted_[at_] <= lowest_)
      lowest_ = wanted_[at_];
    else if (leaving <= lowest_ && leaving < 1)
      lowest_ = *std::min_element(wanted_.begin(), wanted_.end());
    held_ = std::min(lowest_, held_ + (1 - held_) * recovery);
    // The average over the latency reaches the held gain exactly when the
    // peak leaves the delay.
    sum_ += static_cast<double>(held_) - static_cast<double>(smooth_[at_]);
    smooth_[at_] = held_;
    auto gain = std::min(1.0f, static_cast<float>(sum_ / latency));
    std::swap(delay_[2 * at_], interleaved[i]);
    std::swap(delay_[2 * at_ + 1], interleaved[i + 1]);
    interleaved[i] = std::clamp(interleaved[i] * gain, -ceiling_, ceiling_);
    interleaved[i + 1] =
      std::clamp(interleaved[i + 1] * gain, -ceiling_, ceiling_);
    at_ = at_ + 1 == latency ? 0 : at_ + 1;
  }
}

double to_db(double gain) {
  return 20 * std::log10(std::max(gain, 1e-9));
}

double from_db(double db) {
  return std::pow(10, db / 20);
}

} // namespace troupe
