/// Calls to other people's servers. One thread of its own runs all of them
/// (libcurl's multi interface); whoever calls hears of the end by a callback
/// on that thread, which must only post a message. Handles never leave it.
///
/// What callers can rely on:
/// - Only https, unless the options allow http; nothing else, also not behind
///   a redirect. No proxy, no cookies, no .netrc, nothing from the
///   environment. Certificates and names are checked.
/// - Only public addresses (protocol/public_address.hpp), unless the options
///   allow others: asked of each socket as it is opened, after the name was
///   looked up, so a name that changes its mind gains nothing.
/// - Redirects are followed by hand: at most so many, each checked like the
///   first; headers that are `private` stay with the first host and port.
/// - Every call ends by its deadline, is over when nothing comes for its idle
///   time, and takes no more than so many bytes.
/// - Every call is answered exactly once, also when the client goes.
/// - Errors name hosts, never paths, queries or headers: these hold secrets.
#pragma once

#include "protocol/error.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

struct outgoing_header {
  std::string name;
  std::string value;
  /// A key or token: not sent to another host than the first.
  bool is_private = false;
};

struct outgoing_request {
  /// GET, HEAD, POST, PUT or DELETE.
  std::string method = "GET";
  std::string url;
  std::vector<outgoing_header> headers;
  std::string body;
  std::chrono::milliseconds connect_time{3'000};
  /// Without a byte coming or going.
  std::chrono::milliseconds idle_time{15'000};
  /// All of it, redirects included.
  std::chrono::milliseconds deadline{20'000};
  /// Of the answer's body; what is more is limit_exceeded, or is cut off.
  size_t body_max_bytes = 64 * 1024;
  bool cuts_body = false;
  /// 0: a redirect is an answer like any other.
  unsigned redirects = 0;
};

struct outgoing_response {
  unsigned status = 0;
  /// Names in small letters, as they came.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// There was more.
  bool is_cut = false;

  /// The first of that name; empty when there is none.
  std::string_view header(std::string_view name) const;
};

/// What came of a call: any status is an answer. invalid_argument (URL,
/// header), forbidden (not a public address), unavailable (no such host, no
/// connection, too many calls), timeout, limit_exceeded, cancelled,
/// provider_failed (TLS, a broken answer).
using outgoing_done = std::function<void(result<outgoing_response>)>;

class http_client {
public:
  virtual ~http_client() = default;
  /// Never calls back from within. Any thread.
  virtual uint64_t send(outgoing_request request, outgoing_done done) = 0;
  /// Answered with cancelled, unless it was answered already. Any thread.
  virtual void cancel(uint64_t id) = 0;
};

struct http_client_options {
  /// Loopback, private networks, link-local addresses.
  bool allows_private = false;
  bool allows_http = false;
  /// Calls under way; as many may wait again as this times sixteen.
  size_t call_limit = 64;
  /// Where the certificates of authorities are; empty: the system's.
  std::string authorities{};
};

/// Its destructor answers what is open with cancelled and joins the thread.
std::shared_ptr<http_client> make_http_client(http_client_options options = {});

} // namespace troupe
