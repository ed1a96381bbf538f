#include "tests/integration/event_client.hpp"

#include "tests/integration/troupe_server.hpp"

#include <algorithm>

namespace troupe::test {

std::vector<seen_event> events_in(const std::string& text) {
  std::vector<seen_event> out;
  seen_event now;
  size_t at = 0;
  for (auto end = text.find('\n'); end != text.npos;
       at = end + 1, end = text.find('\n', at)) {
    auto line = text.substr(at, end - at);
    auto value = [&](size_t size) { return line.substr(size); };
    if (line.empty()) {
      if (!now.name.empty())
        out.push_back(now);
      now = {};
    } else if (line.starts_with("id: ")) {
      now.id = value(4);
    } else if (line.starts_with("event: ")) {
      now.name = value(7);
    } else if (line.starts_with("data: ")) {
      now.data = value(6);
    }
  }
  return out;
}

std::string stream_request(const std::string& method, const std::string& target,
                           const std::string& body,
                           const std::string& headers) {
  return method + ' ' + target + " HTTP/1.0\r\nHost: localhost\r\n" + headers
         + (body.empty() ? ""
                         : "Content-Type: application/json\r\n"
                           "Content-Length: "
                             + std::to_string(body.size()) + "\r\n")
         + "\r\n" + body;
}

answer call(uint16_t port, const std::string& method, const std::string& target,
            const std::string& body, const std::string& headers) {
  auto text = http_exchange(
    port, method + ' ' + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
            + (body.empty() && method != "POST"
                 ? ""
                 : "Content-Type: application/json\r\nContent-Length: "
                     + std::to_string(body.size()) + "\r\n")
            + "\r\n" + body);
  answer out;
  auto end = text.find("\r\n\r\n");
  if (end == text.npos || text.size() < 12)
    return out;
  out.status = static_cast<unsigned>(std::stoul(text.substr(9, 3)));
  out.body = text.substr(end + 4);
  auto at = text.find("\r\n") + 2;
  while (at < end) {
    auto line_end = text.find("\r\n", at);
    auto line = text.substr(at, line_end - at);
    auto colon = line.find(": ");
    auto name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    if (colon != line.npos)
      out.headers[name] = line.substr(colon + 2);
    at = line_end + 2;
  }
  return out;
}

} // namespace troupe::test
