#include "media/music_score.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

constexpr double sample_rate = 48'000;

struct named_style {
  std::string_view mood;
  music_style style;
};

constexpr named_style styles[] = {
  {"calm", {72, false, 1, true, false, false, false}},
  {"uplifting", {96, false, 1, true, true, true, true}},
  {"serious", {66, true, 1, true, false, false, false}},
  {"bright", {108, false, 1, false, true, true, true}},
};

music_style style_of(std::string_view mood) {
  for (auto& x : styles)
    if (x.mood == mood)
      return x.style;
  return {};
}

/// Degrees of four chords that go round well; the last one leads home.
constexpr std::array<std::array<int, 4>, 5> major_rounds{
  {{0, 4, 5, 3}, {0, 5, 3, 4}, {0, 3, 5, 4}, {0, 2, 3, 4}, {3, 0, 4, 5}}};
constexpr std::array<std::array<int, 4>, 4> minor_rounds{
  {{0, 5, 2, 6}, {0, 3, 5, 4}, {0, 5, 3, 4}, {0, 6, 5, 6}}};

/// Which chord tone each eighth plays; -1 rests.
constexpr std::array<std::array<int, 8>, 5> figures{
  {{0, 1, 2, 3, 2, 1, 2, 1},
   {0, 2, 1, 2, 3, 2, 1, 2},
   {0, -1, 2, 1, 3, -1, 2, 1},
   {0, 1, 2, 1, 3, 1, 2, 1},
   {0, 2, 3, -1, 2, 1, 2, -1}}};

constexpr std::array<int, 7> major_scale{0, 2, 4, 5, 7, 9, 11};
constexpr std::array<int, 7> minor_scale{0, 2, 3, 5, 7, 8, 10};

/// The octave of a pitch that lies nearest to `middle`.
int near(int pitch, int middle) {
  auto off = (pitch - middle) % 12;
  if (off < -6)
    off += 12;
  if (off > 5)
    off -= 12;
  return middle + off;
}

} // namespace

