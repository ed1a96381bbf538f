/// What a session says, brought to a thread that waits for it: the actor
/// writes into a queue, the main thread reads. The session sends few events
/// and the reader always reads, so the queue stays short.
#pragma once

#include "protocol/actors.hpp"

#include <caf/actor_system.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace troupe {

/// Nothing more will come, and why.
struct feed_end {
  std::string reason;
};

using feed_item = std::variant<session_event, session_progress, feed_end>;

class film_feed {
 public:
  explicit film_feed(caf::actor_system& system);
  ~film_feed();
  film_feed(const film_feed&) = delete;
  film_feed& operator=(const film_feed&) = delete;

  /// For atom::watch.
  const watcher_actor& watcher() const { return watcher_; }
  std::optional<feed_item> next(std::chrono::milliseconds timeout);

  struct queue;

 private:
  std::shared_ptr<queue> queue_;
  watcher_actor watcher_;
};

} // namespace troupe
