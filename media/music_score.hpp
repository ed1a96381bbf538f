/// What the musicians play: chords, rhythm and arrangement from a mood and a
/// seed, one bar at a time. Pure; an object belongs to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe {

enum class instrument : uint8_t { pad, keys, pluck, bass, bell, kick, shaker };

struct note {
  /// Samples at 48 kHz from the start of the film.
  uint64_t start = 0;
  uint32_t length = 0;
  /// MIDI number; means nothing to kick and shaker.
  int pitch = 60;
  float velocity = 0.5f;
  /// -1 left .. 1 right
  float pan = 0;
  instrument by = instrument::keys;
};

/// splitmix64: small, the same everywhere.
class dice {
public:
  explicit dice(uint64_t seed) : state_(seed) {}
  uint64_t next();
  /// 0 .. sides-1
  uint32_t roll(uint32_t sides) {
    return static_cast<uint32_t>(next() % sides);
  }
  /// -1 .. 1
  float swing();

private:
  uint64_t state_;
};

/// What sets a mood apart.
struct music_style {
  double beats_per_minute = 0;
  bool minor = false;
  /// Bars between chord changes.
  uint32_t bars_per_chord = 1;
  /// Layers used at all.
  bool has_keys = false, has_pluck = false, has_bell = false, has_beat = false;
};

class music_score {
public:
  music_score(std::string_view mood, uint64_t seed, uint64_t samples,
              std::vector<uint64_t> sections);

  bool is_silent() const { return style_.beats_per_minute == 0; }
  uint32_t bars() const { return bars_; }
  uint64_t start_of(uint32_t bar) const;
  /// Notes of one bar, in order of their starts.
  std::vector<note> play(uint32_t bar) const;

  /// Scale degree (0-6) on which the chord of a bar stands.
  int chord_of(uint32_t bar) const;

private:
  struct chord {
    int root;               ///< MIDI, low
    std::vector<int> tones; ///< MIDI, near the middle
  };
  chord chord_at(uint32_t bar) const;
  int degree(int steps) const;
  /// How full the arrangement is, 0 thin .. 3 all.
  int fullness(uint32_t bar) const;

  void put_pad(std::vector<note>& out, uint32_t bar, const chord& at) const;
  void put_bass(std::vector<note>& out, uint32_t bar, const chord& at) const;
  void put_figure(std::vector<note>& out, uint32_t bar, const chord& at,
                  instrument by) const;
  void put_melody(std::vector<note>& out, uint32_t bar, const chord& at) const;
  void put_beat(std::vector<note>& out, uint32_t bar) const;
  note at_beat(uint32_t bar, double beat, double beats) const;

  music_style style_;
  uint64_t seed_ = 0;
  int key_ = 60;
  std::array<int, 4> progression_{};
  std::array<int, 8> figure_{};
  std::array<int, 8> motif_{};
  double bar_samples_ = 0;
  uint32_t bars_ = 0;
  std::vector<uint64_t> sections_;
};

} // namespace troupe
