/// What a media worker calls to make a piece: the seam between actors/ and the
/// floors that do the work. Blocking; called from the worker's own thread, by
/// several workers at once.
#pragma once

#include "protocol/messages.hpp"

#include <functional>

namespace troupe {

/// Called with 0..1 from the thread that works, at most every 50 ms or so.
using progress_sink = std::function<void(double)>;

/// Makes pieces and publishes films inside the data folder.
class maker {
 public:
  virtual ~maker() = default;

  /// Makes the files of a piece in outputs/videos/<session>/pieces/<key>/
  /// (written beside, synced, renamed) and says what later stages need.
  /// A finished folder of that key is used as it is. ec::cancelled within a
  /// frame after `stop`, leaving nothing behind.
  virtual result<piece_record> make(const piece_job& job, std::stop_token stop,
                                    const progress_sink& progress) = 0;

  /// Puts the files named in the data of a render stage under the session's
  /// public names (final.mp4, captions.vtt, ...), each replaced atomically.
  virtual result<void> publish(const session_id& session,
                               const std::string& render_data) = 0;
};

} // namespace troupe
