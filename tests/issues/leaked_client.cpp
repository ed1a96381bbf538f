// A WebSocket client whose server went away first kept its socket, epoll and
// event descriptors for ever.
#define CAF_SUITE leaked_client
#include "tests/support/test.hpp"

#include "io/websocket_client.hpp"

#include <filesystem>
#include <iterator>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace troupe;

namespace {

auto open_descriptors() {
  std::filesystem::directory_iterator all{"/proc/self/fd"};
  return std::distance(begin(all), end(all));
}

/// Bound and not listening: connections are refused.
struct closed_port {
  closed_port() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto raw = reinterpret_cast<sockaddr*>(&address);
    CAF_REQUIRE_EQUAL(::bind(fd, raw, size), 0);
    CAF_REQUIRE_EQUAL(::getsockname(fd, raw, &size), 0);
    number = ntohs(address.sin_port);
  }
  ~closed_port() { ::close(fd); }
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  uint16_t number = 0;
};

} // namespace

CAF_TEST(clients that were refused leave no descriptors behind) {
  closed_port port;
  websocket_target target;
  target.port = port.number;
  auto refused = websocket_client::connect(target);
  CAF_CHECK(!refused);
  auto before = open_descriptors();
  for (int i = 0; i < 20; ++i) {
    auto again = websocket_client::connect(target);
    CAF_CHECK(!again);
  }
  CAF_CHECK_EQUAL(open_descriptors(), before);
}
