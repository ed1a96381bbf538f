#include "cli/door_gate.hpp"

#include "io/origin.hpp"
#include "io/unix_time.hpp"
#include "providers/http_client.hpp"

#include <fstream>
#include <iterator>

namespace troupe {

namespace {

/// Reads the issuer's keys from a file, now and whenever they are asked for.
outside_keys::fetcher read_keys(std::string file) {
  return [file = std::move(file)](const outside_keys::arrival& arrival) {
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad() || text.empty())
      return arrival(make_error(ec::io_failed, "can't read " + file));
    arrival(std::move(text));
  };
}

/// Fetches them: 5 s, 64 KiB, https, and no redirects.
outside_keys::fetcher fetch_keys(std::string url) {
  return [url = std::move(url), client = make_http_client()](
           const outside_keys::arrival& arrival) {
    outgoing_request request;
    request.url = url;
    request.idle_time = request.deadline = std::chrono::seconds{5};
    client->send(std::move(request), [arrival](
                                       result<outgoing_response> answer) {
      if (!answer)
        return arrival(std::move(answer.error()));
      if (answer->status != 200)
        return arrival(make_error(ec::provider_failed,
                                  "the issuer answers with status "
                                    + std::to_string(answer->status)));
      arrival(std::move(answer->body));
    });
  };
}

/// Null without an issuer.
result<outside_keys_ptr> make_outside_keys(const config& values,
                                           const account_directory_ptr& to) {
  auto mode = values.text("auth.mode");
  if (mode != "jwks" && mode != "both")
    return outside_keys_ptr{};
  if (values.text("auth.issuer").empty())
    return make_error(ec::invalid_argument,
                      "auth.issuer must say whose tokens are taken");
  auto file = values.text("auth.jwks_file");
  auto url = values.text("auth.jwks_url");
  if (file.empty() == url.empty())
    return make_error(ec::invalid_argument,
                      "auth.jwks_url or auth.jwks_file must say where the "
                      "issuer's keys are, and only one of them");
  auto keys = std::make_shared<outside_keys>(
    url.empty() ? read_keys(file) : fetch_keys(url), to);
  keys->refresh_if_old(unix_ms());
  return keys;
}

} // namespace

bool asks_who(const config& values) {
  return values.text("auth.mode") != "off";
}

bool is_reachable_by_others(const config& values) {
  auto address = values.text("server.bind");
  // "::1" is a host only in brackets.
  return !is_loopback_name(address.find(':') == std::string::npos
                             ? address
                             : '[' + address + ']');
}

result<gate_ptr> make_gate(const config& values, const engine& actors) {
  auto addresses
    = client_addresses::make(values.list("server.trusted_proxies"));
  if (!addresses)
    return std::move(addresses.error());
  auto outside = make_outside_keys(values, actors.directory());
  if (!outside)
    return std::move(outside.error());
  gate_options options;
  options.asks = asks_who(values);
  options.addresses = std::move(*addresses);
  // On this machine alone there is nobody to be protected from.
  if (options.asks || is_reachable_by_others(values))
    options.requests_per_minute
      = static_cast<uint32_t>(values.number("limits.requests_per_minute"));
  return gate_ptr{std::make_shared<const gate>(
    std::move(options), actors.directory(), actors.accounts(),
    std::move(*outside))};
}

} // namespace troupe
