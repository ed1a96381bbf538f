/// Pictures that repeat the one before them cost a dozen bytes and no encoding:
/// a slice of skipped macroblocks (P_Skip, ITU-T H.264 7.4.5 and 8.4.1.1).
/// Between two pictures of an encoder such slices can be put when the stream
/// has no B-pictures (picture order count of type 2: pictures are shown in the
/// order in which they are decoded), and every slice after them gets the number
/// that it now has (frame_num, 7.4.3). Annex B byte streams. Pure; one object
/// belongs to one thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

class picture_numbers {
 public:
  /// `parameters`: the stream's parameter sets. ec::media_failed for a stream
  /// that pictures can't be put into.
  static result<picture_numbers> read(std::string_view parameters);

  /// The same picture with the number that is its turn.
  result<std::string> numbered(std::string_view picture);

 private:
  uint32_t bits_ = 0;
  uint32_t next_ = 0;
};

} // namespace troupe
