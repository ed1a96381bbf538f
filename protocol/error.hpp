/// The one currency of failure: result<T> carries a value or an error, an
/// error carries an ec and a sentence for people. Foreign codes (AVERROR,
/// CURLcode, boost) are turned into ec at the edge of their own floor.
#pragma once

#include <caf/error.hpp>
#include <caf/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// What went wrong, as far as a caller can act on it.
enum class ec : uint8_t {
  none = 0,
  /// A person or program sent something we can't use; the text names the field.
  invalid_argument,
  /// The request is fine, the session is in the wrong state for it.
  invalid_state,
  /// No such session, stage, version, file.
  not_found,
  /// Known, but not for this caller.
  forbidden,
  /// Over a size, time or count limit.
  limit_exceeded,
  /// Stopped on request. Not a fault.
  cancelled,
  /// A deadline passed.
  timeout,
  /// Temporarily impossible (shutting down, store gone, queue full).
  unavailable,
  /// The disk is full or below its reserve.
  no_space,
  /// Reading or writing a file failed.
  io_failed,
  /// The event log refused or lost something.
  store_failed,
  /// FFmpeg, Cairo or flite failed.
  media_failed,
  /// A content provider failed.
  provider_failed,
  /// A bug of ours.
  internal,
};

using error = caf::error;
template <class T>
using result = caf::expected<T>;

/// Name of the enumerator, e.g. "invalid_state".
std::string_view to_string(ec code);

/// An error with a sentence for people.
[[nodiscard]] error make_error(ec code, std::string what = {});

/// The code of an error; foreign categories (CAF's own) become ec::internal,
/// except request_timeout -> ec::timeout and down/exit -> ec::unavailable.
ec code_of(const error& err);

/// The sentence of an error without category or code: what a client sees.
std::string text_of(const error& err);

/// HTTP status for a code. The only such table.
unsigned http_status(ec code);

} // namespace troupe
