/// Speech at the rate of the voices becomes speech at the rate of films. Pure
/// but for memory; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace troupe {

/// Mono; the result has exactly size * to / from samples (rounded down) and
/// isn't shifted in time.
result<std::vector<int16_t>> resample(std::span<const int16_t> samples,
                                      uint32_t from, uint32_t to);

} // namespace troupe
