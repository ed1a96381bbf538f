/// The HTTP and WebSocket server: io threads, listener, connections. Made by
/// the composition root; start() and stop() from one thread, the rest from
/// any.
#pragma once

#include "io/gate.hpp"
#include "io/http_types.hpp"
#include "io/io_limits.hpp"
#include "io/ticket_box.hpp"
#include "protocol/actors.hpp"
#include "protocol/metrics.hpp"

#include <caf/fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace troupe {

struct server_options {
  /// An IP address.
  std::string bind = "127.0.0.1";
  /// 0 takes a free one; port() tells which.
  uint16_t port = 8000;
  /// 0 takes 1 for up to 2 cores, then a quarter of them, at most 4.
  unsigned threads = 0;
  io_limits limits;
  /// Names this server answers to besides loopback names, without port. Empty
  /// on an address that is not loopback: all names.
  std::vector<std::string> allowed_hosts;
  /// Pages that may open sockets besides its own: "https://a.example".
  std::vector<std::string> allowed_origins;
  /// Who may open sockets; null: anybody, as local_identity().
  gate_ptr gate;
  ticket_box_ptr tickets;
};

class server {
 public:
  /// The actor system must outlive the server.
  server(server_options options, caf::actor_system& system,
         films_actor films, request_handler handler,
         metrics_ptr counters);
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server();

  /// Listens and serves. unavailable names the port that is in use and the
  /// option that changes it.
  [[nodiscard]] error start();

  /// The real port, after start().
  uint16_t port() const;

  /// Accepts nothing more, tells WebSocket clients 1001, lets requests end,
  /// closes, joins the threads; all within limits.drain_deadline and a little.
  /// Again is harmless.
  void stop();

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace troupe
