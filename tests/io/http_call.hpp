/// Calls endpoints without a socket: a request from a raw target, as the
/// connection would hand it over, and the response. One thread.
#pragma once

#include "io/http_types.hpp"
#include "io/request_target.hpp"

#include <memory>
#include <optional>
#include <string>

#include <unistd.h>

namespace troupe::test {

/// Where an answer arrives. Copies share it.
class answer_box {
 public:
  respond taker() const {
    return respond{[slot = slot_](http_response x) { *slot = std::move(x); }};
  }
  bool has_answer() const { return slot_->has_value(); }
  const http_response& answer() const { return slot_->value(); }

 private:
  std::shared_ptr<std::optional<http_response>> slot_
    = std::make_shared<std::optional<http_response>>();
};

/// A request, or the error with which the connection refuses the target.
inline result<http_request> make_request(std::string method,
                                         std::string_view target,
                                         http_headers headers = {},
                                         std::string body = {}) {
  auto parsed = parse_target(target);
  if (!parsed)
    return parsed.error();
  http_request out;
  out.target = target;
  out.path = std::move(parsed->path);
  out.query = std::move(parsed->query);
  out.method = std::move(method);
  out.headers = std::move(headers);
  out.body = std::move(body);
  out.host = "127.0.0.1:8000";
  out.request_id = "r1";
  return out;
}

/// The answer of a handler that answers at once; 400 for a refused target.
inline http_response call(const request_handler& handler, std::string method,
                          std::string_view target, http_headers headers = {},
                          std::string body = {}) {
  auto request = make_request(std::move(method), target, std::move(headers),
                              std::move(body));
  if (!request)
    return {400, {}, text_of(request.error())};
  answer_box box;
  handler(std::move(*request), box.taker());
  return box.has_answer() ? box.answer()
                          : http_response{0, {}, "no answer yet"};
}

/// The bytes a client would get.
inline std::string body_of(const http_response& response) {
  if (auto text = std::get_if<std::string>(&response.body))
    return *text;
  auto& part = std::get<file_body>(response.body);
  std::string out(part.length, '\0');
  auto count = ::pread(part.file->descriptor(), out.data(), out.size(),
                       static_cast<off_t>(part.offset));
  out.resize(count < 0 ? 0 : static_cast<size_t>(count));
  return out;
}

} // namespace troupe::test
