/// A WebSocket client that blocks: for the terminal client and for tests. A
/// thread of its own reads and answers pings while nobody receives. One user
/// thread; not an actor.
#pragma once

#include "io/http_types.hpp"
#include "protocol/error.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace troupe {

struct websocket_target {
  std::string host = "127.0.0.1";
  uint16_t port = 8000;
  std::string path = "/ws/creator";
  /// Sent when not empty, as browsers do.
  std::string origin;
  /// Further headers of the upgrade, like Authorization.
  http_headers headers;
  /// Of connecting and of one send.
  std::chrono::milliseconds deadline = std::chrono::seconds{5};
};

class websocket_client {
 public:
  /// unavailable when nobody listens there, forbidden or invalid_argument with
  /// the server's own words when it refuses, timeout.
  static result<websocket_client> connect(const websocket_target& target);

  websocket_client(websocket_client&&) noexcept;
  websocket_client& operator=(websocket_client&&) noexcept;
  /// Closes without waiting for the other side.
  ~websocket_client();

  /// Returns when the message has gone to the socket.
  error send(std::string text);

  /// The next text message. ec::timeout when none comes in time,
  /// ec::unavailable when the socket is closed and all messages were read.
  result<std::string> receive(std::chrono::milliseconds timeout);

  /// Says goodbye with 1000 and waits for the answer, at most the deadline.
  void close();

  /// Waits until the socket is closed; false when it stays open.
  bool wait_until_closed(std::chrono::milliseconds timeout);
  /// Of the server's close frame; 0 while open, 1006 when there was none.
  uint16_t close_code() const;
  std::string close_reason() const;

 private:
  class impl;
  explicit websocket_client(std::shared_ptr<impl> x);
  void drop();
  std::shared_ptr<impl> impl_;
};

} // namespace troupe
