/// Captions of a film: words with times in, cues out (split where people
/// breathe, at most 20 characters a second where the voice leaves the time),
/// and their WebVTT and SubRip texts. The same cues are drawn into the picture,
/// so a film has as many lines of as many characters as its shape has room for.
/// Scripts without blanks are split by width; a wide character counts as two.
/// Pure; any thread.
#pragma once

#include "protocol/film_format.hpp"
#include "protocol/timeline.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

inline constexpr size_t caption_line_chars = 42;
inline constexpr size_t caption_chars_per_second = 20;

/// How much is on screen at once.
struct caption_shape {
  /// Of a line.
  size_t columns = caption_line_chars;
  size_t lines = 2;
  bool operator==(const caption_shape&) const = default;
};

/// Two lines: of 42 columns in a wide film, 34 in a square one, 26 in an
/// upright one.
caption_shape caption_shape_of(const film_format& format);

/// What is on screen at once. Times are those of the film, or of the scene
/// whose words were given.
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

/// Columns that a text takes: 2 for East Asian wide characters and emoji, 0 for
/// marks that stand on others.
size_t caption_width(std::string_view text);

/// Cues in order that never overlap and stay until `end` at most. A cue is held
/// as long as reading it takes where the next one allows it.
std::vector<caption_cue> caption_cues(const std::vector<spoken_word>& words,
                                      std::chrono::microseconds end,
                                      const caption_shape& shape = {});

/// Those of all scenes, each within its scene: what the painter draws there.
std::vector<caption_cue> film_cues(const std::vector<scene_slot>& slots,
                                   const film_format& format);

/// Whether WebVTT carries a time stamp before each word.
enum class vtt_words : uint8_t { plain, timed };

/// Text in words is escaped; an empty list gives a valid file without cues.
std::string to_vtt(const std::vector<caption_cue>& cues,
                   std::string_view language = "en",
                   vtt_words words = vtt_words::timed);
std::string to_srt(const std::vector<caption_cue>& cues);

} // namespace troupe
