/// What all connections of one server share. Filled before the first
/// connection, then only read; the counters are atomic. Any thread.
#pragma once

#include "io/http_types.hpp"
#include "io/io_limits.hpp"
#include "io/io_thread.hpp"
#include "io/origin.hpp"
#include "io/websocket_pipe.hpp"
#include "protocol/metrics.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace troupe {

/// Called on the pipe's thread when the handshake is done.
using websocket_route = std::function<void(
  const http_request&, const websocket_pipe_ptr&, const io_thread_ptr&)>;

struct server_context {
  io_limits limits;
  origin_rules origins;
  request_handler handler;
  /// By path: "/ws/creator".
  std::map<std::string, websocket_route, std::less<>> websockets;
  metrics_ptr counters;
  /// Begins every request id, so that ids of two runs differ.
  std::string id_prefix;
  std::atomic<uint64_t> requests = 0;
  /// Bodies that are being read or handled.
  std::atomic<uint64_t> body_bytes = 0;
};

using server_context_ptr = std::shared_ptr<server_context>;

/// A share of limits.all_bodies_bytes, given back when it goes.
class body_reservation {
 public:
  body_reservation() = default;
  ~body_reservation() { release(); }
  body_reservation(const body_reservation&) = delete;
  body_reservation& operator=(const body_reservation&) = delete;

  bool take(const server_context_ptr& from, uint64_t bytes) {
    release();
    if (from->body_bytes.fetch_add(bytes) + bytes
        > from->limits.all_bodies_bytes) {
      from->body_bytes -= bytes;
      return false;
    }
    from_ = from;
    bytes_ = bytes;
    return true;
  }

  void release() {
    if (from_)
      from_->body_bytes -= bytes_;
    from_.reset();
  }

 private:
  server_context_ptr from_;
  uint64_t bytes_ = 0;
};

} // namespace troupe
