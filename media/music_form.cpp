#include "media/music_form.hpp"

#include "media/dice.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace troupe {

namespace {

constexpr double sample_rate = 48'000;
/// The last chord rings so long: seconds.
constexpr double shortest_ring = 2.4, longest_ring = 4.0;
/// How far the tempo of a whole film may lie from its mood's.
constexpr double tempo_reach = 0.06;

struct named_style {
  std::string_view mood;
  music_style style;
};

constexpr named_style styles[] = {
  {"calm", {70, false, 0, drum_feel::none, 1, 0.9f, 0, 0.7f, 0.8f}},
  {"uplifting", {98, false, 0, drum_feel::four, 0.8f, 1, 0.8f, 0.7f, 1}},
  {"serious", {64, true, 0, drum_feel::none, 1.1f, 0.8f, 0, 0, 0.9f}},
  {"bright", {112, false, 0.1, drum_feel::back, 0.5f, 0.5f, 1, 0.8f, 1}},
  {"warm", {82, false, 0.25, drum_feel::brush, 0.7f, 1, 0, 0.4f, 0.9f}},
  {"tense", {88, true, 0, drum_feel::pulse, 0.9f, 0.5f, 0.9f, 0, 1}},
};

/// Degrees of four chords that go round well.
using chord_round = std::array<int, 4>;
constexpr std::array<chord_round, 5> major_rounds{
  {{0, 4, 5, 3}, {0, 5, 3, 4}, {0, 3, 5, 4}, {0, 2, 3, 4}, {0, 3, 1, 4}}};
constexpr std::array<chord_round, 4> major_lifts{
  {{3, 4, 0, 5}, {0, 4, 5, 3}, {3, 0, 4, 5}, {5, 3, 0, 4}}};
constexpr std::array<chord_round, 4> minor_rounds{
  {{0, 5, 2, 6}, {0, 3, 5, 4}, {0, 5, 3, 4}, {0, 6, 5, 4}}};
constexpr std::array<chord_round, 3> minor_lifts{
  {{5, 6, 0, 0}, {5, 2, 6, 0}, {3, 5, 0, 4}}};
/// Under one quiet sentence: away from home, so that coming back is felt.
constexpr chord_round major_rest{5, 3, 5, 3};
constexpr chord_round minor_rest{5, 3, 5, 3};

constexpr std::array<int, 7> major_scale{0, 2, 4, 5, 7, 9, 11};
constexpr std::array<int, 7> minor_scale{0, 2, 3, 5, 7, 8, 10};

/// Makes chords of one key.
class harmony {
public:
  harmony(int key, bool minor) : key_(key), minor_(minor) {}

  music_chord chord(int degree) const {
    music_chord out;
    out.root = pitch(degree);
    out.tones = {pitch(degree), pitch(degree + 2), pitch(degree + 4),
                 pitch(degree + colour(degree))};
    // Minor keys borrow the leading note, or their fifth chord leads nowhere.
    if (minor_ && degree % 7 == 4)
      out.tones[1] = (out.root + 4) % 12;
    return out;
  }

  /// Without colour: the end is plain.
  music_chord home() const {
    auto out = chord(0);
    out.tones[3] = out.root;
    return out;
  }

private:
  /// The ninth where it is soft, the seventh where it leads on.
  int colour(int degree) const {
    switch (degree % 7) {
      case 0:
      case 3: return 8;
      case 1:
      case 4: return 6;
      case 5: return minor_ ? 8 : 6;
      default: return 6;
    }
  }

  int pitch(int steps) const {
    auto& scale = minor_ ? minor_scale : major_scale;
    return (key_ + scale[static_cast<size_t>(steps % 7)]) % 12;
  }

