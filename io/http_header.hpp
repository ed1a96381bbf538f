/// What a request's header must satisfy before anything trusts it: the checks
/// against request smuggling that the parser leaves to us. Pure; any thread.
///
/// Where two readers could see two different messages in the same bytes, the
/// answer is 400 and the connection ends: repeated or missing Host, repeated
/// Content-Length or one that is not only digits, Transfer-Encoding that is
/// not exactly "chunked", both of them, any in HTTP/1.0, folded lines, bare
/// CR or LF, NUL.
#pragma once

#include "io/http_types.hpp"
#include "io/io_limits.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// Finds the end of a header that arrives in pieces, looking at each byte
/// once. One per request.
class header_scanner {
 public:
  enum class verdict { incomplete, complete, malformed };

  /// `text` is all bytes so far, growing from call to call.
  verdict scan(std::string_view text);
  /// Bytes of the header with its blank line, when complete.
  size_t length() const { return length_; }
  /// "HTTP/2.0" and the like: well-formed, but not ours.
  static bool is_other_version(std::string_view header);

 private:
  size_t seen_ = 0;
  size_t length_ = 0;
};

/// Why a request is not handled.
struct refusal {
  unsigned status = 400;
  std::string detail;
};

/// How the body of a request is delimited.
struct body_framing {
  bool is_chunked = false;
  /// Of Content-Length; 0 without.
  uint64_t length = 0;

  bool has_body() const { return is_chunked || length > 0; }
};

/// Checks method, version and headers; fills `framing`.
std::optional<refusal> check_framing(const http_request& request,
                                     const io_limits& limits,
                                     body_framing& framing);

/// Does the connection stay open after this request?
bool wants_keep_alive(const http_request& request);

/// Connection: upgrade and Upgrade: websocket, both as list members.
bool wants_websocket(const http_request& request);

/// True if a comma-separated header has this member, without ASCII case.
bool has_list_member(const http_request& request, std::string_view header,
                     std::string_view member);

} // namespace troupe