uint64_t dice::next() {
  auto z = state_ += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

float dice::swing() {
  return static_cast<float>(static_cast<int64_t>(next() >> 40) - (1 << 23))
         / static_cast<float>(1 << 23);
}

music_score::music_score(std::string_view mood, uint64_t seed, uint64_t samples,
                         std::vector<uint64_t> sections)
  : style_(style_of(mood)), seed_(seed), sections_(std::move(sections)) {
  if (is_silent())
    return;
  dice luck{seed};
  // Keys in which bass and chords lie well: C D Eb F G A Bb.
  constexpr std::array<int, 7> keys{60, 62, 63, 65, 55, 57, 58};
  key_ = keys[luck.roll(keys.size())];
  progression_ = style_.minor ? minor_rounds[luck.roll(minor_rounds.size())]
                              : major_rounds[luck.roll(major_rounds.size())];
  figure_ = figures[luck.roll(figures.size())];
  // A motif on the five notes that fit any chord of the key.
  constexpr std::array<int, 6> safe{0, 1, 2, 4, 5, 7};
  auto step = luck.roll(safe.size());
  for (auto& x : motif_) {
    x = luck.roll(5) < 2 ? -1 : safe[step];
    auto move = static_cast<int>(luck.roll(3)) - 1;
    step =
      static_cast<uint32_t>(std::clamp(static_cast<int>(step) + move, 0, 5));
  }
  motif_[0] = safe[2];
  // A little faster or slower, so that not every film has the same pulse.
  auto tempo = style_.beats_per_minute * (1 + 0.04 * luck.swing());
  bar_samples_ = 4 * 60 / tempo * sample_rate;
  bars_ = static_cast<uint32_t>(
    std::ceil(static_cast<double>(samples) / bar_samples_));
}

uint64_t music_score::start_of(uint32_t bar) const {
  return static_cast<uint64_t>(std::llround(bar * bar_samples_));
}

int music_score::degree(int steps) const {
  auto& scale = style_.minor ? minor_scale : major_scale;
  auto octave = steps >= 0 ? steps / 7 : -((6 - steps) / 7);
  return key_ + 12 * octave + scale[static_cast<size_t>(steps - 7 * octave)];
}

int music_score::chord_of(uint32_t bar) const {
  // The film ends at home: the last whole bar and what is left of the next.
  if (bar + 2 >= bars_)
    return 0;
  return progression_[bar / style_.bars_per_chord % 4];
}

music_score::chord music_score::chord_at(uint32_t bar) const {
  auto base = chord_of(bar);
  chord out;
  out.root = near(degree(base), 40);
  auto middle = 62;
  for (auto third : {0, 2, 4})
    out.tones.push_back(near(degree(base + third), middle));
  // A colour above: the seventh for soft chords, the ninth for bright ones.
  auto colour = base == 0 || base == 3 ? 8 : base == 4 ? 3 : 6;
  if (bar + 2 < bars_)
    out.tones.push_back(near(degree(base + colour), middle + 7));
  else
    out.tones.push_back(near(degree(base + 7), middle + 9));
  std::sort(out.tones.begin(), out.tones.end());
  return out;
}

int music_score::fullness(uint32_t bar) const {
  if (bar + 2 >= bars_)
    return 0;
  auto middle = start_of(bar) + static_cast<uint64_t>(bar_samples_ / 2);
  size_t section = 0;
  while (section < sections_.size() && sections_[section] <= middle)
    ++section;
  auto count = std::max<size_t>(sections_.size(), 1);
  if (section <= 1)
    return bar < 2 ? 0 : 1;
  // Fuller towards the middle, a breath before the end.
  if (section >= count)
    return 2;
  return section * 3 < count * 2 ? 2 : 3;
}

note music_score::at_beat(uint32_t bar, double beat, double beats) const {
  note out;
  auto beat_samples = bar_samples_ / 4;
  out.start =
    start_of(bar) + static_cast<uint64_t>(std::llround(beat * beat_samples));
  out.length = static_cast<uint32_t>(std::llround(beats * beat_samples));
  return out;
}

void music_score::put_pad(std::vector<note>& out, uint32_t bar,
                          const chord& at) const {
  auto pan = -0.6f;
  for (auto tone : at.tones) {
    auto x = at_beat(bar, 0, 4.1);
    x.by = instrument::pad;
    x.pitch = tone;
    x.velocity = 0.55f;
    x.pan = pan;
    pan += 0.4f;
    out.push_back(x);
  }
}

void music_score::put_bass(std::vector<note>& out, uint32_t bar,
                           const chord& at) const {
  dice luck{seed_ ^ (bar * 0x51ED270B9u)};
  auto put = [&](double beat, double beats, int pitch, float velocity) {
    auto x = at_beat(bar, beat, beats);
    x.by = instrument::bass;
    x.pitch = pitch;
    x.velocity = velocity;
    out.push_back(x);
  };
  put(0, 2.5, at.root, 0.8f);
  if (!style_.has_beat)
    return;
  put(2.5, 0.5, at.root, 0.5f);
  put(3, 1, luck.roll(3) == 0 ? at.root + 7 : at.root, 0.6f);
}

void music_score::put_figure(std::vector<note>& out, uint32_t bar,
                             const chord& at, instrument by) const {
  dice luck{seed_ ^ (bar * 0x2545F4914F6CDD1Du) ^ static_cast<uint64_t>(by)};
  auto dense = by == instrument::pluck || fullness(bar) >= 2;
  for (int i = 0; i < 8; ++i) {
    auto tone = figure_[static_cast<size_t>(i)];
    auto beat = i * 0.5;
    if (tone < 0 || (!dense && i % 2 == 1) || (!dense && luck.roll(6) == 0))
      continue;
    // A few milliseconds and a little force are what makes it played.
    auto x = at_beat(bar, beat, by == instrument::keys ? 2.5 : 1);
    auto late = static_cast<int64_t>(luck.swing() * 240) + 240;
    x.start += static_cast<uint64_t>(late);
    x.by = by;
    x.pitch =
      at.tones[static_cast<size_t>(tone)] + (by == instrument::pluck ? 12 : 0);
    x.velocity = (i % 4 == 0 ? 0.62f : 0.45f) + 0.08f * luck.swing();
    x.pan = 0.35f * static_cast<float>(tone - 1.5);
    out.push_back(x);
  }
}

void music_score::put_melody(std::vector<note>& out, uint32_t bar,
                             const chord& at) const {
  // Two bars of motif, two bars of rest.
  if (bar % 4 >= 2)
    return;
  for (int i = 0; i < 4; ++i) {
    auto step = motif_[bar % 4 * 4 + static_cast<size_t>(i)];
    if (step < 0)
      continue;
    auto x = at_beat(bar, i, 2);
    x.by = instrument::bell;
    // The first note is the chord's own, so that the motif follows it.
    x.pitch = i == 0 ? at.tones[2] + 12 : degree(step) + 12;
    x.velocity = 0.4f;
    x.pan = 0.25f;
    out.push_back(x);
  }
}

void music_score::put_beat(std::vector<note>& out, uint32_t bar) const {
  dice luck{seed_ ^ (bar * 0x9E3779B97F4A7C15u)};
  for (auto beat : {0.0, 2.0}) {
    auto x = at_beat(bar, beat, 0.5);
    x.by = instrument::kick;
    x.velocity = beat == 0 ? 0.7f : 0.55f;
    out.push_back(x);
  }
  for (int i = 0; i < 8; ++i) {
    auto x = at_beat(bar, i * 0.5, 0.25);
    x.by = instrument::shaker;
    x.velocity = (i % 2 == 1 ? 0.5f : 0.25f) + 0.06f * luck.swing();
    x.pan = 0.4f;
    out.push_back(x);
  }
}

std::vector<note> music_score::play(uint32_t bar) const {
  std::vector<note> out;
  if (is_silent() || bar >= bars_)
    return out;
  auto chord = chord_at(bar);
  auto full = fullness(bar);
  auto ending = bar + 2 >= bars_;
  put_pad(out, bar, chord);
  if (full >= 1 || ending)
    put_bass(out, bar, chord);
  if (style_.has_keys && !ending)
    put_figure(out, bar, chord, instrument::keys);
  if (style_.has_pluck && full >= (style_.has_keys ? 2 : 0) && !ending)
    put_figure(out, bar, chord, instrument::pluck);
  if (style_.has_bell && full >= 2)
    put_melody(out, bar, chord);
  if (style_.has_beat && full >= 2)
    put_beat(out, bar);
  if (ending && bar + 2 == bars_) {
    // One last chord, spread upwards, rings out.
    for (size_t i = 0; i < chord.tones.size(); ++i) {
      auto x = at_beat(bar, 0.12 * static_cast<double>(i), 8);
      x.by = instrument::keys;
      x.pitch = chord.tones[i];
      x.velocity = 0.5f;
      out.push_back(x);
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](auto& a, auto& b) { return a.start < b.start; });
  return out;
}

} // namespace troupe
