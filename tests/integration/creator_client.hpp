/// Speaks `/ws/creator` as a client would, and remembers what it was told.
/// Throws std::runtime_error when the server does not answer as it must. One
/// thread.
#pragma once

#include "io/websocket_client.hpp"
#include "protocol/json.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace troupe::test {

/// One stage of rendering a short film on a loaded machine.
inline constexpr auto patience = std::chrono::seconds{180};

class creator_client {
 public:
  explicit creator_client(uint16_t port);

  void send(const json& message);
  void send_text(std::string text);

  /// start with these payload members.
  void start(const std::string& type, const json& payload);
  void action(const std::string& name);
  void regenerate(const std::string& feedback, json scenes = {});
  void resume(const std::string& session, int64_t since);

  /// The next message, which must come in time.
  json next(std::chrono::milliseconds timeout = patience);
  /// Messages up to the first whose "status" is this.
  json until(const std::string& status,
             std::chrono::milliseconds timeout = patience);
  /// Accepts stage after stage; the pipeline_complete message.
  json accept_all();

  /// Of session_started.
  const std::string& session() const { return session_; }
  /// The last seq that was seen.
  int64_t seq() const { return seq_; }
  websocket_client& socket() { return socket_; }

 private:
  websocket_client socket_;
  std::string session_;
  int64_t seq_ = 0;
};

/// A payload that makes a short, small film of this type.
json short_payload(const std::string& type);

} // namespace troupe::test
