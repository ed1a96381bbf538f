/// A finished film once more, in another container. MOV takes the packets of
/// the MP4 as they are, tracks and chapters with them. AVI takes the pictures,
/// and the sound as MP3. WebM is encoded anew (VP9, Opus) from the decoded
/// film: decoding is 2 % of it. The same film gives the same bytes, whatever
/// else the machine does: one thread, no clock in the encoder's decisions.
/// Blocking (MOV and AVI: about 20 ms a minute of film and the sound; WebM:
/// docs/videos.md); any thread, several at once.
#pragma once

#include "media/progress.hpp"
#include "protocol/error.hpp"
#include "protocol/film_delivery.hpp"
#include "protocol/film_format.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace troupe {

struct delivery_request {
  /// film.mp4 as mux_film() wrote it: our own file.
  std::filesystem::path film;
  /// Not mp4.
  film_container container = film_container::mov;
  /// Of the film.
  film_format format;
  uint32_t frames = 0;
  std::string title;
  /// As for mux_film.
  std::string language = "en";
};

/// Size of the file in bytes. Written beside `out` and renamed, probed before:
/// pictures, length and tags are those of the film, or it's ec::media_failed.
/// ec::cancelled within a frame.
result<uint64_t> deliver_film(const delivery_request& request,
                              const std::filesystem::path& out,
                              std::stop_token stop = {},
                              const media_progress& progress = {});

} // namespace troupe
