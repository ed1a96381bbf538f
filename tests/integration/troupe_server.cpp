#include "tests/integration/troupe_server.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe::test {

using namespace std::chrono_literals;

std::string troupe_binary() {
  return TROUPE_BINARY;
}

troupe_server::troupe_server(std::filesystem::path data,
                             std::map<std::string, std::string> env,
                             uint16_t port) {
  std::vector<std::string> argv{troupe_binary(), "serve",
                                "--port",        std::to_string(port),
                                "--data",        data.string()};
  process_ = std::make_unique<process>(argv, env);
  auto line = process_->wait_for_line("http://127.0.0.1:", 30s);
  if (!line)
    throw std::runtime_error("troupe serve did not get ready: "
                             + process_->out() + process_->err());
  auto at = line->find("http://127.0.0.1:") + 17;
  port_ = static_cast<uint16_t>(std::strtoul(line->c_str() + at, nullptr, 10));
}

void troupe_server::kill() {
  process_->signal(SIGKILL);
  process_->wait(10s);
}

exit_state troupe_server::terminate() {
  process_->signal(SIGTERM);
  return process_->wait(30s);
}

std::string http_exchange(uint16_t port, const std::string& request) {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  timeval deadline{300, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  std::string answer;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0
      && ::send(fd, request.data(), request.size(), MSG_NOSIGNAL)
           == static_cast<ssize_t>(request.size())) {
    char buffer[65536];
    for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;)
      answer.append(buffer, static_cast<size_t>(n));
  }
  ::close(fd);
  return answer;
}

std::string http_get(uint16_t port, const std::string& target) {
  auto answer = http_exchange(port, "GET " + target
                                      + " HTTP/1.1\r\nHost: localhost\r\n"
                                        "Connection: close\r\n\r\n");
  auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? std::string{} : answer.substr(end + 4);
}

} // namespace troupe::test
