/// Captions of a film: words with times in, cues out (at most two lines of 42
/// characters, split where people breathe, at most 20 characters a second
/// where the voice leaves the time), and their WebVTT and SubRip texts. Scripts
/// without blanks are split by width; a wide character counts as two. Pure; any
/// thread.
#pragma once

#include "protocol/timeline.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

inline constexpr size_t caption_line_chars = 42;
inline constexpr size_t caption_chars_per_second = 20;

/// What is on screen at once. Times are those of the film.
struct caption_cue {
  std::chrono::microseconds start{0};
  std::chrono::microseconds end{0};
  /// In spoken order, lines one after the other. Only a word that is longer
  /// than a line makes a longer line.
  std::vector<spoken_word> words;
  /// Index of the word that begins the second line; 0 when there is one line.
  size_t second_line = 0;

  /// The lines as shown.
  std::vector<std::string> lines() const;
  bool operator==(const caption_cue&) const = default;
};

/// All words of a film, with times from its start.
std::vector<spoken_word> film_words(const std::vector<scene_slot>& slots,
                                    uint32_t fps);

/// Columns that a text takes: 2 for East Asian wide characters and emoji, 0 for
/// marks that stand on others.
size_t caption_width(std::string_view text);

/// Cues in order that never overlap and stay until `film_end` at most. A
/// cue is held as long as reading it takes where the next one allows it.
std::vector<caption_cue> caption_cues(const std::vector<spoken_word>& words,
                                      std::chrono::microseconds film_end);

/// Whether WebVTT carries a time stamp before each word.
enum class vtt_words : uint8_t { plain, timed };

/// Text in words is escaped; an empty list gives a valid file without cues.
std::string to_vtt(const std::vector<caption_cue>& cues,
                   std::string_view language = "en",
                   vtt_words words = vtt_words::timed);
std::string to_srt(const std::vector<caption_cue>& cues);

} // namespace troupe
