#include "media/music_score.hpp"

#include "media/dice.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace troupe {

namespace {

/// Which chord tone each eighth plays; -1 rests.
constexpr std::array<std::array<int, 8>, 6> figures{
  {{0, 1, 2, 3, 2, 1, 2, 1},
   {0, 2, 1, 2, 3, 2, 1, 2},
   {0, -1, 2, 1, 3, -1, 2, 1},
   {0, 1, 2, 1, 3, 1, 2, 1},
   {0, 2, 3, -1, 2, 1, 2, -1},
   {0, 2, -1, 3, -1, 2, 1, -1}}};

/// For short notes: more rests, more off-beats.
constexpr std::array<std::array<int, 8>, 5> riffs{
  {{0, -1, 2, 3, -1, 2, 1, -1},
   {0, 2, -1, 1, 3, -1, 2, -1},
   {0, -1, 1, -1, 2, 3, -1, 2},
   {3, 2, 0, -1, 3, 2, 1, -1},
   {0, 0, 2, -1, 3, -1, 2, 0}}};

/// The octave of a pitch class that lies nearest to `middle`.
int near(int pitch, int middle) {
  auto off = ((pitch - middle) % 12 + 12) % 12;
  return middle + (off > 6 ? off - 12 : off);
}

/// All ways to stack four tones above a lowest one, and the one that moves
/// least from where the hands are. The middle of the keyboard pulls a little.
std::array<int, 4> voiced(const music_chord& chord,
                          const std::array<int, 4>& from) {
  auto pitches = chord.tones;
  std::sort(pitches.begin(), pitches.end());
  std::array<int, 4> best{};
  auto lowest_cost = 1e9;
  for (size_t turn = 0; turn < 4; ++turn)
    for (auto lowest = 53; lowest <= 62; ++lowest) {
      if ((lowest - pitches[turn]) % 12 != 0)
        continue;
      std::array<int, 4> now{};
      auto last = lowest - 1;
      for (size_t i = 0; i < 4; ++i) {
        last += 1 + ((pitches[(turn + i) % 4] - last - 1) % 12 + 12) % 12;
        now[i] = last;
      }
      double cost = std::abs((now[0] + now[3]) / 2.0 - 63) * 0.3;
      for (size_t i = 0; i < 4; ++i)
        cost += std::abs(now[i] - from[i]);
      // A second at the bottom is mud.
      cost += now[1] - now[0] < 3 ? 2 : 0;
      if (cost < lowest_cost) {
        lowest_cost = cost;
        best = now;
      }
    }
  return best;
}

dice luck_of(uint64_t seed, size_t bar, uint64_t layer) {
  return dice{seed ^ (bar * 0x2545F4914F6CDD1D) ^ (layer << 56)};
}

} // namespace

music_score::music_score(music_form form, uint64_t seed)
  : form_(std::move(form)), seed_(seed) {
  dice luck{seed ^ 0x6D757369};
  figure_ = figures[luck.roll(figures.size())];
  riff_ = riffs[luck.roll(riffs.size())];
  voicing hands{57, 60, 64, 67};
  for (auto& bar : form_.bars)
    voicings_.push_back(hands = voiced(bar.chord, hands));
  // At home the home note is on top.
  auto& home = form_.home_chord;
  auto top = near(form_.key, 72);
  voicings_.push_back({near(home.tones[0], top - 12), near(home.tones[1], top - 8),
                       near(home.tones[2], top - 5), top});
  compose_motif(luck.next());
}

/// Two bars that can be sung, and an answer that ends lower.
void music_score::compose_motif(uint64_t seed) {
  dice luck{seed};
  using rhythm = std::vector<std::pair<double, double>>;
  static const std::array<rhythm, 5> rhythms{{
    {{0, 1.5}, {1.5, 0.5}, {2, 2}, {4, 1}, {5, 1}, {6, 2}},
    {{0, 2}, {2, 1}, {3, 1}, {4, 3}},
    {{0, 1}, {1, 0.5}, {1.5, 1.5}, {3, 1}, {4, 2}, {6, 2}},
    {{0, 3}, {3, 1}, {4, 1.5}, {5.5, 0.5}, {6, 2}},
    {{1, 1}, {2, 1}, {3, 1}, {4, 2}, {6, 2}},
  }};
  auto& times = rhythms[luck.roll(rhythms.size())];
  auto place = 0;
  for (auto& [beat, beats] : times) {
    motif_.push_back({beat, beats, place});
    answer_.push_back({beat, beats, beat >= 4 ? place - 2 : place});
    auto leap = luck.roll(5) == 0 ? 2 : 1;
    auto up = place > 3 ? false : place < -2 ? true : luck.roll(2) == 0;
    place += up ? leap : -leap;
  }
}

