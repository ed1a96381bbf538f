/// One picture as the encoder takes it: planar YUV 4:2:0, 8 bit, BT.709,
/// limited range. A view never owns its bytes; they must stay as they are
/// until the function it was given to has returned. Value type; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <functional>

namespace troupe {

/// Width and height are those of the film format it is used with (both even);
/// u and v have half of each. Strides are in bytes and at least the width of
/// their plane.
struct i420_view {
  const uint8_t* y = nullptr;
  const uint8_t* u = nullptr;
  const uint8_t* v = nullptr;
  uint32_t y_stride = 0;
  uint32_t u_stride = 0;
  uint32_t v_stride = 0;
};

/// Draws frame number n of a scene. Called with 0, 1, 2, ... on the thread
/// that encodes; the view must stay valid until the next call. An error ends
/// the encoding and is handed on.
using frame_source = std::function<result<i420_view>(uint32_t index)>;

} // namespace troupe
