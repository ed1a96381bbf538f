/// How a film is handed over: in which container, with or without captions and
/// small pictures. From the payload; plain values; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// mp4 is always made; the others are made from it. See docs/videos.md.
enum class film_container : uint8_t {
  mp4,  ///< H.264, AAC
  mov,  ///< the same packets in Apple's container
  webm, ///< VP9, Opus
  avi,  ///< the same pictures, MP3
};

/// Name and file extension: "webm".
std::string_view to_string(film_container x);
/// Of the word, in small letters; invalid_argument otherwise.
result<film_container> parse_film_container(std::string_view text);
/// In the order in which they are named to people.
const std::vector<std::string>& film_containers();

struct film_delivery {
  film_container container = film_container::mp4;
  /// False: captions are neither burned in nor a track of the film. The files
  /// .vtt and .srt are written all the same.
  bool has_captions = true;
  /// Poster, thumbnails and the strip for a player's time line.
  bool has_thumbnails = true;

  bool operator==(const film_delivery&) const = default;
};

/// output_format, enable_subtitles and enable_thumbnails of a checked payload.
film_delivery delivery_of(const json& payload);

/// "film.webm" in a piece, "final.webm" among a session's public files.
std::string file_in(film_container x, std::string_view stem);

} // namespace troupe
