/// The poster in the sizes that lists and pages want.
#pragma once

#include "media/picture_view.hpp"
#include "protocol/error.hpp"

#include <filesystem>

namespace troupe {

/// thumb_small.jpg, thumb_medium.jpg, thumb_large.jpg: 320, 640 and 1280
/// pixels on the longer side, never more than the poster has. Blocking.
result<void> write_thumbnails(const media::bgra_view& poster,
                              const std::filesystem::path& folder);

} // namespace troupe
