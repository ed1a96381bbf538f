/// What one server grants its connections. Values from protocol/defaults.hpp;
/// tests make them small, so that a deadline is reached at once. Value type.
#pragma once

#include "protocol/defaults.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace troupe {

struct io_limits {
  using duration = std::chrono::milliseconds;

  size_t header_bytes = defaults::header_max_bytes;
  duration header_deadline = defaults::header_deadline;
  uint64_t body_bytes = defaults::body_max_bytes;
  duration body_deadline = defaults::body_deadline;
  /// Bodies in memory at once, over all connections; more get 503.
  uint64_t all_bodies_bytes = defaults::all_bodies_max_bytes;
  duration keep_alive_idle = defaults::keep_alive_idle;
  /// One piece of a response, or one burst of WebSocket messages.
  duration write_deadline = defaults::write_deadline;
  /// How long a closed connection may take to read what it was sent.
  duration linger = defaults::linger;

  size_t connections = defaults::connection_limit;
  size_t connections_per_address = defaults::connection_limit_per_address;

  duration handshake_deadline = defaults::handshake_deadline;
  size_t frame_bytes = defaults::frame_max_bytes;
  /// Frames above it take part in all_bodies_bytes, and have body_deadline.
  size_t control_frame_bytes = defaults::control_frame_max_bytes;
  duration ping_interval = defaults::ping_interval;
  /// A comment in an event stream that has nothing to say.
  duration heartbeat_interval = defaults::heartbeat_interval;
  size_t outbox_messages = defaults::outbox_max_messages;
  size_t outbox_bytes = defaults::outbox_max_bytes;

  /// From stop() until connections that still work are cut.
  duration drain_deadline = defaults::drain_deadline;
};

} // namespace troupe
