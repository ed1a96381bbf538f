/// Reads event streams of a real server as an EventSource would, and speaks
/// JSON with its REST doors. One thread.
#pragma once

#include "protocol/json.hpp"
#include "tests/support/raw_socket.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace troupe::test {

struct seen_event {
  std::string id;
  std::string name;
  std::string data;

  bool operator==(const seen_event&) const = default;
};

/// The events of a stretch of text; what is cut off at its end is not one.
std::vector<seen_event> events_in(const std::string& text);

struct answer {
  unsigned status = 0;
  std::map<std::string, std::string> headers;
  std::string body;

  json parsed() const {
    auto x = json::parse(body);
    return x ? *x : json{};
  }
};

/// One request and its whole answer, on a connection of its own.
answer call(uint16_t port, const std::string& method, const std::string& target,
            const std::string& body = {}, const std::string& headers = {});

/// The request of a stream: HTTP/1.0, so that its bytes are the events.
std::string stream_request(const std::string& method, const std::string& target,
                           const std::string& body = {},
                           const std::string& headers = {});

} // namespace troupe::test
