/// Base64 (RFC 4648, the standard alphabet) as it stands in data: URIs. Pure;
/// any thread.
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

/// Bytes that so many characters hold, padding not counted.
constexpr size_t base64_bytes(size_t characters) {
  return characters / 4 * 3 + (characters % 4 + 1) / 2;
}

} // namespace troupe
