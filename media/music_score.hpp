/// What the musicians play: every note of a form, one bar at a time. Chords
/// move by the smallest steps, the melody is a motif that comes back, layers
/// come and go with the parts. Pure; an object belongs to one thread.
#pragma once

#include "media/music_form.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace troupe {

enum class instrument : uint8_t {
  pad,
  keys,
  pluck,
  bass,
  bell,
  kick,
  snare,
  shaker,
  drum,  ///< low, soft
  riser, ///< air that grows; its length is what it grows over
};

struct note {
  /// Samples at 48 kHz from the start of the film.
  uint64_t start = 0;
  uint32_t length = 0;
  /// MIDI number; means nothing to drums.
  int pitch = 60;
  float velocity = 0.5f;
  /// -1 left .. 1 right
  float pan = 0;
  instrument by = instrument::keys;
};

class music_score {
public:
  music_score(music_form form, uint64_t seed);

  const music_form& form() const { return form_; }
  /// The bars and, last, the chord at the end.
  size_t parts() const { return form_.bars.size() + 1; }
  uint64_t start_of(size_t part) const;
  /// Notes of one part, in order of their starts.
  std::vector<note> play(size_t part) const;

private:
  using voicing = std::array<int, 4>;
  /// One step of the melody.
  struct step {
    double beat;
    double beats;
    int move;
  };

  void compose_motif(uint64_t seed);
  note at_beat(const music_bar& bar, double beat, double beats) const;
  void put_pad(std::vector<note>& out, const music_bar& bar,
               const voicing& tones) const;
  void put_bass(std::vector<note>& out, const music_bar& bar, size_t nth) const;
  void put_keys(std::vector<note>& out, const music_bar& bar,
                const voicing& tones, size_t nth) const;
  void put_pluck(std::vector<note>& out, const music_bar& bar,
                 const voicing& tones, size_t nth) const;
  void put_melody(std::vector<note>& out, const music_bar& bar,
                  size_t nth) const;
  void put_drums(std::vector<note>& out, const music_bar& bar,
                 size_t nth) const;
  void put_fill(std::vector<note>& out, const music_bar& bar) const;
  void put_end(std::vector<note>& out) const;

  music_form form_;
  uint64_t seed_;
  /// One for each bar, then the end's.
  std::vector<voicing> voicings_;
  std::array<int, 8> figure_{};
  std::array<int, 8> riff_{};
  std::vector<step> motif_, answer_;
};

} // namespace troupe
