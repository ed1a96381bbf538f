/// What is done for each kind of media piece: reads the spec, writes files
/// into a folder, returns the meta that later stages need. Blocking; any
/// thread, several at once.
#pragma once

#include "protocol/json.hpp"
#include "protocol/maker.hpp"

#include <filesystem>
#include <stop_token>

namespace troupe {

/// Where a piece is made, and where finished pieces of its session lie.
struct workbench {
  /// Files go here.
  std::filesystem::path folder;
  /// The session's pieces, each in a folder named by its key.
  std::filesystem::path pieces;
  std::stop_token stop;
  progress_sink progress;
};

/// preview.jpg
result<json> make_still(const json& spec, const workbench& bench);
/// preview.mp4: the first seconds, small and without sound.
result<json> make_motion(const json& spec, const workbench& bench);
/// voice.wav; meta: duration_us, words.
result<json> make_narration(const json& spec, const workbench& bench);
/// scene.mp4; meta: frames, bytes.
result<json> make_segment(const json& spec, const workbench& bench);
/// soundtrack.wav; meta: loudness, true peak.
result<json> make_soundtrack(const json& spec, const workbench& bench);
/// film.mp4, captions.vtt, captions.srt, poster.jpg, manifest.json.
result<json> make_film(const piece_job& job, const json& spec,
                       const workbench& bench);

} // namespace troupe
