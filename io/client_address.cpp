#include "io/client_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <optional>

namespace troupe {

namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> parse(std::string_view text) {
  boost::system::error_code code;
  auto out = ip::make_address(std::string{text}, code);
  if (code)
    return std::nullopt;
  if (out.is_v6() && out.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, out.to_v6());
  return out;
}

std::string group_of(const ip::address& x) {
  if (x.is_v4())
    return x.to_string();
  auto bytes = x.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), uint8_t{0});
  return ip::address_v6{bytes}.to_string() + "/64";
}

std::string_view trim(std::string_view text) {
  auto first = text.find_first_not_of(" \t");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

struct client_addresses::impl {
  std::vector<ip::network_v4> v4;
  std::vector<ip::network_v6> v6;

  bool add(const std::string& text) {
    boost::system::error_code code;
    auto slash = text.find('/') != text.npos;
    if (text.find(':') == text.npos) {
      auto net = ip::make_network_v4(slash ? text : text + "/32", code);
      if (!code)
        v4.push_back(net.canonical());
    } else {
      auto net = ip::make_network_v6(slash ? text : text + "/128", code);
      if (!code)
        v6.push_back(net.canonical());
    }
    return !code;
  }

  bool trusts(const ip::address& x) const {
    auto holds = [](auto& nets, const auto& address, auto whole) {
      return std::ranges::any_of(nets, [&](auto& net) {
        using net_type = std::decay_t<decltype(net)>;
        return net_type{address, whole}.is_subnet_of(net)
               || net_type{address, whole} == net;
      });
    };
    return x.is_v4() ? holds(v4, x.to_v4(), static_cast<unsigned short>(32))
                     : holds(v6, x.to_v6(), static_cast<unsigned short>(128));
  }
};

client_addresses::client_addresses() : impl_(std::make_unique<impl>()) {
}
client_addresses::~client_addresses() = default;
client_addresses::client_addresses(client_addresses&&) noexcept = default;
client_addresses&
client_addresses::operator=(client_addresses&&) noexcept = default;

result<client_addresses>
client_addresses::make(const std::vector<std::string>& trusted) {
  client_addresses out;
  for (auto& text : trusted)
    if (!out.impl_->add(text))
      return make_error(ec::invalid_argument,
                        "server.trusted_proxies: \"" + text
                          + "\" is neither an address nor a network");
  return out;
}

std::string client_addresses::of(const http_request& request) const {
  auto peer = parse(request.peer);
  if (!peer)
    return request.peer;
  if (!impl_->trusts(*peer))
    return group_of(*peer);
  // Each proxy adds whom it was asked by; what stands before the first that we
  // don't trust is whatever that one wants us to believe.
  auto found = *peer;
  std::string all;
  for (auto& [name, value] : request.headers)
    if (equal_ignoring_case(name, "X-Forwarded-For"))
      all += (all.empty() ? "" : ",") + value;
  std::string_view rest{all};
  while (!rest.empty() && impl_->trusts(found)) {
    auto comma = rest.rfind(',');
    auto last = rest.substr(comma == rest.npos ? 0 : comma + 1);
    auto address = parse(trim(last));
    if (!address)
      break;
    found = *address;
    rest = comma == rest.npos ? std::string_view{} : rest.substr(0, comma);
  }
  return group_of(found);
}

} // namespace troupe
