#define CAF_SUITE public_address
#include "tests/support/test.hpp"

#include "protocol/public_address.hpp"

#include <arpa/inet.h>

using namespace troupe;

namespace {

bool is_public(const char* text) {
  std::array<uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, text, bytes.data()) == 1)
    return is_public_address(std::span{bytes}.first(4));
  if (inet_pton(AF_INET6, text, bytes.data()) == 1)
    return is_public_address(bytes);
  CAF_FAIL("not an address: " << text);
}

} // namespace

CAF_TEST(addresses of the open network may be called) {
  for (auto text : {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0",
                    "100.63.255.255", "100.128.0.0", "172.15.255.255",
                    "172.32.0.0", "192.167.255.255", "192.169.0.0",
                    "198.17.255.255", "198.20.0.0", "223.255.255.255",
                    "2001:4860:4860::8888", "2606:4700::1111",
                    "2a00:1450:4001:81b::200e", "64:ff9b::8.8.8.8",
                    "2002:0808:0808::1"}) {
    CAF_MESSAGE(text);
    CAF_CHECK(is_public(text));
  }
}

CAF_TEST(addresses of the machine and what lies behind it may not) {
  for (auto text :
       {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
        "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
        "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8", "100::1",
        "2001::1", "2001:2::1", "2001:10::1", "2001:db8::1",
        "2002:7f00:0001::1", "2002:0a00:0001::1", "2002:c0a8:0101::1",
        "2a00::200:5efe:10.0.0.1", "2a00::5efe:127.0.0.1", "3fff::1",
        "fc00::1", "fd00::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
        "4000::1", "8000::1"}) {
    CAF_MESSAGE(text);
    CAF_CHECK(!is_public(text));
  }
}

CAF_TEST(what is no address may not) {
  std::array<uint8_t, 17> bytes{};
  bytes.fill(8);
  for (auto size : {0U, 1U, 3U, 5U, 15U, 17U})
    CAF_CHECK(!is_public_address(std::span{bytes}.first(size)));
}
