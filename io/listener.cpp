#include "io/listener.hpp"

#include <boost/asio/post.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <string_view>

#include <sys/socket.h>

namespace troupe {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using asio::ip::tcp;
using namespace std::chrono_literals;

/// After "too many open files": long enough not to spin, short enough that
/// nobody gives up.
constexpr auto accept_retry = 100ms;

address_bytes bytes_of(const asio::ip::address& x) {
  auto v6 = x.is_v6() ? x.to_v6()
                      : asio::ip::make_address_v6(asio::ip::v4_mapped,
                                                  x.to_v4());
  address_bytes result{};
  std::ranges::copy(v6.to_bytes(), result.begin());
  return result;
}

/// One try without waiting: a fresh socket's send buffer has room.
void refuse(tcp::socket& socket) {
  constexpr std::string_view text
    = "HTTP/1.1 503 Service Unavailable\r\nServer: troupe\r\n"
      "Retry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  (void) ::send(socket.native_handle(), text.data(), text.size(),
                MSG_DONTWAIT | MSG_NOSIGNAL);
  error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

error why_not(const error_code& code, const std::string& address,
              uint16_t port) {
  auto number = std::to_string(port);
  if (code == asio::error::address_in_use)
    return make_error(ec::unavailable,
                      "port " + number + " of " + address
                        + " is in use; choose another with --port");
  if (code == asio::error::access_denied)
    return make_error(ec::forbidden, "port " + number
                                       + " needs privileges; choose one above "
                                         "1023 with --port");
  if (code == boost::system::errc::address_not_available)
    return make_error(ec::unavailable,
                      "this machine has no address " + address
                        + "; choose another with --bind");
  return make_error(ec::io_failed, "can't listen on " + address + " port "
                                     + number + ": " + code.message());
}

} // namespace

listener::listener(std::vector<io_thread_ptr> threads, address_limits limits,
                   metrics_ptr counters, accept_handler on_accept)
  : threads_(std::move(threads)),
    acceptor_(threads_.front()->context()),
    retry_(threads_.front()->context()),
    limits_(std::move(limits)),
    counters_(std::move(counters)),
    on_accept_(std::move(on_accept)) {}

error listener::bind(const std::string& address, uint16_t port) {
  error_code code;
  auto ip = asio::ip::make_address(address, code);
  if (code)
    return make_error(ec::invalid_argument,
                      "bind: \"" + address + "\" is not an IP address");
  tcp::endpoint endpoint{ip, port};
  auto steps = {
    +[](tcp::acceptor& x, const tcp::endpoint& to, error_code& ec) {
      x.open(to.protocol(), ec);
    },
    +[](tcp::acceptor& x, const tcp::endpoint&, error_code& ec) {
      x.set_option(asio::socket_base::reuse_address(true), ec);
    },
    +[](tcp::acceptor& x, const tcp::endpoint& to, error_code& ec) {
      x.bind(to, ec);
    },
    +[](tcp::acceptor& x, const tcp::endpoint&, error_code& ec) {
      x.listen(asio::socket_base::max_listen_connections, ec);
    },
  };
  for (auto step : steps) {
    step(acceptor_, endpoint, code);
    if (code)
      return why_not(code, address, port);
  }
  port_ = acceptor_.local_endpoint(code).port();
  return {};
}

void listener::start() {
  asio::post(acceptor_.get_executor(),
             [self = shared_from_this()] { self->accept_next(); });
}

void listener::stop() {
  asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    self->acceptor_.close(ignored);
    self->retry_.cancel();
  });
}

void listener::accept_next() {
  if (!acceptor_.is_open())
    return;
  auto thread = threads_[next_thread_++ % threads_.size()];
  acceptor_.async_accept(
    thread->context(),
    [self = shared_from_this(), thread](error_code code, tcp::socket socket) {
      if (code == asio::error::operation_aborted)
        return;
      if (code == asio::error::no_descriptors
          || code == asio::error::no_buffer_space
          || code == asio::error::no_memory)
        return self->wait_for_descriptors();
      if (!code)
        self->on_socket(thread, std::move(socket));
      self->accept_next();
    });
}

void listener::wait_for_descriptors() {
  spdlog::error("io: no connection can be accepted: too many open files");
  ++counters_->connections_refused;
  retry_.expires_after(accept_retry);
  retry_.async_wait([self = shared_from_this()](error_code code) {
    if (!code)
      self->accept_next();
  });
}

void listener::on_socket(const io_thread_ptr& thread, tcp::socket socket) {
  error_code code;
  auto peer = socket.remote_endpoint(code);
  if (code)
    return; // gone already
  ++counters_->connections_total;
  auto ticket = limits_.admit(bytes_of(peer.address()));
  if (!ticket) {
    ++counters_->connections_refused;
    // The counter tells; a line each would let strangers fill the disk.
    spdlog::debug("io: refused a connection of {}: over the limit",
                  peer.address().to_string());
    return refuse(socket);
  }
  socket.set_option(tcp::no_delay(true), code);
  accepted_socket accepted{thread, std::move(socket),
                           peer.address().to_string(), std::move(ticket)};
  asio::post(thread->context(), [self = shared_from_this(),
                                 x = std::move(accepted)]() mutable {
    self->on_accept_(std::move(x));
  });
}

} // namespace troupe
