/// The scenes of bench/scenes as compositions with a made-up narration, for
/// tests of the painter. One thread.
#pragma once

#include "media/painter.hpp"

#include <string>
#include <vector>

namespace troupe::test {

struct sample {
  std::string name;
  composition picture;
  media::scene_timing timing;
};

/// All scenes of all five films at an aspect ratio. Fails the test when a file
/// can't be read.
std::vector<sample> sample_scenes(const std::string& aspect, uint32_t side);

} // namespace troupe::test
