#include "media/soundtrack_ducking.hpp"

#include <algorithm>

namespace troupe {

namespace {

constexpr double depth = -11;
/// Down before the word begins, up in the time of a breath.
constexpr double attack = 0.28 * 48'000;
constexpr double hold = 0.15 * 48'000;
constexpr double release = 0.75 * 48'000;
constexpr uint64_t shortest_gap = 1.1 * 48'000;

/// Decibels that one span asks for.
double wanted(const speech_span& span, double at) {
  auto start = static_cast<double>(span.start);
  auto end = static_cast<double>(span.end) + hold;
  if (at <= start - attack || at >= end + release)
    return 0;
  if (at < start)
    return depth * (at - start + attack) / attack;
  if (at <= end)
    return depth;
  return depth * (1 - (at - end) / release);
}

} // namespace

std::vector<speech_span> joined_spans(std::vector<speech_span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](auto& a, auto& b) { return a.start < b.start; });
  std::vector<speech_span> out;
  for (auto& x : spans) {
    if (x.end <= x.start)
      continue;
    if (!out.empty() && x.start <= out.back().end + shortest_gap)
      out.back().end = std::max(out.back().end, x.end);
    else
      out.push_back(x);
  }
  return out;
}

ducking::ducking(std::vector<speech_span> spans) : spans_(std::move(spans)) {
}

double ducking::at(uint64_t sample) {
  auto now = static_cast<double>(sample);
  while (next_ < spans_.size()
         && static_cast<double>(spans_[next_].end) + hold + release < now)
    ++next_;
  double out = 0;
  for (auto i = next_; i < spans_.size() && i < next_ + 2; ++i)
    out = std::min(out, wanted(spans_[i], now));
  return out;
}

} // namespace troupe
