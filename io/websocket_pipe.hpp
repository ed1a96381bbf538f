/// One WebSocket as the rest of io sees it: a dumb object with one read loop
/// and one bounded write queue. It knows frames, not films. Made for an
/// upgraded connection; kept alive by its own operations; everything here is
/// called on, and calls back on, its io thread. An actor reaches it through
/// bridge.hpp only.
#pragma once

#include "io/http_types.hpp"
#include "io/websocket_outbox.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace troupe {

namespace close_code {
inline constexpr uint16_t normal = 1000;
inline constexpr uint16_t going_away = 1001;
inline constexpr uint16_t abnormal = 1006; ///< never sent
inline constexpr uint16_t policy = 1008; ///< also: nobody we know
inline constexpr uint16_t internal = 1011;
inline constexpr uint16_t try_later = 1013;
inline constexpr uint16_t idle = 4408;
} // namespace close_code

class websocket_pipe {
 public:
  struct listener {
    /// A text frame. The next is read after read_next().
    std::function<void(std::string)> on_text;
    /// A binary frame; its content is dropped. Then as on_text.
    std::function<void()> on_binary;
    /// The end, once. The code is the one sent or received.
    std::function<void(uint16_t)> on_closed;
  };

  virtual ~websocket_pipe() = default;

  /// Sets who is told, and reads the first frame.
  virtual void listen(listener x) = 0;
  /// The last frame has been taken: read another.
  virtual void read_next() = 0;
  /// Queues a message. Over the limit the socket closes with 1013.
  virtual void send(outgoing message) = 0;
  /// Sends what is queued, then closes. Later messages are dropped.
  virtual void close(uint16_t code, std::string reason) = 0;
};

using websocket_pipe_ptr = std::shared_ptr<websocket_pipe>;

} // namespace troupe
