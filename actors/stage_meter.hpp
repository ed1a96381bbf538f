/// How far a stage run is, in percent of its measured cost, and how long it
/// will take: pieces that were reused count as done but not for the speed.
/// Pure; owned by STAGE.
#pragma once

#include "protocol/piece.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace troupe {

class stage_meter {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  stage_meter() = default;
  stage_meter(const std::vector<piece>& pieces, time_point start);

  /// The piece at this index was there before.
  void reused(size_t index);
  /// The piece at this index is this far (0..1); never goes back.
  void advanced(size_t index, double done);

  double percent() const;
  /// Seconds left, negative when nothing is known yet.
  double seconds_left(time_point now) const;
  /// What happens: "Rendering scene 3 of 7".
  const std::string& message(size_t index) const { return messages_[index]; }

 private:
  std::vector<double> costs_;
  std::vector<double> done_;
  std::vector<std::string> messages_;
  double total_ = 0;
  double reused_ = 0;
  time_point start_;
};

} // namespace troupe
