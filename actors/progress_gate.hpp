/// Lets through what people can read: at most one progress an interval, and a
/// percent that never goes back within one version of a stage. Pure; owned by
/// SESSION.
#pragma once

#include "protocol/session.hpp"

#include <chrono>
#include <optional>

namespace troupe {

class progress_gate {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// What to tell now, if anything.
  std::optional<session_progress> pass(session_progress x, time_point now);

 private:
  stage at_ = stage::scenes;
  uint32_t version_ = 0;
  double percent_ = 0;
  std::optional<time_point> last_;
};

} // namespace troupe
