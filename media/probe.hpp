/// Looks at films this floor has made. For our own files only: bytes of users
/// never come here. Blocking; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/film_delivery.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace troupe {

/// What a film holds, counted packet by packet.
struct film_probe {
  uint32_t width = 0;
  uint32_t height = 0;
  /// Frames a second, rounded.
  uint32_t fps = 0;
  /// Video packets; each is one frame.
  uint32_t frames = 0;
  /// Of the whole file.
  std::chrono::microseconds duration{0};
  /// Ends of the tracks on the film's time line; 0 without such a track.
  std::chrono::microseconds video_end{0};
  std::chrono::microseconds audio_end{0};
  std::string video_codec;
  std::string audio_codec;
  uint32_t sample_rate = 0;
  uint32_t channels = 0;
  /// Packets of the caption track that hold text.
  uint32_t captions = 0;
  /// Whether players show the caption track without being asked.
  bool shows_captions = false;
  /// Titles in order.
  std::vector<std::string> chapters;
  /// moov lies before mdat (MP4, MOV).
  bool index_in_front = false;
  /// DTS rise strictly and PTS are unique in every track.
  bool times_in_order = false;
  /// Tags of the file.
  std::string title;
  std::string comment;
};

result<film_probe> probe_film(const std::filesystem::path& path,
                              film_container container = film_container::mp4);

/// Decodes every video frame: the SHA-256 of each picture in the order shown,
/// or the first error. For tests.
result<std::vector<std::string>>
decoded_frame_digests(const std::filesystem::path& path,
                      film_container container = film_container::mp4);

/// All of them as one: two films with equal pictures give equal texts.
result<std::string> decoded_video_digest(const std::filesystem::path& path);

} // namespace troupe
