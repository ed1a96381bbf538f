/// Opening, starting and ending a film the way every one of ours is written:
/// index in front, no dates, no library versions. MP4 where nothing else is
/// said. Only .cpp files of this floor include this. One object belongs to one
/// thread.
#pragma once

#include "media/av_ptr.hpp"
#include "protocol/film_delivery.hpp"

#include <cstdint>
#include <filesystem>

namespace troupe {

/// FFmpeg prints reports of its own to stderr; what matters comes back as a
/// code. Called before any codec or file is opened; once is enough.
void silence_libav();

/// A muxer on that file, which is made or emptied.
result<output_ptr> create_movie(const std::filesystem::path& path,
                                film_container container
                                = film_container::mp4);

/// Writes the header: all streams must be known.
result<void> begin_movie(AVFormatContext& movie,
                         film_container container = film_container::mp4);

/// Writes the index, closes the file, and tells of any write that failed on
/// the way.
result<void> end_movie(output_ptr movie);

/// Opens a film of ours, its streams known from the header.
result<input_ptr> open_movie(const std::filesystem::path& path,
                             film_container container = film_container::mp4);

} // namespace troupe
