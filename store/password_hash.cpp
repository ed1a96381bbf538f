#include "store/password_hash.hpp"

#include "protocol/base64.hpp"
#include "protocol/secret.hpp"

#include <argon2.h>

namespace troupe {

namespace {

constexpr size_t salt_bytes = 16;
constexpr size_t hash_bytes = 32;
constexpr uint32_t lanes = 1;

} // namespace

result<std::string> hash_password(const std::string& password,
                                  const password_cost& cost) {
  auto salt = random_bytes(salt_bytes);
  std::string out(argon2_encodedlen(cost.passes, cost.memory_kib, lanes,
                                    salt_bytes, hash_bytes, Argon2_id),
                  '\0');
  auto code = argon2id_hash_encoded(
    cost.passes, cost.memory_kib, lanes, password.data(), password.size(),
    salt.data(), salt.size(), hash_bytes, out.data(), out.size());
  if (code != ARGON2_OK)
    return make_error(ec::unavailable, std::string{"Can't hash a password: "}
                                         + argon2_error_message(code));
  // Its length counts the zero at the end.
  out.resize(out.find('\0'));
  return out;
}

std::string unmatched_hash(const password_cost& cost) {
  auto part = [](size_t bytes) {
    auto text = to_base64(random_bytes(bytes));
    return text.substr(0, text.find('='));
  };
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib)
         + ",t=" + std::to_string(cost.passes) + ",p=" + std::to_string(lanes)
         + '$' + part(salt_bytes) + '$' + part(hash_bytes);
}

bool is_password_of(const std::string& hash, const std::string& password) {
  return argon2id_verify(hash.c_str(), password.data(), password.size())
         == ARGON2_OK;
}

} // namespace troupe
