/// The write queue of one WebSocket: bounded by count and by bytes. Results
/// are never dropped: over the limit the reader is too slow and must come back
/// by replay. Of progress only the latest waits. Pure; owned by the pipe.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace troupe {

/// A message on its way to a client.
struct outgoing {
  std::string text;
  /// May be replaced by a later one.
  bool is_progress = false;
  /// What a client needs to go on after this message, for close reasons:
  /// "session_id=... since=12". Empty: as before.
  std::string resume_mark;
};

class websocket_outbox {
 public:
  enum class verdict { queued, replaced, full };

  websocket_outbox(size_t max_messages, size_t max_bytes)
    : max_messages_(max_messages), max_bytes_(max_bytes) {}

  /// `full` when a result does not fit. Progress that does not fit counts as
  /// replaced: it is dropped. A queue with messages never becomes empty here.
  verdict push(outgoing message);
  /// The next message; there must be one.
  outgoing pop();
  void clear();

  bool empty() const { return queue_.empty(); }
  size_t size() const { return queue_.size(); }
  size_t bytes() const { return bytes_; }

 private:
  size_t max_messages_;
  size_t max_bytes_;
  size_t bytes_ = 0;
  std::deque<outgoing> queue_;
};

} // namespace troupe
