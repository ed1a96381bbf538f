/// Tiny clips, made by the ffmpeg program on first use and kept for the run.
#pragma once

#include "protocol/json.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe::test {

using clip_bytes = std::vector<uint8_t>;

/// What ffmpeg makes of a lavfi source with these output options, in a file of
/// this extension. Fails the test when it can't.
const clip_bytes& made_clip(const std::string& source,
                            const std::vector<std::string>& options,
                            const std::string& extension);

/// H.264 in MP4, `seconds` long: a picture whose grey tells the number of the
/// frame (luma 16 + 2 * n), so that a test sees which one is shown.
const clip_bytes& counting_clip(const std::string& size, int fps,
                                double seconds,
                                const std::vector<std::string>& more = {});

/// The first place where these bytes are, with others in their place.
clip_bytes patched(clip_bytes x, const std::string& find,
                   const std::string& replace, size_t offset = 0);

} // namespace troupe::test
