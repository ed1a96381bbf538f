/// BGRA to I420, BT.709 limited range: what the encoder eats. Pure integer
/// arithmetic, so that machines with and without AVX2 give the same bytes.
/// Any thread.
#pragma once

#include "media/picture_view.hpp"

namespace troupe::media {

/// Width and height must be even. Uses AVX2 when the processor has it.
void to_i420(const bgra_view& from, const i420_target& to);

/// The same without AVX2. Gives exactly the same bytes.
void to_i420_scalar(const bgra_view& from, const i420_target& to);

} // namespace troupe::media
