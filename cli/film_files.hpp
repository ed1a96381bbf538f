/// Brings a finished film to where a person wants it: each file is written
/// beside and renamed, so that nobody ever finds half a film. Blocking; any
/// thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/film_delivery.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace troupe {

struct saved_film {
  std::filesystem::path film;
  /// Beside the film: same name, .vtt and .srt; empty when there are none.
  std::filesystem::path captions;
  std::filesystem::path subtitles;
  uint64_t bytes = 0;
};

/// Which format a film is asked for in. `output_format` is a field of the
/// person's, or empty; then the end of `film` decides. A film without a name
/// gets one in this folder. invalid_argument when both say different things;
/// a word that is no format is left to the check of the payload.
result<film_container> agree_on_format(std::filesystem::path& film,
                                       const std::string& output_format);

/// `folder` is the session's, with the film in that format in it. Existing
/// files of these names are replaced.
result<saved_film> save_film(const std::filesystem::path& folder,
                             const std::filesystem::path& film,
                             film_container format = film_container::mp4);

/// Says at once what save_film() would find at the end: no folder, no right
/// to write, or a folder in the film's place.
[[nodiscard]] error check_film_path(const std::filesystem::path& film);

/// The same of any file that a flag names: the sentence begins with the flag.
[[nodiscard]] error check_target(std::string_view flag,
                                 const std::filesystem::path& file);

/// "2.4 MB".
std::string spoken_size(uint64_t bytes);

} // namespace troupe
