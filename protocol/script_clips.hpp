/// A spoken script cut into clips, by sense and length: one clip is one scene
/// of a presenter's film. Pure; any thread.
#pragma once

#include "protocol/script_words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Seconds of speech that a clip should have. 15 to 20 words take 6 s.
struct clip_lengths {
  double shortest = 4;
  double usual = 6;
  double longest = 9;
};

inline constexpr size_t most_script_clips = 60;

/// Words from `first` up to `last`.
struct script_clip {
  size_t first = 0;
  size_t last = 0;
  double seconds = 0;
  bool operator==(const script_clip&) const = default;
};

/// 1 to 60 clips that together hold every word once and in order; none for a
/// script without words. Cuts lie behind sentences, else behind parts, commas
/// and before conjunctions; never in a number or behind an abbreviation. A
/// script that is too long for 60 clips is cut into longer ones, evenly.
std::vector<script_clip> cut_script(const std::vector<script_word>& words,
                                    clip_lengths lengths = {});

} // namespace troupe
