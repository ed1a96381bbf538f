#include "protocol/signed_url.hpp"

#include "protocol/base64.hpp"
#include "protocol/digest.hpp"
#include "protocol/secret.hpp"

#include <algorithm>
#include <charconv>

namespace troupe {

url_signer::url_signer(std::string secret)
  : secret_(std::move(secret)),
    // Names the key without telling it, so that a changed one is seen.
    key_(sha256_hex("key of links:" + secret_).substr(0, 8)) {
}

std::string url_signer::signature(std::string_view path, const user_id& owner,
                                  std::string_view expires) const {
  // None of the parts but the last can hold a line end.
  std::string text = "link 1\nGET\n";
  text.append(expires).append("\n").append(key_).append("\n");
  text.append(owner.str()).append("\n").append(path);
  return to_base64url(hmac_sha256(secret_, text));
}

std::string url_signer::sign(std::string_view path, const user_id& owner,
                             int64_t now_s,
                             std::chrono::seconds lifetime) const {
  auto expires = std::to_string(now_s + std::min(lifetime, longest).count());
  return std::string{path} + "?expires=" + expires + "&key=" + key_
         + "&signature=" + signature(path, owner, expires);
}

bool url_signer::verify(std::string_view path, const user_id& owner,
                        const link_query& query, int64_t now_s) const {
  int64_t expires = 0;
  auto& text = query.expires;
  auto [end, code] =
    std::from_chars(text.data(), text.data() + text.size(), expires);
  // One way to write a time: the signature is over its text.
  if (code != std::errc{} || end != text.data() + text.size()
      || std::to_string(expires) != text)
    return false;
  if (expires <= now_s || expires > now_s + longest.count())
    return false;
  return query.key == key_
         && equal_in_constant_time(query.signature,
                                   signature(path, owner, text));
}

} // namespace troupe
