#include "io/origin.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <charconv>

namespace troupe {

namespace {

constexpr size_t name_max_bytes = 255;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-'
           || c == '_';
  });
}

bool is_bracketed_address(std::string_view text) {
  if (text.size() < 4 || text.front() != '[' || text.back() != ']')
    return false;
  auto inner = text.substr(1, text.size() - 2);
  return std::ranges::all_of(
           inner, [](char c) { return is_hex(c) || c == ':' || c == '.'; })
         && inner.find(':') != std::string_view::npos;
}

error bad_host() {
  return make_error(ec::invalid_argument,
                    "Host is not a name or address with an optional port");
}

result<uint16_t> parse_port(std::string_view text) {
  uint16_t port = 0;
  auto end = text.data() + text.size();
  auto [stopped, code] = std::from_chars(text.data(), end, port);
  if (text.empty() || code != std::errc{} || stopped != end || port == 0)
    return bad_host();
  return port;
}

} // namespace

result<host_name> parse_host(std::string_view text) {
  if (text.empty() || text.size() > name_max_bytes)
    return bad_host();
  host_name host{lower_ascii(std::string{text}), 0};
  auto after_bracket = host.name.rfind(']');
  auto colon = host.name.rfind(':');
  auto has_port = colon != std::string::npos
                  && (after_bracket == std::string::npos
                      || colon > after_bracket);
  if (has_port) {
    auto port = parse_port(std::string_view{host.name}.substr(colon + 1));
    if (!port)
      return port.error();
    host.port = *port;
    host.name.resize(colon);
  }
  if (!is_name(host.name) && !is_bracketed_address(host.name))
    return bad_host();
  return host;
}

std::string to_string(const host_name& host) {
  return host.port == 0 ? host.name
                        : host.name + ":" + std::to_string(host.port);
}

bool is_loopback_name(std::string_view name) {
  if (name == "localhost" || name == "[::1]")
    return true;
  // 127.0.0.0/8, but no name like 127.0.0.1.example.org.
  return name.starts_with("127.")
         && std::ranges::all_of(
           name, [](char c) { return is_digit(c) || c == '.'; })
         && std::ranges::count(name, '.') == 3;
}

bool host_is_allowed(const origin_rules& rules, const host_name& host) {
  return !rules.hosts_restricted || is_loopback_name(host.name)
         || std::ranges::find(rules.hosts, host.name) != rules.hosts.end();
}

bool origin_is_allowed(const origin_rules& rules, std::string_view origin,
                       const host_name& host) {
  auto text = lower_ascii(std::string{origin});
  if (std::ranges::find(rules.origins, text) != rules.origins.end())
    return true;
  for (auto [scheme, port] : {std::pair{std::string_view{"http://"}, 80},
                              std::pair{std::string_view{"https://"}, 443}}) {
    if (!text.starts_with(scheme))
      continue;
    auto page = parse_host(std::string_view{text}.substr(scheme.size()));
    if (!page)
      return false;
    auto standard = static_cast<uint16_t>(port);
    auto port_of = [standard](const host_name& x) {
      return x.port == 0 ? standard : x.port;
    };
    return page->name == host.name && port_of(*page) == port_of(host);
  }
  return false;
}

} // namespace troupe
