/// What a session says, in the events of the videos door (docs/videos.md): each
/// event of the log under the id of its seq, and progress in between, without
/// an id. Pure; owned by one connection.
#pragma once

#include "protocol/ad_stream.hpp"

namespace troupe {

class job_stream {
public:
  explicit job_stream(uint64_t after) : after_(after) {}

  /// All events of the session in order, from the first.
  std::vector<stream_event> take(const session_event& x);
  std::vector<stream_event> take(const session_progress& x);
  bool ended() const { return ended_; }

private:
  stream_event event_of(std::string name) const;

  session_summary line_;
  session_progress now_;
  uint64_t after_;
  double percentage_ = 0;
  bool ended_ = false;
};

} // namespace troupe
