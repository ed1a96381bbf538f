#include "media/dice.hpp"
#include "media/music_score.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

namespace troupe {

namespace {

/// A bar in sixteenths: '.' rests, '1' to '9' is force.
struct beat_pattern {
  instrument by;
  std::string_view force;
  float pan;
};

/// While something is being explained, and when everything plays.
constexpr beat_pattern brush_build[] = {
  {instrument::shaker, "2.3.4.3.2.3.4.3.", 0.3f}};
constexpr beat_pattern brush_lift[] = {
  {instrument::kick, "6.......4.5.....", 0},
  {instrument::snare, "....3.......3...", -0.1f},
  {instrument::shaker, "3.4.5.4.3.4.5.4.", 0.3f}};
constexpr beat_pattern four_build[] = {
  {instrument::kick, "7.......6.......", 0},
  {instrument::shaker, "2.4.2.4.2.4.2.4.", 0.4f}};
constexpr beat_pattern four_lift[] = {
  {instrument::kick, "8...7...8...7...", 0},
  {instrument::snare, "....6.......6..2", 0.1f},
  {instrument::shaker, "3253325332533253", 0.4f}};
constexpr beat_pattern back_build[] = {
  {instrument::kick, "7.....5.6.......", 0},
  {instrument::snare, "....4.......4...", 0.1f},
  {instrument::shaker, "..4...4...4...4.", -0.4f}};
constexpr beat_pattern back_lift[] = {
  {instrument::kick, "8.....6.7.5.....", 0},
  {instrument::snare, "....6.......6...", 0.1f},
  {instrument::shaker, "2.5.2.5.2.5.2.53", -0.4f}};
constexpr beat_pattern pulse_build[] = {
  {instrument::drum, "6.3.............", 0},
  {instrument::shaker, "3...2...3...2...", 0.4f}};
constexpr beat_pattern pulse_lift[] = {
  {instrument::drum, "8.5...4.7.4...4.", 0},
  {instrument::shaker, "4.2.3.2.4.2.3.2.", 0.4f}};

std::span<const beat_pattern> pattern_of(drum_feel feel, bool full) {
  using patterns = std::span<const beat_pattern>;
  switch (feel) {
    case drum_feel::none: return {};
    case drum_feel::brush: return full ? patterns{brush_lift} : brush_build;
    case drum_feel::four: return full ? patterns{four_lift} : four_build;
    case drum_feel::back: return full ? patterns{back_lift} : back_build;
    case drum_feel::pulse: return full ? patterns{pulse_lift} : pulse_build;
  }
  return {};
}

} // namespace

void music_score::put_drums(std::vector<note>& out, const music_bar& bar,
                            size_t nth) const {
  dice luck{seed_ ^ (nth * 0x9E3779B97F4A7C15)};
  auto full = bar.part == music_part::lift;
  // They stop for the last bar before a quiet part, and before the end.
  auto stops = bar.ends_section() && bar.next == music_part::rest;
  for (auto& line : pattern_of(form_.style.drums, full))
    for (size_t i = 0; i < line.force.size(); ++i) {
      auto force = line.force[i];
      auto beat = static_cast<double>(i) / 4;
      if (force == '.' || beat >= bar.beats || (stops && beat >= 2))
        continue;
      auto x = at_beat(bar, beat, 0.25);
      x.start += luck.roll(120);
      x.by = line.by;
      x.velocity =
        std::max(0.05f, static_cast<float>(force - '0') * 0.1f
                          + 0.04f * luck.swing());
      x.pan = line.pan;
      // Four different grains, so that no machine is heard.
      x.pitch = static_cast<int>(luck.roll(4));
      out.push_back(x);
    }
}

/// Into the part in which everything plays: a drum that grows where there are
/// drums, air that grows everywhere.
void music_score::put_fill(std::vector<note>& out, const music_bar& bar) const {
  auto from = static_cast<double>(bar.beats) - 2;
  auto air = at_beat(bar, std::max(0.0, bar.beats - 4.0),
                     std::min<double>(bar.beats, 4));
  air.by = instrument::riser;
  air.velocity = 0.5f;
  out.push_back(air);
  auto feel = form_.style.drums;
  if (feel != drum_feel::four && feel != drum_feel::back)
    return;
  for (int i = 0; i < 8; ++i) {
    auto x = at_beat(bar, from + i * 0.25, 0.25);
    x.by = instrument::snare;
    x.velocity = 0.12f + 0.05f * static_cast<float>(i);
    x.pitch = i % 4;
    out.push_back(x);
  }
}

/// One chord, spread upwards, over a low home note; it rings out.
void music_score::put_end(std::vector<note>& out) const {
  auto& tones = voicings_.back();
  auto begin = static_cast<uint64_t>(std::llround(form_.home));
  auto put = [&](instrument by, int pitch, double late, uint32_t length,
                 float velocity, float pan) {
    if (velocity <= 0)
      return;
    note x;
    x.start = begin + static_cast<uint64_t>(late * 48'000);
    x.length = length;
    x.by = by;
    x.pitch = pitch;
    x.velocity = velocity;
    x.pan = pan;
    out.push_back(x);
  };
  auto& style = form_.style;
  constexpr uint32_t long_note = 48'000 * 2;
  auto low = 36 + form_.key % 12;
  put(instrument::bass, low > 43 ? low - 12 : low, 0, long_note,
      0.8f * style.bass, 0);
  if (style.drums == drum_feel::four || style.drums == drum_feel::back)
    put(instrument::kick, 0, 0, 4800, 0.7f, 0);
  for (size_t i = 0; i < tones.size(); ++i) {
    auto place = static_cast<float>(i);
    put(instrument::pad, tones[i], 0, long_note, 0.5f * style.pad,
        0.4f * place - 0.6f);
    put(instrument::keys, tones[i], 0.05 * static_cast<double>(i), long_note,
        0.6f * style.keys, 0.3f * place - 0.45f);
  }
  put(instrument::bell, tones[3] + 12, 0.25, long_note, 0.4f * style.bell,
      0.2f);
  std::stable_sort(out.begin(), out.end(),
                   [](auto& a, auto& b) { return a.start < b.start; });
}

} // namespace troupe