  int key_;
  bool minor_;
};

/// One section with a length of its own.
struct stretch {
  double start = 0, end = 0;
  music_part part = music_part::build;
  double length() const { return end - start; }
};

/// Sections that are shorter than a bar and a half would be a stumble: they belong to
/// what was before them.
std::vector<stretch> stretches_of(const std::vector<form_section>& sections,
                                  double end, double bar) {
  std::vector<stretch> out{{0, end, music_part::intro}};
  if (sections.empty())
    out[0].part = music_part::build;
  for (auto& x : sections) {
    if (x.start <= 0) {
      out[0].part = x.part;
      continue;
    }
    auto rest = end - x.start;
    auto since = x.start - out.back().start;
    if (rest < bar * 0.9)
      break;
    if (x.part == out.back().part)
      continue;
    if (since < bar * 1.4) {
      // The shorter one of the two loses its character.
      out.back().part = x.part;
      continue;
    }
    out.back().end = x.start;
    out.push_back({x.start, end, x.part});
  }
  return out;
}

/// An even number of beats that fits best.
uint32_t beats_in(double length, double beat) {
  return static_cast<uint32_t>(std::max(2.0, 2 * std::round(length / beat / 2)));
}

/// The tempo at which the sections need the least bending.
double best_beat(const std::vector<stretch>& parts, double wanted) {
  auto best = wanted;
  auto lowest = 1e9;
  for (int i = -12; i <= 12; ++i) {
    auto beat = wanted * (1 + tempo_reach * i / 12);
    double cost = 0.002 * std::abs(i) / 12;
    for (auto& x : parts) {
      auto bent = x.length() / (beats_in(x.length(), beat) * beat) - 1;
      cost += bent * bent;
    }
    if (cost < lowest) {
      lowest = cost;
      best = beat;
    }
  }
  return best;
}

void put_bars(std::vector<music_bar>& out, const stretch& in, double beat,
              music_part next) {
  auto beats = beats_in(in.length(), beat);
  auto bent = in.length() / beats;
  auto count = (beats + 2) / 4;
  auto at = in.start;
  for (uint32_t i = 0; i < count; ++i) {
    music_bar bar;
    bar.start = at;
    bar.beat = bent;
    bar.beats = i + 1 == count && beats % 4 != 0 ? 2 : 4;
    bar.part = in.part;
    bar.index = i;
    bar.of = count;
    bar.next = next;
    at = bar.end();
    out.push_back(bar);
  }
}

struct rounds {
  chord_round verse, lift, rest;
};

int degree_of(const music_bar& bar, const rounds& of, bool slow) {
  auto place = bar.index;
  // Two bars a chord while little else happens.
  if (slow && (bar.part == music_part::intro || bar.part == music_part::rest))
    place /= 2;
  // A section that is not the last one leads into the next.
  if (bar.ends_section() && bar.of >= 3 && bar.next != bar.part
      && bar.next != music_part::rest)
    return 4;
  switch (bar.part) {
    case music_part::lift: return of.lift[place % 4];
    case music_part::rest: return of.rest[place % 4];
    case music_part::intro:
    case music_part::build:
    case music_part::ending: return of.verse[place % 4];
  }
  return 0;
}

/// Fourth (or second), fifth, home: what an ear waits for.
void put_cadence(std::vector<music_bar>& bars, const harmony& in, bool minor) {
  auto count = bars.size();
  if (count >= 1)
    bars[count - 1].chord = in.chord(4);
  if (count >= 3)
    bars[count - 2].chord = in.chord(minor ? 3 : 1);
}

} // namespace

bool music_chord::holds(int pitch) const {
  return std::find(tones.begin(), tones.end(), ((pitch % 12) + 12) % 12)
         != tones.end();
}

music_style style_of(std::string_view mood) {
  for (auto& x : styles)
    if (x.mood == mood)
      return x.style;
  return {};
}

music_form plan_music(std::string_view mood, uint64_t seed, uint64_t samples,
                      std::vector<form_section> sections) {
  music_form out;
  out.style = style_of(mood);
  if (out.style.beats_per_minute == 0 || samples == 0)
    return out;
  dice luck{seed};
  // Keys in which bass and chords lie well: C D Eb F G A Bb.
  constexpr std::array<int, 7> keys{0, 2, 3, 5, 7, 9, 10};
  out.key = keys[luck.roll(keys.size())];
  auto minor = out.style.minor;
  harmony in{out.key, minor};
  rounds of{};
  of.verse = minor ? minor_rounds[luck.roll(minor_rounds.size())]
                   : major_rounds[luck.roll(major_rounds.size())];
  of.lift = minor ? minor_lifts[luck.roll(minor_lifts.size())]
                  : major_lifts[luck.roll(major_lifts.size())];
  of.rest = minor ? minor_rest : major_rest;
  auto wanted = 60 / out.style.beats_per_minute * sample_rate
                * (1 + 0.03 * static_cast<double>(luck.swing()));
  auto length = static_cast<double>(samples);
  auto ring = std::clamp(3 * wanted, shortest_ring * sample_rate,
                         longest_ring * sample_rate);
  out.home = length - std::min(ring, length);
  out.home_chord = in.home();
  std::sort(sections.begin(), sections.end(),
            [](auto& a, auto& b) { return a.start < b.start; });
  if (out.home < 4 * wanted) {
    // Too short for anything but a chord.
    out.home = 0;
    return out;
  }
  auto parts = stretches_of(sections, out.home, 4 * wanted);
  auto beat = best_beat(parts, wanted);
  for (size_t i = 0; i < parts.size(); ++i)
    put_bars(out.bars, parts[i], beat,
             parts[std::min(i + 1, parts.size() - 1)].part);
  for (auto& bar : out.bars)
    bar.chord = in.chord(degree_of(bar, of, wanted > 0.7 * sample_rate));
  put_cadence(out.bars, in, minor);
  return out;
}

} // namespace troupe
