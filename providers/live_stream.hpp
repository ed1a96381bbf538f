/// A film that plays while it is rendered: as soon as a scene's pictures are
/// there, and those of all scenes before it, they are put into the list that
/// players read (HLS, EVENT).
///
///   <session>/live/<key>/live.json    what it consists of (the live piece)
///                        live.m3u8    grows; ends with ENDLIST
///                        head.mp4, part_<n>.m4s
///
/// All there is to know lies on the disk, so it goes on after a restart. None
/// of it is needed for the film: it is not synced, and its failures are told
/// to the log of nobody. Blocking (some milliseconds a part); any thread.
#pragma once

#include "protocol/piece_spec.hpp"

#include <filesystem>
#include <mutex>

namespace troupe {

inline constexpr const char* live_plan_file = "live.json";

/// What the live piece holds. `soundtrack` is the piece of that name.
std::string live_plan_text(const live_spec& spec,
                           const content_key& soundtrack);

class live_stream {
 public:
  /// Begins the list of that live piece; an older one of the session goes.
  void open(const std::filesystem::path& session, const content_key& live);
  /// Adds what has been made since, in the film's order.
  void advance(const std::filesystem::path& session);

 private:
  /// Parts come from every worker, and each list grows at its end only.
  std::mutex mutex_;
};

} // namespace troupe
