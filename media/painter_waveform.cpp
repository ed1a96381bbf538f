#include "media/painter_waveform.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double silence = 0.07;
/// Seconds between neighbouring bars.
constexpr double bar_delay = 0.05;

double seconds(std::chrono::microseconds x) {
  return static_cast<double>(x.count()) / 1e6;
}

} // namespace

double voice_energy(const std::vector<spoken_word>& words, double t) {
  for (size_t i = 0; i < words.size(); ++i) {
    auto begin = seconds(words[i].start);
    auto end = seconds(words[i].end);
    if (t < begin || t >= end || end <= begin)
      continue;
    auto part = (t - begin) / (end - begin);
    // About a syllable in four letters, each of its own strength.
    auto syllables = std::clamp<size_t>(words[i].text.size() / 4, 1, 5);
    auto place = part * static_cast<double>(syllables);
    auto number = static_cast<uint64_t>(place);
    dice luck{hash_of(words[i].text) + i * 31 + number};
    luck.next();
    auto strength = luck.between(0.5, 1.0);
    auto swell = std::sin(std::numbers::pi
                          * (place - static_cast<double>(number)));
    return silence + (1 - silence) * strength * std::pow(swell, 0.7);
  }
  return silence;
}

void add_waveform(scene_builder& to, const rect& box, color tint,
                  double start) {
  auto step = to.u(16);
  auto thick = std::max(2.0, std::round(step * 0.5));
  auto count = static_cast<int>(box.w / step);
  to.add([=, words = to.words, p = to.speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter);
    if (part <= 0)
      return;
    auto middle = box.y + box.h / 2;
    for (int i = 0; i < count; ++i) {
      dice luck{static_cast<uint64_t>(i) * 77 + 5};
      luck.next();
      auto energy = now.at_rest || words.empty()
                      ? luck.between(0.15, 0.8)
                      : voice_energy(words,
                                     now.t - (count - 1 - i) * bar_delay);
      auto height = std::max(thick, energy * box.h * out_quint(part));
      auto x = box.x + i * step;
      rounded(cr, {x, middle - height / 2, thick, height}, thick / 2);
    }
    fill(cr, tint, 0.9 * part);
  });
}

} // namespace troupe::media
