/// Writes a live body to a socket: what the channel has is one piece, chunked
/// for HTTP/1.1 and until the close for HTTP/1.0 (nginx asks upstream so). A
/// comment every heartbeat keeps proxies and peers awake. A peer that leaves is
/// noticed, because this reads as well; what it sends is thrown away. Owned by
/// its connection; on its io thread.
#pragma once

#include "io/http_types.hpp"
#include "io/io_limits.hpp"
#include "io/live_channel.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace troupe {

class live_writer {
 public:
  using done_handler = std::function<void(bool)>;

  live_writer(boost::asio::ip::tcp::socket& socket, const io_limits& limits);

  /// `owner` owns this object and is kept alive until `done` was called: true
  /// when the body came to its end.
  void start(live_body body, std::string head, const http_request& request,
             const std::shared_ptr<void>& owner, done_handler done);
  /// Ends at once; `done` hears false. Harmless when nothing is written.
  void stop();

 private:
  void write(std::string text);
  void next();
  void listen();
  void arm_deadline();
  void arm_heartbeat();
  void finish(bool complete);

  boost::asio::ip::tcp::socket& socket_;
  boost::asio::steady_timer deadline_;
  boost::asio::steady_timer heartbeat_;
  io_limits::duration write_deadline_;
  io_limits::duration heartbeat_interval_;
  std::optional<live_body> body_;
  bool is_chunked_ = true;
  bool is_writing_ = false;
  bool is_last_ = false;
  std::string text_;
  std::array<char, 256> discarded_;
  std::weak_ptr<void> owner_;
  done_handler done_;
};

} // namespace troupe
