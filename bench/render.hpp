/// What the parts of `render` share: sample scenes, CPU times, and the peers
/// that draw a comparable scene. One thread.
#pragma once

#include "media/painter.hpp"
#include "protocol/composition.hpp"

#include <optional>
#include <string>
#include <vector>

namespace troupe::bench {

/// A scene of bench/scenes with a made-up narration.
struct scene_sample {
  std::string name;
  composition picture;
  media::scene_timing timing;
};

/// The scenes of a film at 16:9 and so many lines, each cut to `frames`
/// frames (0 = its own length).
std::vector<scene_sample> scenes_of(const std::string& folder,
                                    const std::string& type, uint32_t lines,
                                    uint32_t frames);

/// Seconds of CPU that this process used.
double cpu_now();
/// CPU seconds of a program and its children; nothing when it failed.
std::optional<double> cpu_of(const std::vector<std::string>& command);
bool is_installed(const std::string& program);

/// The smallest: what others do on the machine only ever adds.
double best(const std::vector<double>& x);

/// A bullets scene of the same length, texts and encoder settings, made by
/// others; CPU seconds. `folder` is for their input and output.
std::optional<double> run_ffmpeg(const scene_sample& x,
                                 const std::string& folder);
std::optional<double> run_melt(const scene_sample& x,
                               const std::string& folder);
/// The whole program on a film of this one scene, speech, music, captions,
/// poster and all, into `folder`/program.mp4.
std::optional<double> run_program(const std::string& program,
                                  const scene_sample& x,
                                  const std::string& folder);

} // namespace troupe::bench
