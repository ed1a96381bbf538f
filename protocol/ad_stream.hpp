/// What a session says, in the events of the ads door (docs/ads.md): an order
/// that never changes, so that an event's id is its place in it. A stream that
/// is followed again gives the same events with the same ids, whatever was cut
/// or crashed in between. Pure; owned by one connection.
///
///   1 step1, 2 step1_complete, 3.. step2_clip, then step3, step4, step5, and
///   last_stream_id for complete or error.
#pragma once

#include "protocol/session.hpp"
#include "protocol/session_line.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// One event of an event stream.
struct stream_event {
  /// Empty: one that nobody can go on from.
  std::string id;
  std::string name;
  /// One line of JSON.
  std::string data;
  /// May be replaced by a later one.
  bool is_progress = false;

  bool operator==(const stream_event&) const = default;
};

/// The id of complete and error: after all others.
inline constexpr uint64_t last_stream_id = 1'000'000;

class ad_stream {
public:
  /// `after` is the last id the client has seen; 0: none.
  explicit ad_stream(uint64_t after) : after_(after) {}

  /// What the client hears of it. All events of the session in order, from the
  /// first; progress of the running stage in between.
  std::vector<stream_event> take(const session_event& x);
  std::vector<stream_event> take(const session_progress& x);

  /// complete or error has been given, now or before.
  bool ended() const { return ended_; }

private:
  void reach(std::vector<stream_event>& out, uint64_t place);
  void end(std::vector<stream_event>& out, std::string name, std::string data);
  stream_event at(uint64_t place) const;
  uint64_t clips_begin() const { return 3; }
  uint64_t merge_place() const { return clips_begin() + clips_; }

  session_summary line_;
  uint64_t after_;
  /// The last place that was reached.
  uint64_t place_ = 0;
  uint64_t clips_ = 0;
  std::string voice_engine_ = "Flite";
  bool ended_ = false;
};

} // namespace troupe
