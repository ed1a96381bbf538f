/// Writes one response to a socket in pieces, each with its own deadline, so
/// that a film is never in memory as a whole and a reader who stops reading is
/// cut. Owned by its connection; on its io thread.
#pragma once

#include "io/http_types.hpp"
#include "io/io_limits.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace troupe {

class response_writer {
 public:
  /// Told once per start(): true when all of it was written.
  using done_handler = std::function<void(bool)>;

  response_writer(boost::asio::ip::tcp::socket& socket,
                  const io_limits& limits);

  /// `owner` owns this object and is kept alive until `done` was called.
  void start(http_response response, const http_request& request,
             bool connection_stays, const std::shared_ptr<void>& owner,
             done_handler done);

 private:
  void write_piece();
  void arm();
  void cut();
  /// The next bytes of the body; empty when the file is shorter than it was.
  std::string_view next_slice();
  void finish(bool complete);

  boost::asio::ip::tcp::socket& socket_;
  boost::asio::steady_timer deadline_;
  io_limits::duration write_deadline_;
  http_response response_;
  std::string head_;
  std::string chunk_;
  uint64_t sent_ = 0;
  uint64_t length_ = 0;
  // Weak: what is under way owns it, and nothing when nothing is.
  std::weak_ptr<void> owner_;
  done_handler done_;
};

} // namespace troupe
