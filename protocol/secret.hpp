/// The few primitives behind tokens, keys and signed links, by OpenSSL. Any
/// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace troupe {

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1): 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view data);

/// Takes as long for a difference at the start as for one at the end. The
/// lengths are no secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Raw bytes of the operating system's generator. Ends the process when there
/// are none: nothing is safe without them.
std::string random_bytes(size_t count);

/// 256 random bits as 43 characters of base64url.
std::string make_secret_text();

} // namespace troupe
