/// Still pictures: PNG by Cairo, JPEG by libavcodec. Written beside and
/// renamed, so that nobody sees half a file. Blocking; any thread.
#pragma once

#include "media/picture_view.hpp"
#include "protocol/error.hpp"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace troupe::media {

/// Encoded PNG, opaque.
result<std::vector<std::byte>> encode_png(const bgra_view& picture);
/// Encoded baseline JPEG 4:2:0; quality 1..100, 90 is hardly distinguishable.
result<std::vector<std::byte>> encode_jpeg(const bgra_view& picture,
                                           int quality = 90);

result<void> write_png(const std::filesystem::path& path,
                       const bgra_view& picture);
result<void> write_jpeg(const std::filesystem::path& path,
                        const bgra_view& picture, int quality = 90);

} // namespace troupe::media
