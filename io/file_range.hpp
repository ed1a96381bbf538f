/// Which part of a file a request asks for, and whether it needs to be sent at
/// all (RFC 9110, sections 13 and 14). Pure; any thread.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

struct file_range {
  enum class kind : uint8_t { whole, part, unsatisfiable };
  kind is = kind::whole;
  uint64_t first = 0;
  uint64_t length = 0;

  bool operator==(const file_range&) const = default;
};

/// "bytes=0-99", "bytes=100-", "bytes=-500". What is malformed, in another
/// unit or asks for several parts is answered by the whole file, as the
/// standard allows; a part beyond the end is unsatisfiable.
file_range parse_range(std::string_view header, uint64_t size);

/// What identifies the bytes of a file.
struct file_version {
  std::string etag;
  std::time_t modified = 0;
};

/// The conditions of a request, empty when it has none.
struct file_conditions {
  std::string_view if_match = {};
  std::string_view if_unmodified_since = {};
  std::string_view if_none_match = {};
  std::string_view if_modified_since = {};
};

enum class condition_answer : uint8_t { send, not_modified, failed };

/// The order of RFC 9110, 13.2.2.
condition_answer check_conditions(const file_conditions& x,
                                  const file_version& version);

/// Whether a Range counts: no If-Range, or one that names this version.
bool range_applies(std::string_view if_range, const file_version& version);

/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::time_t time);

/// Any of the three forms; nothing when it is none of them.
std::optional<std::time_t> parse_http_date(std::string_view text);

} // namespace troupe
