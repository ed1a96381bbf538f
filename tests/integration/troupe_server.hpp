/// A real `troupe serve` for tests: own data folder, own port, killed when it
/// goes out of scope. One thread.
#pragma once

#include "tests/support/process.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace troupe::test {

/// The binary under test.
std::string troupe_binary();

class troupe_server {
 public:
  /// Starts it and waits for its ready line. `env` may arm a failpoint; a
  /// port lets clients find a restarted server.
  explicit troupe_server(std::filesystem::path data,
                         std::map<std::string, std::string> env = {},
                         uint16_t port = 0);

  uint16_t port() const { return port_; }
  pid_t pid() const { return process_->pid(); }
  /// Reads its output for so long, or until it ends.
  void wait_a_while(std::chrono::milliseconds time) {
    process_->wait_for_line("\n\n", time);
  }
  /// SIGKILL, reaped.
  void kill();
  /// SIGTERM, then how it ended.
  exit_state terminate();
  /// It died by itself (a failpoint).
  bool has_ended() { return process_->has_ended(); }
  exit_state wait(std::chrono::milliseconds deadline) {
    return process_->wait(deadline);
  }

 private:
  std::unique_ptr<process> process_;
  uint16_t port_ = 0;
};

/// Body of GET http://127.0.0.1:port/target, or the whole answer of any
/// request text (must ask for Connection: close).
std::string http_get(uint16_t port, const std::string& target);
std::string http_exchange(uint16_t port, const std::string& request);

} // namespace troupe::test
