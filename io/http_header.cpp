#include "io/http_header.hpp"

#include <algorithm>
#include <charconv>

namespace troupe {

namespace {

constexpr size_t header_count_limit = 100;

std::string_view trim(std::string_view text) {
  auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  return text;
}

refusal bad(std::string detail) {
  return {400, std::move(detail)};
}

std::optional<refusal> check_host(const http_request& request) {
  auto count = request.headers.count("Host");
  if (count > 1)
    return bad("Host is given more than once");
  // Health checks of old balancers speak HTTP/1.0 without Host.
  if (count == 0 && request.version >= 11)
    return bad("Host is missing");
  return std::nullopt;
}

std::optional<refusal> check_length(const http_request& request,
                                    const io_limits& limits,
                                    body_framing& framing) {
  auto count = request.headers.count("Content-Length");
  if (count == 0)
    return std::nullopt;
  if (count > 1)
    return bad("Content-Length is given more than once");
  auto text = request.headers.get("Content-Length");
  auto end = text.data() + text.size();
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || !std::ranges::all_of(text, is_digit))
    return bad("Content-Length is not a number");
  auto [stopped, code] = std::from_chars(text.data(), end, framing.length);
  if (code != std::errc{} || framing.length > limits.body_bytes)
    return refusal{413, "the body is larger than "
                          + std::to_string(limits.body_bytes) + " bytes"};
  return std::nullopt;
}

std::optional<refusal> check_encoding(const http_request& request,
                                      body_framing& framing) {
  auto count = request.headers.count("Transfer-Encoding");
  if (count == 0)
    return std::nullopt;
  if (request.version < 11)
    return bad("Transfer-Encoding is not allowed in HTTP/1.0");
  if (request.headers.has("Content-Length"))
    return bad("Transfer-Encoding and Content-Length are both given");
  if (count > 1 || request.headers.get("Transfer-Encoding") != "chunked")
    return bad("Transfer-Encoding is not exactly \"chunked\"");
  framing.is_chunked = true;
  return std::nullopt;
}

std::optional<refusal> check_expect(const http_request& request) {
  auto expect = request.headers.find("Expect");
  if (!expect || equal_ignoring_case(*expect, "100-continue"))
    return std::nullopt;
  return refusal{417, "Expect may only be 100-continue"};
}

} // namespace

header_scanner::verdict header_scanner::scan(std::string_view text) {
  for (; seen_ < text.size(); ++seen_) {
    auto c = text[seen_];
    auto before = seen_ > 0 ? text[seen_ - 1] : '\0';
    if (c == '\0' || (c == '\n') != (before == '\r'))
      return verdict::malformed;
    if (before != '\n' && c != '\n')
      continue;
    if ((c == ' ' || c == '\t') && before == '\n')
      return verdict::malformed;
    if (c == '\n' && seen_ >= 3 && text[seen_ - 2] == '\n') {
      length_ = seen_ + 1;
      return verdict::complete;
    }
  }
  return verdict::incomplete;
}

bool header_scanner::is_other_version(std::string_view header) {
  auto line = header.substr(0, header.find("\r\n"));
  auto space = line.rfind(' ');
  if (space == std::string_view::npos)
    return false;
  auto version = line.substr(space + 1);
  auto digit = [&](size_t i) { return version[i] >= '0' && version[i] <= '9'; };
  return version.size() == 8 && version.starts_with("HTTP/") && digit(5)
         && version[6] == '.' && digit(7) && version != "HTTP/1.0"
         && version != "HTTP/1.1";
}

std::optional<refusal> check_framing(const http_request& request,
                                     const io_limits& limits,
                                     body_framing& framing) {
  framing = {};
  if (request.headers.size() > header_count_limit)
    return refusal{431, "more than 100 header fields"};
  if (auto why = check_host(request))
    return why;
  if (auto why = check_encoding(request, framing))
    return why;
  if (auto why = check_length(request, limits, framing))
    return why;
  return check_expect(request);
}

bool has_list_member(const http_request& request, std::string_view header,
                     std::string_view member) {
  for (auto& [name, value] : request.headers) {
    if (!equal_ignoring_case(name, header))
      continue;
    std::string_view rest = value;
    for (;;) {
      auto comma = rest.find(',');
      if (equal_ignoring_case(trim(rest.substr(0, comma)), member))
        return true;
      if (comma == std::string_view::npos)
        break;
      rest.remove_prefix(comma + 1);
    }
  }
  return false;
}

bool wants_keep_alive(const http_request& request) {
  if (has_list_member(request, "Connection", "close"))
    return false;
  return request.version >= 11
         || has_list_member(request, "Connection", "keep-alive");
}

bool wants_websocket(const http_request& request) {
  return request.version >= 11
         && has_list_member(request, "Connection", "upgrade")
         && has_list_member(request, "Upgrade", "websocket");
}

} // namespace troupe
