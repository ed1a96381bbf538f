/// The sound of a film as it goes into all its files: one AAC track in an
/// .m4a. Encoded once and copied from then on, because encoding is dearer than
/// everything else that joining a film does. The same samples give the same
/// bytes. Blocking (about 1/70 of the sound's length); any thread.
#pragma once

#include "media/progress.hpp"
#include "protocol/error.hpp"

#include <filesystem>
#include <stop_token>

namespace troupe {

/// `wav` as mix_soundtrack writes it: 48 kHz, stereo, 16 bit. Written beside
/// `out` and renamed.
result<void> encode_sound(const std::filesystem::path& wav,
                          const std::filesystem::path& out,
                          std::stop_token stop = {},
                          const media_progress& progress = {});

} // namespace troupe
