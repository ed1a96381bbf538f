/// What FFmpeg's own programs see and hear in a finished film: the judge of
/// what the engine says of itself. For tests; one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace troupe::test {

/// 48 kHz mono, decoded by ffmpeg, edit list and all.
std::vector<int16_t> heard_samples(const std::filesystem::path& film);

/// What a player would show.
struct seen_frame {
  double time = 0;
  /// Mean of all pixels, 0..255.
  int brightness = 0;
};
std::vector<seen_frame> seen_frames(const std::filesystem::path& film);

/// By the ebur128 filter.
struct heard_loudness {
  double integrated_lufs = 0;
  double true_peak_dbtp = 0;
};
heard_loudness heard_loudness_of(const std::filesystem::path& film);

/// A caption as ffprobe's packets or a caption file give it.
struct read_cue {
  int64_t start_ms = 0;
  int64_t end_ms = 0;
  /// Lines, '\n' between them, tags and escapes undone.
  std::string text;
  bool operator==(const read_cue&) const = default;
};
/// Of the film's text track; empty samples are no cues.
std::vector<read_cue> track_cues(const std::filesystem::path& film);
std::vector<read_cue> vtt_cues(const std::filesystem::path& file);
std::vector<read_cue> srt_cues(const std::filesystem::path& file);

/// Format tags as ffprobe reads them: "comment" -> its text.
std::string tag_of(const std::filesystem::path& film, const std::string& name);
/// Bodies of the uuid boxes on the top level of an ISO media file, without
/// size and type, walked box by box; nothing when the walk doesn't end at the
/// file's end.
std::vector<std::string> uuid_boxes(const std::filesystem::path& film);

/// Samples by which `part` lies later in `whole` than at `expected`, within
/// `reach` to either side, where they are most alike; reach + 1 when they are
/// nowhere.
int64_t offset_of(std::span<const int16_t> part, std::span<const int16_t> whole,
                  int64_t expected, int64_t reach);

} // namespace troupe::test
