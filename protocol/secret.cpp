#include "protocol/secret.hpp"

#include "protocol/base64.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cstdlib>

namespace troupe {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view data) {
  std::string out(32, '\0');
  unsigned size = 0;
  // A null key means "the one before" to OpenSSL.
  auto from = key.empty() ? std::string_view{""} : key;
  if (!HMAC(EVP_sha256(), from.data(), static_cast<int>(from.size()),
            bytes_of(data), data.size(),
            reinterpret_cast<unsigned char*>(out.data()), &size)
      || size != out.size())
    std::abort(); // out of memory
  return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size()
         && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(size_t count) {
  std::string out(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()),
                 static_cast<int>(count))
      != 1)
    std::abort();
  return out;
}

std::string make_secret_text() {
  return to_base64url(random_bytes(32));
}

} // namespace troupe
