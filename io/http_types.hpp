/// What an endpoint sees of HTTP: a request that has already been checked, a
/// response, and the callable that sends it. Plain values without Beast. The
/// connection makes the request and owns the socket; a handler is called on an
/// io thread and must not block it; `respond` may be called from any thread.
#pragma once

#include "io/live_channel.hpp"
#include "protocol/error.hpp"
#include "protocol/identity.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace troupe {

/// Header fields in the order they came; names compare without ASCII case.
class http_headers {
 public:
  using field = std::pair<std::string, std::string>;

  http_headers() = default;
  http_headers(std::initializer_list<field> fields) : fields_(fields) {}

  /// The first value of that name, or nullptr.
  const std::string* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The first value of that name, or empty.
  std::string_view get(std::string_view name) const;
  size_t count(std::string_view name) const;
  /// Appends, also when the name is there.
  void add(std::string name, std::string value);
  /// Replaces all of that name.
  void set(std::string name, std::string value);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  size_t size() const { return fields_.size(); }

 private:
  std::vector<field> fields_;
};

/// ASCII only: bytes above 127 are themselves.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// A request whose framing, Host and target were found valid.
struct http_request {
  /// As sent; methods are case-sensitive ("GET").
  std::string method;
  /// As sent ("/video/1%20?x=y").
  std::string target;
  /// Both as parse_target() (io/request_target.hpp) made them.
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  /// 10 or 11.
  unsigned version = 11;
  http_headers headers;
  std::string body;
  /// The Host header, lower-case, with its port if it had one.
  std::string host;
  /// Address of the peer without port.
  std::string peer;
  /// Ours, also sent back as X-Request-Id.
  std::string request_id;
  /// Who asks, as the gate found out (io/gate.hpp); nobody before that.
  identity who;

  /// The first query parameter of that name, or nullptr.
  const std::string* parameter(std::string_view name) const;
  /// HEAD is answered like GET; the connection leaves the body out.
  bool is_read() const { return method == "GET" || method == "HEAD"; }
};

/// An open file descriptor, closed with the last owner.
class open_file {
 public:
  explicit open_file(int descriptor) : descriptor_(descriptor) {}
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
  ~open_file();
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// A stretch of a file, sent in pieces; never held in memory as a whole.
struct file_body {
  std::shared_ptr<const open_file> file;
  uint64_t offset = 0;
  uint64_t length = 0;
};

/// What goes back. The connection adds Content-Length, Date, Server,
/// Connection, X-Request-Id and X-Content-Type-Options; a handler sets
/// Content-Type and what is its own.
struct http_response {
  unsigned status = 200;
  http_headers headers;
  std::variant<std::string, file_body, live_body> body;
};

/// Sends the response of one request. Copies share one answer: the first call
/// counts, later ones do nothing. When the last copy goes without a call the
/// client gets 500. Any thread.
class respond {
 public:
  /// `send` must be callable from any thread and is called exactly once.
  explicit respond(std::function<void(http_response)> send);
  void operator()(http_response response) const;

 private:
  class once;
  std::shared_ptr<once> once_;
};

/// Called on an io thread for every valid request that is not an upgrade.
/// It returns at once and answers now or later.
using request_handler = std::function<void(http_request, respond)>;

/// "Not Found" for 404; "Unknown" for codes we never send.
std::string_view reason_phrase(unsigned status);

} // namespace troupe
