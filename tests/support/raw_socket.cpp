#include "tests/support/raw_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe::test {

namespace {

using clock = std::chrono::steady_clock;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

raw_response parse_head(std::string_view head) {
  raw_response out;
  std::from_chars(head.data() + 9, head.data() + 12, out.status);
  auto at = head.find("\r\n") + 2;
  while (at < head.size()) {
    auto end = head.find("\r\n", at);
    auto line = head.substr(at, end - at);
    auto colon = line.find(": ");
    if (colon != std::string_view::npos)
      out.headers[lower(std::string{line.substr(0, colon)})]
        = line.substr(colon + 2);
    at = end + 2;
  }
  return out;
}

} // namespace

raw_socket::raw_socket(uint16_t port, reading mode)
  : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  int smallest = 1;
  if (mode == reading::tiny_window)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &smallest, sizeof(smallest));
  int no_delay = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof(no_delay));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address),
                sizeof(address))
      != 0)
    throw std::runtime_error("can't connect to port " + std::to_string(port));
}

raw_socket::raw_socket(raw_socket&& x) noexcept
  : socket_(std::exchange(x.socket_, -1)), buffer_(std::move(x.buffer_)) {}

raw_socket::~raw_socket() {
  if (socket_ >= 0)
    ::close(socket_);
}

bool raw_socket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0)
      return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

void raw_socket::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
}

raw_socket::outcome raw_socket::receive(clock::time_point until) {
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
    until - clock::now());
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, std::max<int>(0, static_cast<int>(left.count()))) <= 0)
    return outcome::late;
  std::array<char, 65536> bytes;
  auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0)
    return outcome::closed;
  buffer_.append(bytes.data(), static_cast<size_t>(count));
  return outcome::data;
}

std::optional<raw_response> raw_socket::response(std::string_view method) {
  auto until = clock::now() + patience;
  auto end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (receive(until) != outcome::data)
      return std::nullopt;
  auto out = parse_head(std::string_view{buffer_}.substr(0, end + 2));
  buffer_.erase(0, end + 4);
  auto has_length = out.headers.contains("content-length");
  if (method == "HEAD" || !has_length || out.status == 304)
    return out;
  auto length = std::stoull(out.headers["content-length"]);
  out.body = read(length);
  if (out.body.size() < length)
    return std::nullopt;
  return out;
}

std::string raw_socket::read(size_t count) {
  auto until = clock::now() + patience;
  while (buffer_.size() < count && receive(until) == outcome::data) {
  }
  auto out = buffer_.substr(0, count);
  buffer_.erase(0, out.size());
  return out;
}

std::string raw_socket::read_all() {
  auto until = clock::now() + patience;
  while (receive(until) == outcome::data) {
  }
  return std::exchange(buffer_, {});
}

bool raw_socket::is_closed_within(std::chrono::milliseconds timeout) {
  auto until = clock::now() + timeout;
  for (;;) {
    switch (receive(until)) {
      case outcome::closed: return true;
      case outcome::late: return false;
      case outcome::data: buffer_.clear();
    }
  }
}

} // namespace troupe::test
