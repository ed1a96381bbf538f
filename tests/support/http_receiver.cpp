#include "tests/support/http_receiver.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe::test {

namespace {

using namespace std::chrono_literals;

/// As long as for other sockets of tests; nothing waits for it to pass.
constexpr auto patience = 20s;

std::string small(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

/// True once head and body are there.
bool parse(const std::string& bytes, received_request& out) {
  auto end = bytes.find("\r\n\r\n");
  if (end == bytes.npos)
    return false;
  out = {};
  auto line = bytes.substr(0, bytes.find("\r\n"));
  out.method = line.substr(0, line.find(' '));
  auto rest = line.substr(out.method.size() + 1);
  out.target = rest.substr(0, rest.find(' '));
  for (auto at = line.size() + 2; at < end;) {
    auto stop = bytes.find("\r\n", at);
    auto header = bytes.substr(at, stop - at);
    auto colon = header.find(": ");
    if (colon != header.npos)
      out.headers[small(header.substr(0, colon))] = header.substr(colon + 2);
    at = stop + 2;
  }
  auto length = out.headers.contains("content-length")
                  ? std::stoul(out.headers["content-length"])
                  : 0;
  if (bytes.size() < end + 4 + length)
    return false;
  out.body = bytes.substr(end + 4, length);
  return true;
}

} // namespace

http_receiver::http_receiver(answer_to answer) : answer_(std::move(answer)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, raw, size) != 0 || ::listen(listener_, 64) != 0
      || ::getsockname(listener_, raw, &size) != 0)
    throw std::runtime_error("can't listen on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread{[this] { run(); }};
}

http_receiver::~http_receiver() {
  is_over_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
  for (auto x : silent_)
    ::close(x);
}

std::string http_receiver::url(const std::string& target) const {
  return "http://127.0.0.1:" + std::to_string(port_) + target;
}

std::vector<received_request> http_receiver::requests() const {
  std::lock_guard lock{mutex_};
  return requests_;
}

bool http_receiver::has_come(size_t count) const {
  auto until = std::chrono::steady_clock::now() + patience;
  while (requests().size() < count)
    if (std::chrono::steady_clock::now() > until)
      return false;
    else
      std::this_thread::yield();
  return true;
}

std::string http_receiver::response(unsigned status, const std::string& body,
                                    const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " x\r\n" + headers
         + "Content-Length: " + std::to_string(body.size())
         + "\r\nConnection: close\r\n\r\n" + body;
}

void http_receiver::run() {
  while (!is_over_) {
    auto connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0)
      serve(connection);
  }
}

void http_receiver::serve(int connection) {
  std::string bytes;
  received_request request;
  while (!parse(bytes, request)) {
    char block[4096];
    pollfd waiting{connection, POLLIN, 0};
    auto got = ::poll(&waiting, 1, 2'000) == 1
                 ? ::read(connection, block, sizeof(block))
                 : 0;
    if (got <= 0) {
      ::close(connection);
      return;
    }
    bytes.append(block, static_cast<size_t>(got));
  }
  auto answer = answer_(request);
  {
    std::lock_guard lock{mutex_};
    requests_.push_back(std::move(request));
    if (answer.empty())
      silent_.push_back(connection);
  }
  if (answer.empty())
    return;
  for (size_t sent = 0; sent < answer.size();) {
    auto now = ::send(connection, answer.data() + sent, answer.size() - sent,
                      MSG_NOSIGNAL);
    if (now <= 0)
      break;
    sent += static_cast<size_t>(now);
  }
  ::close(connection);
}

} // namespace troupe::test