uint64_t music_score::start_of(size_t part) const {
  auto& bars = form_.bars;
  auto at = part < bars.size() ? bars[part].start : form_.home;
  return static_cast<uint64_t>(std::llround(at));
}

note music_score::at_beat(const music_bar& bar, double beat,
                          double beats) const {
  // Off-beats of a swung style come a little late.
  auto eighth = beat * 2;
  auto off = std::abs(eighth - std::round(eighth)) < 1e-6
             && static_cast<int>(std::lround(eighth)) % 2 == 1;
  auto at = beat + (off ? form_.style.swing / 2 : 0);
  note out;
  out.start = static_cast<uint64_t>(std::llround(bar.start + at * bar.beat));
  out.length = static_cast<uint32_t>(std::llround(beats * bar.beat));
  return out;
}

void music_score::put_pad(std::vector<note>& out, const music_bar& bar,
                          const voicing& tones) const {
  auto force = bar.part == music_part::lift    ? 0.7f
               : bar.part == music_part::rest  ? 0.4f
               : bar.part == music_part::intro ? 0.55f
                                               : 0.6f;
  auto pan = -0.6f;
  for (auto tone : tones) {
    auto x = at_beat(bar, 0, bar.beats + 0.3);
    x.by = instrument::pad;
    x.pitch = tone;
    x.velocity = force * form_.style.pad;
    x.pan = pan;
    pan += 0.4f;
    out.push_back(x);
  }
}

void music_score::put_bass(std::vector<note>& out, const music_bar& bar,
                           size_t nth) const {
  auto luck = luck_of(seed_, nth, 1);
  auto root = near(bar.chord.root, 38);
  auto put = [&](double beat, double beats, int pitch, float velocity) {
    if (beat >= bar.beats)
      return;
    auto x = at_beat(bar, beat, std::min(beats, bar.beats - beat));
    x.by = instrument::bass;
    x.pitch = pitch;
    x.velocity = velocity * form_.style.bass;
    out.push_back(x);
  };
  auto full = bar.part == music_part::lift;
  switch (form_.style.drums) {
    case drum_feel::none: put(0, 4, root, 0.75f); return;
    case drum_feel::brush:
      put(0, 2, root, 0.75f);
      put(2, 2, luck.roll(3) == 0 ? root : near(root + 7, 38), 0.6f);
      return;
    case drum_feel::four:
      if (!full) {
        put(0, 2.5, root, 0.8f);
        put(2.5, 1.5, root, 0.6f);
        return;
      }
      for (int i = 0; i < 8; ++i)
        put(i * 0.5, 0.5, i == 7 && luck.roll(2) == 0 ? root + 7 : root,
            i % 2 == 0 ? 0.75f : 0.6f);
      return;
    case drum_feel::back:
      put(0, 1.5, root, 0.8f);
      put(1.5, 1, root + 12, 0.5f);
      put(2.5, 1, full ? root + 7 : root, 0.65f);
      put(3.5, 0.5, root, 0.5f);
      return;
    case drum_feel::pulse:
      for (int i = 0; i < 4; ++i)
        put(i, 0.9, root, i == 0 ? 0.8f : 0.55f);
      return;
  }
}

void music_score::put_keys(std::vector<note>& out, const music_bar& bar,
                           const voicing& tones, size_t nth) const {
  auto luck = luck_of(seed_, nth, 2);
  auto sparse = bar.part == music_part::rest
                || (bar.part == music_part::intro && bar.index < bar.of / 2);
  for (int i = 0; i < 8; ++i) {
    auto tone = figure_[static_cast<size_t>(i)];
    auto beat = i * 0.5;
    if (tone < 0 || beat >= bar.beats || (sparse && i % 4 != 0)
        || (!sparse && i > 0 && luck.roll(9) == 0))
      continue;
    // A few milliseconds and a little force are what makes it played.
    auto x = at_beat(bar, beat, 3);
    x.start += luck.roll(480);
    x.by = instrument::keys;
    x.pitch = tones[static_cast<size_t>(tone)];
    x.velocity = ((i % 4 == 0 ? 0.62f : 0.42f) + 0.08f * luck.swing())
                 * form_.style.keys * (sparse ? 0.8f : 1.0f);
    x.pan = 0.35f * static_cast<float>(tone - 1.5);
    out.push_back(x);
  }
}

