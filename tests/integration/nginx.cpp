#include "tests/integration/nginx.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe::test {

namespace {

using namespace std::chrono_literals;

/// Free now; nginx takes it a moment later.
uint16_t free_port() {
  auto found = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto raw = reinterpret_cast<sockaddr*>(&address);
  auto is_good = ::bind(found, raw, size) == 0
                 && ::getsockname(found, raw, &size) == 0;
  ::close(found);
  if (!is_good)
    throw std::runtime_error("there is no free port");
  return ntohs(address.sin_port);
}

std::string config_of(const std::string& folder, uint16_t port,
                      const std::string& locations) {
  std::string temporary;
  for (auto kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    temporary += std::string{"  "} + kind + "_temp_path " + folder + '/' + kind
                 + ";\n";
  // It must be able to read what the test may read.
  auto user = ::geteuid() == 0 ? "user root;\n" : "";
  // One process: killed with the test, whatever becomes of that.
  return std::string{user} + "daemon off;\nmaster_process off;\npid " + folder
         + "/pid;\nerror_log stderr notice;\nevents {}\nhttp {\n"
         + "  include /etc/nginx/mime.types;\n  access_log off;\n" + temporary
         + "  server {\n    listen 127.0.0.1:" + std::to_string(port) + ";\n"
         + locations + "\n  }\n}\n";
}

} // namespace

nginx::nginx(const std::string& locations) : port_(free_port()) {
  auto file = folder_ / "nginx.conf";
  std::ofstream{file} << config_of(folder_.path(), port_, locations);
  process_ = std::make_unique<process>(std::vector<std::string>{
    "/usr/sbin/nginx", "-e", "stderr", "-p", folder_.path().string(), "-c",
    file.string()});
  if (!process_->wait_for_line("event method", 20s))
    throw std::runtime_error("nginx does not start (scripts/setup installs "
                             "it): " + process_->err());
}

} // namespace troupe::test
