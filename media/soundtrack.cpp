#include "media/soundtrack.hpp"

#include "protocol/defaults.hpp"

namespace troupe {

uint64_t soundtrack_samples(uint32_t frames, uint32_t fps) {
  return (uint64_t{frames} * defaults::sample_rate + fps / 2) / fps;
}

} // namespace troupe
