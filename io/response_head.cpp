#include "io/response_head.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace troupe {

namespace {

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
           || (c >= 'A' && c <= 'Z')
           || marks.find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7F) || c == '\t';
  });
}

bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 7> names{
    "Connection", "Content-Length",         "Date",        "Server",
    "Keep-Alive", "Transfer-Encoding",      "X-Request-Id"};
  return std::ranges::any_of(
    names, [&](auto x) { return equal_ignoring_case(x, name); });
}

void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", whatever the locale is.
std::string http_date(int64_t now) {
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed",
                                  "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto seconds = static_cast<std::time_t>(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                days[parts.tm_wday], parts.tm_mday, months[parts.tm_mon],
                parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return text.data();
}

bool forbids_length(unsigned status) {
  return status == 204 || status == 304;
}

} // namespace

uint64_t body_length(const http_response& response) {
  if (auto text = std::get_if<std::string>(&response.body))
    return text->size();
  if (auto file = std::get_if<file_body>(&response.body))
    return file->length;
  return 0;
}

bool is_sendable(const http_response& response) {
  return response.status >= 200 && response.status <= 599
         && std::ranges::all_of(response.headers, [](auto& x) {
              return is_token(x.first) && is_value(x.second);
            });
}

bool has_response_body(const http_response& response,
                       const http_request& request) {
  return request.method != "HEAD" && !forbids_length(response.status)
         && body_length(response) > 0;
}

std::string response_head(const http_response& response,
                          const http_request& request, bool keep_alive,
                          int64_t now) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(reason_phrase(response.status)).append("\r\n");
  for (auto& [name, value] : response.headers)
    if (!is_ours(name))
      add(out, name, value);
  add(out, "Date", http_date(now));
  add(out, "Server", "troupe");
  add(out, "X-Request-Id", request.request_id);
  if (!response.headers.has("X-Content-Type-Options"))
    add(out, "X-Content-Type-Options", "nosniff");
  if (std::holds_alternative<live_body>(response.body)) {
    if (request.version >= 11)
      add(out, "Transfer-Encoding", "chunked");
  } else if (!forbids_length(response.status))
    add(out, "Content-Length", std::to_string(body_length(response)));
  if (!keep_alive)
    add(out, "Connection", "close");
  else if (request.version < 11)
    add(out, "Connection", "keep-alive");
  out += "\r\n";
  return out;
}

} // namespace troupe
