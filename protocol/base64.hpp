/// Base64 (RFC 4648): the standard alphabet as it stands in data: URIs, and the
/// one for URLs as it stands in tokens. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// Strict: nothing but the alphabet, and full padding or none. Nothing when
/// it is anything else.
std::optional<std::string> from_base64(std::string_view text);

std::string to_base64(std::string_view bytes);

/// Section 5 of RFC 4648, strict: no padding, and only the one text that
/// to_base64url() would write, so that two texts never mean the same bytes.
std::optional<std::string> from_base64url(std::string_view text);

/// Without padding.
std::string to_base64url(std::string_view bytes);

/// Bytes that so many characters hold, padding not counted.
constexpr size_t base64_bytes(size_t characters) {
  return characters / 4 * 3 + (characters % 4 + 1) / 2;
}

} // namespace troupe
