/// A server of a few lines on 127.0.0.1 that answers each request with what a
/// test says, and keeps what it was sent. One connection at a time, closed
/// after its answer.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace troupe::test {

/// A request as it came.
struct received_request {
  std::string method;
  std::string target;
  /// Names in small letters.
  std::map<std::string, std::string> headers;
  std::string body;
};

class http_receiver {
 public:
  /// The bytes of the answer; empty: the connection is kept open and silent
  /// until the receiver goes.
  using answer_to = std::function<std::string(const received_request&)>;

  explicit http_receiver(answer_to answer);
  ~http_receiver();

  uint16_t port() const { return port_; }
  std::string url(const std::string& target = "/") const;

  std::vector<received_request> requests() const;
  /// Waits until so many have come; false after `patience`.
  bool has_come(size_t count) const;

  static std::string response(unsigned status, const std::string& body = {},
                              const std::string& headers = {});

 private:
  void run();
  void serve(int connection);

  answer_to answer_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::atomic<bool> is_over_ = false;
  mutable std::mutex mutex_;
  std::vector<received_request> requests_;
  std::vector<int> silent_;
  std::jthread thread_;
};

} // namespace troupe::test
