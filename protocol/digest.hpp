/// SHA-256 (FIPS 180-4) by OpenSSL. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view data);

/// The first 8 bytes of the SHA-256 as a number: a stable seed from text.
unsigned long long stable_seed(std::string_view data);

} // namespace troupe
