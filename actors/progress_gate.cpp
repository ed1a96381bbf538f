#include "actors/progress_gate.hpp"

#include "protocol/defaults.hpp"

#include <algorithm>

namespace troupe {

std::optional<session_progress> progress_gate::pass(session_progress x,
                                                    time_point now) {
  if (x.at != at_ || x.version != version_)
    percent_ = 0;
  at_ = x.at;
  version_ = x.version;
  x.percent = percent_ = std::max(x.percent, percent_);
  if (last_ && now - *last_ < defaults::progress_interval)
    return std::nullopt;
  last_ = now;
  return x;
}

} // namespace troupe
