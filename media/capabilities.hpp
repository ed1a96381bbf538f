/// What this machine can make: encoders and voices, each tried, for
/// `troupe doctor`. Blocking; any thread.
#pragma once

#include <string>
#include <vector>

namespace troupe {

/// One thing this floor needs, for `troupe doctor`.
struct capability {
  /// "H.264 encoder libx264", "voice slt", ...
  std::string name;
  bool ok = false;
  /// Version, or what went wrong.
  std::string detail;
  /// What to do; empty when ok.
  std::string remedy;
};

/// Tries each: encodes a picture, speaks a word. Under 100 ms.
std::vector<capability> media_capabilities();

} // namespace troupe
