/// Joins segments and a soundtrack to the film people get: H.264 packets are
/// and AAC packets are copied, captions and chapters go along; index in front,
/// AI disclosure inside, no dates: the same inputs give the same bytes.
/// Blocking (about 10 ms a minute of film); any thread, several at once.
#pragma once

#include "media/captions.hpp"
#include "media/progress.hpp"
#include "protocol/error.hpp"
#include "protocol/film_format.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace troupe {

struct film_chapter {
  std::string title;
  uint32_t first_frame = 0;
};

struct film_request {
  film_format format;
  /// Made by encode_segment with that format, in the film's order.
  std::vector<std::filesystem::path> segments;
  /// Made by encode_sound, for the sum of the segments' frames.
  std::filesystem::path soundtrack;
  /// In order, the first at frame 0. May be empty.
  std::vector<film_chapter> chapters;
  /// Written beside the film in any case.
  std::vector<caption_cue> captions;
  /// Whether they are a track of the film too.
  bool has_caption_track = true;
  std::string title;
  /// As in the payload ("en", "en-US"); two-letter codes get their MP4 name.
  std::string language = "en";
};

struct film_info {
  uint32_t frames = 0;
  std::chrono::microseconds duration{0};
  uint64_t bytes = 0;
};

/// Names of the files that mux_film writes.
inline constexpr const char* film_file = "film.mp4";
inline constexpr const char* vtt_file = "captions.vtt";
inline constexpr const char* srt_file = "captions.srt";

/// IPTC's name for films like ours, as written into each film: a composite of
/// which at least the voice comes from a trained model.
inline constexpr const char* digital_source_type = "compositeSynthetic";

/// Writes film.mp4, captions.vtt and captions.srt into `out_dir`, which must
/// be there; each beside its name first. The film is probed before it gets its
/// name: length, streams and frames are as asked, or it's ec::media_failed.
result<film_info> mux_film(const film_request& request,
                           const std::filesystem::path& out_dir,
                           std::stop_token stop = {},
                           const media_progress& progress = {});

} // namespace troupe
