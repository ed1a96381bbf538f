/// An issuer for tests: makes keys, shows them as JWK, signs any header and
/// payload, also wrong ones. One thread.
#pragma once

#include "protocol/base64.hpp"
#include "protocol/json.hpp"
#include "protocol/secret.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace troupe::test {

class token_maker {
public:
  static token_maker rsa(std::string kid, unsigned bits = 2048) {
    return {EVP_RSA_gen(bits), std::move(kid), "RS256"};
  }
  static token_maker ec(std::string kid) {
    return {EVP_EC_gen("P-256"), std::move(kid), "ES256"};
  }

  const std::string& kid() const { return kid_; }

  json jwk() const {
    auto out =
      json::make_object({{"use", "sig"}, {"kid", kid_}, {"alg", algorithm_}});
    if (algorithm_ == "RS256") {
      out["kty"] = "RSA";
      out["n"] = to_base64url(number(OSSL_PKEY_PARAM_RSA_N));
      out["e"] = to_base64url(number(OSSL_PKEY_PARAM_RSA_E));
    } else {
      out["kty"] = "EC";
      out["crv"] = "P-256";
      out["x"] = to_base64url(number(OSSL_PKEY_PARAM_EC_PUB_X, 32));
      out["y"] = to_base64url(number(OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    }
    return out;
  }

  /// As texts, so that they need not be JSON.
  std::string sign(const std::string& header, const std::string& claims) const {
    auto text = to_base64url(header) + '.' + to_base64url(claims);
    return text + '.' + to_base64url(signature(text));
  }

  std::string sign(const json& claims) const {
    return sign(
      json::make_object({{"alg", algorithm_}, {"kid", kid_}, {"typ", "JWT"}})
        .dump(),
      claims.dump());
  }

  /// Raw: for ES256 r and s, not DER.
  std::string signature(const std::string& text) const {
    auto out = der_signature(text);
    if (algorithm_ == "RS256")
      return out;
    auto at = reinterpret_cast<const unsigned char*>(out.data());
    auto pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(out.size()));
    std::string raw(64, '\0');
    auto to = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), to, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), to + 32, 32);
    ECDSA_SIG_free(pair);
    return raw;
  }

  std::string der_signature(const std::string& text) const {
    auto context = EVP_MD_CTX_new();
    size_t size = 0;
    auto data = reinterpret_cast<const unsigned char*>(text.data());
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context, nullptr, &size, data, text.size());
    std::string out(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                   data, text.size());
    out.resize(size);
    EVP_MD_CTX_free(context);
    return out;
  }

private:
  token_maker(EVP_PKEY* key, std::string kid, std::string algorithm)
    : key_(key, EVP_PKEY_free), kid_(std::move(kid)),
      algorithm_(std::move(algorithm)) {
    if (!key)
      throw std::runtime_error("no key can be made");
  }

  std::string number(const char* name, int width = 0) const {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &value);
    auto size = width > 0 ? width : BN_num_bytes(value);
    std::string out(static_cast<size_t>(size), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(out.data()), size);
    BN_free(value);
    return out;
  }

  std::shared_ptr<EVP_PKEY> key_;
  std::string kid_;
  std::string algorithm_;
};

inline std::string key_set_text(std::initializer_list<json> keys) {
  return json::make_object({{"keys", json::make_array(keys)}}).dump();
}

} // namespace troupe::test
