/// Accepts connections and hands each to one of the io threads in turn, or
/// refuses it when a limit is reached. Owned by the server; works on the first
/// io thread.
#pragma once

#include "io/address_limits.hpp"
#include "io/io_thread.hpp"
#include "protocol/error.hpp"
#include "protocol/metrics.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace troupe {

/// A connection that was let in; on its own thread.
struct accepted_socket {
  io_thread_ptr thread;
  boost::asio::ip::tcp::socket socket;
  std::string peer;
  connection_ticket ticket;
};

class listener : public std::enable_shared_from_this<listener> {
 public:
  using accept_handler = std::function<void(accepted_socket)>;

  listener(std::vector<io_thread_ptr> threads, address_limits limits,
           metrics_ptr counters, accept_handler on_accept);

  /// Before start(). The error names the address, the port and the option
  /// that changes them.
  error bind(const std::string& address, uint16_t port);
  uint16_t port() const { return port_; }
  void start();
  /// Any thread; harmless when repeated.
  void stop();

 private:
  void accept_next();
  void on_socket(const io_thread_ptr& thread,
                 boost::asio::ip::tcp::socket socket);
  void wait_for_descriptors();

  std::vector<io_thread_ptr> threads_;
  size_t next_thread_ = 0;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer retry_;
  address_limits limits_;
  metrics_ptr counters_;
  accept_handler on_accept_;
  uint16_t port_ = 0;
};

} // namespace troupe
