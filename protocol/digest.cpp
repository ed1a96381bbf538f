#include "protocol/digest.hpp"

#include <openssl/sha.h>

#include <array>

namespace troupe {

namespace {

std::array<unsigned char, SHA256_DIGEST_LENGTH> digest(std::string_view data) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> out{};
  SHA256(reinterpret_cast<const unsigned char*>(data.data()), data.size(),
         out.data());
  return out;
}

} // namespace

std::string sha256_hex(std::string_view data) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * SHA256_DIGEST_LENGTH);
  for (auto byte : digest(data)) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

unsigned long long stable_seed(std::string_view data) {
  auto bytes = digest(data);
  unsigned long long seed = 0;
  for (int i = 0; i < 8; ++i)
    seed = seed << 8U | bytes[static_cast<size_t>(i)];
  return seed;
}

} // namespace troupe
