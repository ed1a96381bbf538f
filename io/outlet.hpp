/// What a connection actor knows of its socket: an outlet for messages, and
/// the frames that come in as messages. The bridge makes both; tests have
/// their own.
#pragma once

#include "io/websocket_outbox.hpp"
#include "protocol/actors.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace troupe {

/// Any thread; calls are carried out in their order, later.
class outlet {
 public:
  virtual ~outlet() = default;
  /// Queues a message; a reader that is too slow is closed.
  virtual void send(outgoing message) = 0;
  /// The last frame has been taken: the next may be read.
  virtual void read_next() = 0;
  /// Sends what is queued, then closes.
  virtual void close(uint16_t code, std::string reason) = 0;
};

using outlet_ptr = std::shared_ptr<outlet>;

/// CONNECTION: one WebSocket; follows a session and speaks its codec. These
/// messages stay on the node.
using connection_actor = watcher_actor::extend<
  // BRIDGE: a text frame came. No other comes before read_next().
  caf::reacts_to<atom::internal, std::string>,
  // BRIDGE: a frame came that is no text. As above.
  caf::reacts_to<atom::internal, atom::failed>,
  // BRIDGE: the socket has closed.
  caf::reacts_to<atom::internal, atom::done>>;

} // namespace troupe