void music_score::put_pluck(std::vector<note>& out, const music_bar& bar,
                            const voicing& tones, size_t nth) const {
  auto luck = luck_of(seed_, nth, 3);
  auto low = form_.style.minor;
  for (int i = 0; i < 8; ++i) {
    // A pulse in minor never rests; elsewhere the riff dances.
    auto tone = low && riff_[static_cast<size_t>(i)] < 0
                  ? 0
                  : riff_[static_cast<size_t>(i)];
    auto beat = i * 0.5;
    if (tone < 0 || beat >= bar.beats)
      continue;
    auto x = at_beat(bar, beat, 0.5);
    x.start += luck.roll(300);
    x.by = instrument::pluck;
    x.pitch = tones[static_cast<size_t>(tone)] + (low ? -12 : 12);
    x.velocity = ((i % 4 == 0 ? 0.6f : 0.45f) + 0.07f * luck.swing())
                 * form_.style.pluck;
    x.pan = i % 2 == 0 ? -0.4f : 0.4f;
    out.push_back(x);
  }
}

void music_score::put_melody(std::vector<note>& out, const music_bar& bar,
                             size_t nth) const {
  // Motif, motif, motif with an answer, rest; two bars each.
  auto phrase = bar.index / 2 % 4;
  if (phrase == 3)
    return;
  auto first = bar.index % 2 == 0 ? 0.0 : 4.0;
  constexpr std::array<int, 7> major{0, 2, 4, 5, 7, 9, 11};
  constexpr std::array<int, 7> minor{0, 2, 3, 5, 7, 8, 10};
  auto& scale = form_.style.minor ? minor : major;
  auto home = near(form_.key, 74);
  auto luck = luck_of(seed_, nth, 4);
  for (auto& x : phrase == 2 ? answer_ : motif_) {
    auto beat = x.beat - first;
    if (beat < 0 || beat >= bar.beats)
      continue;
    auto degree = x.move + 2; // around the third of the key
    auto octave = degree >= 0 ? degree / 7 : -((6 - degree) / 7);
    auto pitch =
      home + 12 * octave + scale[static_cast<size_t>(degree - 7 * octave)];
    // Long and strong notes belong to the chord.
    if (x.beats >= 1 || beat == 0)
      for (auto away : {0, -1, 1, -2, 2, -3, 3})
        if (bar.chord.holds(pitch + away)) {
          pitch += away;
          break;
        }
    auto note = at_beat(bar, beat, x.beats);
    note.start += luck.roll(400);
    note.by = instrument::bell;
    note.pitch = pitch;
    note.velocity = (0.5f + 0.06f * luck.swing()) * form_.style.bell;
    note.pan = 0.2f;
    out.push_back(note);
  }
}

std::vector<note> music_score::play(size_t part) const {
  std::vector<note> out;
  if (part >= form_.bars.size()) {
    put_end(out);
    return out;
  }
  auto& bar = form_.bars[part];
  auto& tones = voicings_[part];
  auto& style = form_.style;
  auto quiet = bar.part == music_part::rest;
  auto opening = bar.part == music_part::intro;
  // A build grows: what is new comes in half way.
  auto late = bar.index * 2 >= bar.of;
  auto carries = bar.part == music_part::lift
                 || bar.part == music_part::ending
                 || bar.part == music_part::build;
  if (style.pad > 0)
    put_pad(out, bar, tones);
  if (style.bass > 0 && !quiet && (!opening || late))
    put_bass(out, bar, part);
  if (style.keys > 0)
    put_keys(out, bar, tones, part);
  if (style.pluck > 0
      && ((carries && (bar.part != music_part::build || late || style.minor
                       || style.drums == drum_feel::back))
          || (opening && late)))
    put_pluck(out, bar, tones, part);
  if (style.bell > 0 && (bar.part == music_part::lift
                         || (bar.part == music_part::build && late)))
    put_melody(out, bar, part);
  if (style.drums != drum_feel::none && carries)
    put_drums(out, bar, part);
  if (bar.ends_section() && bar.next == music_part::lift
      && bar.part != music_part::lift)
    put_fill(out, bar);
  std::stable_sort(out.begin(), out.end(),
                   [](auto& a, auto& b) { return a.start < b.start; });
  return out;
}

} // namespace troupe
