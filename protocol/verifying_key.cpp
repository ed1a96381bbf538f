#include "protocol/base64.hpp"
#include "protocol/jwt.hpp"
#include "protocol/secret.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace troupe {

namespace {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* x) const {
    Free(x);
  }
};

using big_number = std::unique_ptr<BIGNUM, freed_by<BN_free>>;
using public_key = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freed_by<EVP_PKEY_CTX_free>>;
using parameter_builder =
  std::unique_ptr<OSSL_PARAM_BLD, freed_by<OSSL_PARAM_BLD_free>>;
using parameters = std::unique_ptr<OSSL_PARAM, freed_by<OSSL_PARAM_free>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, freed_by<EVP_MD_CTX_free>>;
using ec_signature = std::unique_ptr<ECDSA_SIG, freed_by<ECDSA_SIG_free>>;

constexpr size_t coordinate_bytes = 32; // P-256

error refuse(std::string why) {
  return make_error(ec::invalid_argument, std::move(why));
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

big_number number_of(std::string_view bytes) {
  return big_number{
    BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr)};
}

/// The bytes of a base64url member; empty when it is none.
std::string bytes_at(const json& jwk, std::string_view name) {
  return from_base64url(jwk.text(name)).value_or(std::string{});
}

public_key build_key(const char* type, const parameter_builder& builder) {
  parameters values{OSSL_PARAM_BLD_to_param(builder.get())};
  key_context maker{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
  EVP_PKEY* raw = nullptr;
  if (!values || !maker || EVP_PKEY_fromdata_init(maker.get()) != 1
      || EVP_PKEY_fromdata(maker.get(), &raw, EVP_PKEY_PUBLIC_KEY, values.get())
           != 1)
    return nullptr;
  public_key key{raw};
  key_context checker{EVP_PKEY_CTX_new_from_pkey(nullptr, raw, nullptr)};
  return checker && EVP_PKEY_public_check(checker.get()) == 1 ? std::move(key)
                                                              : nullptr;
}

public_key rsa_key(const json& jwk) {
  auto n = number_of(bytes_at(jwk, "n"));
  auto e = number_of(bytes_at(jwk, "e"));
  parameter_builder builder{OSSL_PARAM_BLD_new()};
  if (!n || !e || !builder)
    return nullptr;
  auto bits = BN_num_bits(n.get());
  if (bits < 2048 || bits > 8192 || !BN_is_odd(n.get()) || !BN_is_odd(e.get())
      || BN_is_one(e.get()) || BN_num_bits(e.get()) > 32)
    return nullptr;
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1
      || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get())
           != 1)
    return nullptr;
  return build_key("RSA", builder);
}

public_key ec_key(const json& jwk) {
  auto x = bytes_at(jwk, "x");
  auto y = bytes_at(jwk, "y");
  parameter_builder builder{OSSL_PARAM_BLD_new()};
  if (jwk.text("crv") != "P-256" || x.size() != coordinate_bytes
      || y.size() != coordinate_bytes || !builder)
    return nullptr;
  auto point = "\x04" + x + y;
  if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                      "prime256v1", 0)
        != 1
      || OSSL_PARAM_BLD_push_octet_string(
           builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size())
           != 1)
    return nullptr;
  return build_key("EC", builder);
}

/// r and s side by side, as DER; empty when they are not 32 bytes each.
std::string der_of(std::string_view raw) {
  if (raw.size() != 2 * coordinate_bytes)
    return {};
  auto r = number_of(raw.substr(0, coordinate_bytes));
  auto s = number_of(raw.substr(coordinate_bytes));
  ec_signature pair{ECDSA_SIG_new()};
  if (!r || !s || !pair
      || ECDSA_SIG_set0(pair.get(), r.release(), s.release()) != 1)
    return {};
  auto size = i2d_ECDSA_SIG(pair.get(), nullptr);
  std::string out(static_cast<size_t>(std::max(size, 0)), '\0');
  auto at = reinterpret_cast<unsigned char*>(out.data());
  return size > 0 && i2d_ECDSA_SIG(pair.get(), &at) == size ? out
                                                            : std::string{};
}

bool verify_with(EVP_PKEY* key, std::string_view text,
                 std::string_view signature) {
  digest_context context{EVP_MD_CTX_new()};
  return context && !signature.empty()
         && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr,
                                 key)
              == 1
         && EVP_DigestVerify(context.get(), bytes_of(signature),
                             signature.size(), bytes_of(text), text.size())
              == 1;
}

} // namespace

struct verifying_key::impl {
  signature_kind kind = signature_kind::hs256;
  std::string kid;
  std::string secret;
  public_key key;
};

verifying_key::verifying_key(std::shared_ptr<const impl> x)
  : impl_(std::move(x)) {
}

result<verifying_key> verifying_key::hs256(std::string secret,
                                           std::string kid) {
  if (secret.size() < 32)
    return refuse("A secret for HS256 has at least 32 bytes");
  auto out = std::make_shared<impl>();
  out->kid = std::move(kid);
  out->secret = std::move(secret);
  return verifying_key{std::move(out)};
}

result<verifying_key> verifying_key::from_jwk(const json& jwk) {
  auto type = jwk.text("kty");
  auto is_rsa = type == "RSA";
  if (!is_rsa && type != "EC")
    return refuse("kty must be RSA or EC");
  if (jwk.has("d") || jwk.has("k"))
    return refuse("a private key has no place in a key set");
  if (jwk.has("use") && jwk.text("use") != "sig")
    return refuse("use must be sig");
  auto out = std::make_shared<impl>();
  out->kind = is_rsa ? signature_kind::rs256 : signature_kind::es256;
  if (jwk.has("alg") && jwk.text("alg") != to_string(out->kind))
    return refuse("alg must be RS256 for RSA and ES256 for EC");
  out->kid = jwk.text("kid");
  if (out->kid.size() > 255)
    return refuse("kid is too long");
  out->key = is_rsa ? rsa_key(jwk) : ec_key(jwk);
  if (!out->key)
    return refuse(is_rsa ? "n and e are no RSA key of 2048 to 8192 bits"
                         : "x and y are no point of P-256");
  return verifying_key{std::move(out)};
}

signature_kind verifying_key::kind() const {
  return impl_->kind;
}

const std::string& verifying_key::kid() const {
  return impl_->kid;
}

bool verifying_key::verify(std::string_view text,
                           std::string_view signature) const {
  switch (impl_->kind) {
    case signature_kind::hs256:
      return equal_in_constant_time(hmac_sha256(impl_->secret, text),
                                    signature);
    case signature_kind::rs256:
      return verify_with(impl_->key.get(), text, signature);
    case signature_kind::es256:
      return verify_with(impl_->key.get(), text, der_of(signature));
  }
  return false;
}

result<std::vector<verifying_key>> parse_key_set(std::string_view text) {
  constexpr size_t key_limit = 16;
  auto set = json::parse(text, {64 * 1024, 8, 2'000, 100});
  if (!set)
    return refuse("The key set is not JSON: " + text_of(set.error()));
  auto& list = set->at("keys").as_array();
  if (list.size() > key_limit)
    return refuse("The key set has more than 16 keys");
  std::vector<verifying_key> out;
  for (auto& jwk : list) {
    auto key = verifying_key::from_jwk(jwk);
    if (!key)
      continue;
    if (std::ranges::find(out, key->kid(), &verifying_key::kid) != out.end())
      return refuse("The key set has two keys with one kid");
    out.push_back(std::move(*key));
  }
  if (out.empty())
    return refuse("The key set has no RS256 or ES256 key");
  return out;
}

} // namespace troupe
