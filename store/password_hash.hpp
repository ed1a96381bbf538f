/// Passwords as argon2id (RFC 9106) by libargon2. Slow on purpose: never on a
/// thread that others wait for. Any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string>

namespace troupe {

/// RFC 9106, section 4 recommends 64 MiB and 3 passes where memory is short;
/// OWASP's least, 19 MiB, 2 passes and 1 lane, takes about 25 ms on one core
/// and lets a small machine answer 40 logins a second.
struct password_cost {
  uint32_t memory_kib = 19 * 1024;
  uint32_t passes = 2;
};

/// "$argon2id$v=19$m=19456,t=2,p=1$salt$hash", with 16 random bytes of salt.
result<std::string> hash_password(const std::string& password,
                                  const password_cost& cost = {});

/// A hash that no password has: checking one against it takes as long as
/// against a real one.
std::string unmatched_hash(const password_cost& cost = {});

/// False for a wrong password and for a text that is no such hash.
bool is_password_of(const std::string& hash, const std::string& password);

} // namespace troupe
