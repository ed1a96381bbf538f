/// What the composer is told of a film: which part of the music each scene
/// gets, and where a soft sound marks a change of scene. Plain values, pure
/// functions; any thread.
#pragma once

#include "protocol/composition.hpp"
#include "protocol/error.hpp"
#include "protocol/timeline.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe {

/// How much the music does while a scene is on.
enum class music_part : uint8_t {
  intro,  ///< opens: chords and little else
  build,  ///< carries what is explained
  rest,   ///< makes room for one sentence
  lift,   ///< everything: the benefit, the call to action
  ending, ///< comes home and rings out
};

enum class effect_kind : uint8_t {
  whoosh, ///< air that passes
  tick,   ///< a small wooden knock
  swell,  ///< a tone that grows into the change
};

std::string_view to_string(music_part x);
std::string_view to_string(effect_kind x);
result<music_part> parse_music_part(std::string_view text);
result<effect_kind> parse_effect_kind(std::string_view text);

/// From here on, until the next one.
struct music_section {
  std::chrono::microseconds start{0};
  music_part part = music_part::build;

  bool operator==(const music_section&) const = default;
};

/// A sound whose middle lies on a change of scene.
struct effect_cue {
  std::chrono::microseconds at{0};
  effect_kind kind = effect_kind::whoosh;

  bool operator==(const effect_cue&) const = default;
};

/// One section for each run of scenes that ask for the same part. `pictures`
/// belong to the slots.
std::vector<music_section>
music_sections(const std::vector<scene_slot>& slots,
               const std::vector<composition>& pictures, uint32_t fps);

/// Where the music changes, and not more often than every 9 seconds: more is
/// a game show. None in a film that is serious about what it says.
std::vector<effect_cue> effect_cues(const std::vector<music_section>& sections,
                                    std::string_view mood);

} // namespace troupe
