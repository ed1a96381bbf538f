#define CAF_SUITE signed_url
#include "tests/support/test.hpp"

#include "protocol/signed_url.hpp"

using namespace troupe;

namespace {

constexpr int64_t now = 1'790'000'000;
const std::string path =
  "/outputs/videos/0123456789abcdef0123456789abcdef/final.mp4";
const user_id ann{"ann"};
const url_signer signer{"0123456789abcdef0123456789abcdef"};

std::string value_of(const std::string& url, const std::string& name) {
  auto at = url.find(name + '=') + name.size() + 1;
  return url.substr(at, url.find('&', at) - at);
}

link_query query_of(const std::string& url) {
  return {value_of(url, "expires"), value_of(url, "key"),
          value_of(url, "signature")};
}

const auto good = query_of(signer.sign(path, ann, now));

} // namespace

CAF_TEST(a link opens its path for an hour) {
  CAF_CHECK(signer.sign(path, ann, now).starts_with(path + "?expires="));
  CAF_CHECK(signer.verify(path, ann, good, now));
  CAF_CHECK(signer.verify(path, ann, good, now + 3599));
  CAF_CHECK(!signer.verify(path, ann, good, now + 3600));
  auto brief = query_of(signer.sign(path, ann, now, std::chrono::seconds{10}));
  CAF_CHECK(signer.verify(path, ann, brief, now + 9));
  CAF_CHECK(!signer.verify(path, ann, brief, now + 10));
  // Nobody gets more than an hour.
  auto greedy = query_of(signer.sign(path, ann, now, std::chrono::hours{48}));
  CAF_CHECK_EQUAL(greedy.expires, std::to_string(now + 3600));
}

CAF_TEST(changed links open nothing) {
  auto flip = [](std::string text, size_t at) {
    text[at] = text[at] == 'A' ? 'B' : 'A';
    return text;
  };
  auto with = [](link_query x, auto change) {
    change(x);
    return x;
  };
  std::vector<link_query> changed;
  for (size_t at = 0; at < good.signature.size(); at += 3)
    changed.push_back(
      with(good, [&](auto& x) { x.signature = flip(x.signature, at); }));
  for (auto& text :
       {std::string{}, good.signature + "A", good.signature.substr(1),
        good.signature.substr(0, 42), good.signature + "=",
        std::string(43, 'A'), " " + good.signature})
    changed.push_back(with(good, [&](auto& x) { x.signature = text; }));
  for (auto& text :
       {std::string{}, std::to_string(now + 3599), std::to_string(now + 3601),
        std::to_string(now + 7200), "0" + good.expires, "+" + good.expires,
        good.expires + " ", good.expires + ".0", std::string{"1e12"},
        std::string{"-1"}, std::string(40, '9'),
        std::string{"9223372036854775807"}, std::to_string(now)})
    changed.push_back(with(good, [&](auto& x) { x.expires = text; }));
  for (auto& text :
       {std::string{}, flip(good.key, 0), good.key + "0", good.key.substr(1)})
    changed.push_back(with(good, [&](auto& x) { x.key = text; }));
  CAF_CHECK(changed.size() >= 39u);
  for (auto& x : changed)
    CAF_CHECK(!signer.verify(path, ann, x, now));
  CAF_CHECK(signer.verify(path, ann, good, now));
}

CAF_TEST(a link is for one path and one owner and one secret) {
  for (auto& other : {path + "/", path + "x", path.substr(0, path.size() - 1),
                      std::string{"/video/0123456789abcdef0123456789abcdef"},
                      std::string{"/"}, std::string{}, "/" + path, path + "\n"})
    CAF_CHECK(!signer.verify(other, ann, good, now));
  for (auto& other :
       {user_id{"bob"}, user_id{""}, user_id{"Ann"}, user_id{"ann\n" + path}})
    CAF_CHECK(!signer.verify(path, other, good, now));
  url_signer other_secret{"0123456789abcdef0123456789abcdeF"};
  CAF_CHECK(!other_secret.verify(path, ann, good, now));
  // Not even with its own key's name on the old signature.
  auto renamed = good;
  renamed.key = query_of(other_secret.sign(path, ann, now)).key;
  CAF_CHECK(renamed.key != good.key);
  CAF_CHECK(!other_secret.verify(path, ann, renamed, now));
}
