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
  /// What people sent for the session, by id.
  std::filesystem::path uploads{};
  /// The program that decodes it: see media/picture_decode.hpp.
  std::filesystem::path decoder{};
};

/// picture.raw; meta: width, height, has_alpha, luminance, colors.
result<json> make_picture(const piece_job& job, const json& spec,
                          const workbench& bench);
/// clip.mp4, hardly any loss; meta: width, height, frames, bytes.
result<json> make_clip(const piece_job& job, const json& spec,
                       const workbench& bench);
/// preview.jpg; meta: the colours that had to give way.
result<json> make_still(const json& spec, const workbench& bench);
/// preview.mp4: the first seconds, small and without sound.
result<json> make_motion(const json& spec, const workbench& bench);
/// voice.wav, ready to be mixed; meta: duration_us, words.
result<json> make_narration(const json& spec, const workbench& bench);
/// scene.mp4 and thumbnails.bgra; meta: frames, bytes, findings of the checker.
result<json> make_segment(const json& spec, const workbench& bench);
/// music.wav; meta: samples, loudness.
result<json> make_music(const json& spec, const workbench& bench);
/// soundtrack.m4a; meta: loudness, true peak.
result<json> make_soundtrack(const piece_job& job, const json& spec,
                             const workbench& bench);
/// scene.mp4: the frames that two scenes share.
result<json> make_transition(const json& spec, const workbench& bench);
/// animatic.mp4: stills with the voice, small.
result<json> make_animatic(const piece_job& job, const json& spec,
                           const workbench& bench);
/// live.json: what live_stream plays, and in which order.
result<json> make_live(const piece_job& job, const json& spec,
                       const workbench& bench);
/// film.mp4, captions.vtt, captions.srt, manifest.json; with thumbnails also
/// poster.jpg, thumb_small.jpg, thumb_medium.jpg, thumb_large.jpg, sprites.jpg,
/// sprites.vtt.
result<json> make_film(const piece_job& job, const json& spec,
                       const workbench& bench);
/// The film in another container, and its manifest with that file in it; meta:
/// container, frames, bytes.
result<json> make_delivery(const piece_job& job, const json& spec,
                           const workbench& bench);

} // namespace troupe
