#include "io/http_types.hpp"

#include <algorithm>
#include <atomic>

#include <unistd.h>

namespace troupe {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return lower(x) == lower(y);
  });
}

const std::string* http_headers::find(std::string_view name) const {
  for (auto& [key, value] : fields_)
    if (equal_ignoring_case(key, name))
      return &value;
  return nullptr;
}

std::string_view http_headers::get(std::string_view name) const {
  auto value = find(name);
  return value ? std::string_view{*value} : std::string_view{};
}

size_t http_headers::count(std::string_view name) const {
  return static_cast<size_t>(std::ranges::count_if(
    fields_, [&](auto& x) { return equal_ignoring_case(x.first, name); }));
}

void http_headers::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void http_headers::set(std::string name, std::string value) {
  std::erase_if(fields_,
                [&](auto& x) { return equal_ignoring_case(x.first, name); });
  add(std::move(name), std::move(value));
}

const std::string* http_request::parameter(std::string_view name) const {
  for (auto& [key, value] : query)
    if (key == name)
      return &value;
  return nullptr;
}

open_file::~open_file() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

class respond::once {
 public:
  explicit once(std::function<void(http_response)> send)
    : send_(std::move(send)) {}

  ~once() {
    // Nobody answered. No text: whoever dropped it knew nothing to say.
    if (!answered_.exchange(true))
      send_(http_response{500, {}, {}});
  }

  void send(http_response response) {
    if (!answered_.exchange(true))
      send_(std::move(response));
  }

 private:
  std::atomic<bool> answered_ = false;
  std::function<void(http_response)> send_;
};

respond::respond(std::function<void(http_response)> send)
  : once_(std::make_shared<once>(std::move(send))) {}

void respond::operator()(http_response response) const {
  once_->send(std::move(response));
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
  }
}

} // namespace troupe
