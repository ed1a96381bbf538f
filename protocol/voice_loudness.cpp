#include "protocol/voice_loudness.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

constexpr std::string_view signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr double quiet_db = -38;
constexpr double loud_db = -12;

double level(std::string_view loudness, int64_t step) {
  if (step < 0 || step >= static_cast<int64_t>(loudness.size()))
    return 0;
  auto at = signs.find(loudness[static_cast<size_t>(step)]);
  return at == std::string_view::npos
           ? 0
           : static_cast<double>(at) / static_cast<double>(signs.size() - 1);
}

} // namespace

std::string loudness_of(std::span<const int16_t> samples, uint32_t rate) {
  std::string out;
  auto size = static_cast<size_t>(static_cast<int64_t>(rate)
                                  * loudness_step.count() / 1'000'000);
  if (size == 0)
    return out;
  for (size_t from = 0; from < samples.size(); from += size) {
    auto part = samples.subspan(from, std::min(size, samples.size() - from));
    double power = 0;
    for (auto x : part)
      power += static_cast<double>(x) * x;
    power /= static_cast<double>(part.size()) * 32'768.0 * 32'768.0;
    auto db = 10 * std::log10(std::max(power, 1e-9));
    auto share = std::clamp((db - quiet_db) / (loud_db - quiet_db), 0.0, 1.0);
    out += signs[static_cast<size_t>(
      std::lround(share * static_cast<double>(signs.size() - 1)))];
  }
  return out;
}

double loudness_at(std::string_view loudness, double t) {
  // The level of a step is that of its middle.
  auto place = t * 1e6 / static_cast<double>(loudness_step.count()) - 0.5;
  if (!(place > -1) || place > static_cast<double>(loudness.size()))
    return 0;
  auto below = std::floor(place);
  auto step = static_cast<int64_t>(below);
  auto part = place - below;
  return level(loudness, step) * (1 - part) + level(loudness, step + 1) * part;
}

std::string delayed(std::string_view loudness, std::chrono::microseconds by) {
  if (loudness.empty())
    return {};
  auto steps = std::max<int64_t>(0, (by + loudness_step / 2).count()
                                      / loudness_step.count());
  return std::string(static_cast<size_t>(steps), '0').append(loudness);
}

} // namespace troupe
