#include "media/painter_waveform.hpp"

#include "protocol/voice_loudness.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double silence = 0.07;
/// Seconds between neighbouring bars.
constexpr double bar_delay = 0.05;
constexpr int disc_bars = 7;

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
    auto swell =
      std::sin(std::numbers::pi * (place - static_cast<double>(number)));
    return silence + (1 - silence) * strength * std::pow(swell, 0.7);
  }
  return silence;
}

double voice_track::at(double t) const {
  if (loudness.empty())
    return voice_energy(words, t);
  // Speech is loud most of the time; the eye wants to see its syllables.
  return silence + (1 - silence) * std::pow(loudness_at(loudness, t), 1.9);
}

void add_waveform(scene_builder& to, const rect& box, color tint, double start,
                  wave_end now_at) {
  auto step = to.u(16);
  auto thick = std::max(2.0, std::round(step * 0.5));
  auto count = static_cast<int>(box.w / step);
  auto goes_on = to.scene.goes_on;
  to.add(
    [=, voice = voice_track{to}, p = to.speed](cairo_t* cr, const moment& now) {
      auto part = now.at_rest || goes_on ? 1.0 : ramp(now.t, start, p.enter);
      if (part <= 0)
        return;
      auto middle = box.y + box.h / 2;
      auto is_silent = voice.words.empty() && voice.loudness.empty();
      for (int i = 0; i < count; ++i) {
        dice luck{static_cast<uint64_t>(i) * 77 + 5};
        luck.next();
        auto ago = (now_at == wave_end::right ? count - 1 - i : i) * bar_delay;
        auto energy = now.at_rest || is_silent ? luck.between(0.15, 0.8)
                                               : voice.at(now.t - ago);
        auto height = std::max(thick, energy * box.h * out_quint(part));
        auto x = box.x + i * step;
        rounded(cr, {x, middle - height / 2, thick, height}, thick / 2);
      }
      fill(cr, tint, 0.9 * part);
    });
}

void add_voice_disc(scene_builder& to, point center, double radius) {
  auto side = 2 * radius;
  auto shadow =
    make_soft(1, {0, 0, side, side}, to.u(40),
              mix(to.look.accent, rgb(0x000818), 0.65), [=](cairo_t* cr) {
                circle(cr, {radius, radius}, radius);
                fill(cr, rgb(0), 0.4);
              });
  auto disc = make_sprite(1, {0, 0, side, side}, [&](cairo_t* cr) {
    auto shade = cairo_pattern_create_linear(0, 0, side, side);
    add_stop(shade, 0, mix(to.look.accent, rgb(0xFFFFFF), 0.14));
    add_stop(shade, 1, mix(to.look.accent, to.look.support, 0.3));
    circle(cr, {radius, radius}, radius);
    fill_pattern(cr, shade);
  });
  auto goes_on = to.scene.index > 0;
  to.add([=, voice = voice_track{to}, look = to.look,
          p = to.speed](cairo_t* cr, const moment& now) {
    auto part =
      now.at_rest || goes_on ? 1.0 : out_quint(ramp(now.t, 0.1, p.enter * 1.4));
    for (int i = 0; i < 3; ++i) {
      auto energy = now.at_rest ? 0.6 : voice.at(now.t - 0.1 * i);
      circle(cr, center,
             radius * (1.16 + 0.16 * i + energy * (0.06 + 0.03 * i)) * part);
      stroke(cr, look.accent, std::max(1.5, radius * 0.014),
             part * (0.5 - 0.14 * i) * (0.4 + 0.6 * energy));
    }
    paint(cr, shadow, {center.x - radius, center.y - radius * 0.9}, part);
    paint(cr, disc, {center.x - radius, center.y - radius}, part);
    auto thick = radius * 0.11;
    auto step = radius * 0.2;
    for (int i = 0; i < disc_bars; ++i) {
      auto from_middle = std::abs(i - disc_bars / 2);
      auto energy = now.at_rest ? 0.75 - 0.13 * from_middle
                                : voice.at(now.t - from_middle * bar_delay);
      auto height =
        std::max(thick, energy * radius * (1.15 - 0.17 * from_middle) * part);
      auto x = center.x + (i - disc_bars / 2) * step - thick / 2;
      rounded(cr, {x, center.y - height / 2, thick, height}, thick / 2);
    }
    fill(cr, look.on_accent, part);
  });
}

} // namespace troupe::media
