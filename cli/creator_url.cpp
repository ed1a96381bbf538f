#include "cli/creator_url.hpp"

#include "io/origin.hpp"

namespace troupe {

std::string creator_url::base() const {
  return "http://" + host + ':' + std::to_string(port);
}

result<creator_url> parse_creator_url(std::string_view text) {
  creator_url out;
  auto given = std::string{text};
  for (std::string_view scheme : {"wss://", "https://"})
    if (text.starts_with(scheme))
      return make_error(ec::invalid_argument,
                        "--url: TLS is not spoken yet; use ws:// to a server "
                        "on this machine or through a tunnel");
  for (std::string_view scheme : {"ws://", "http://"})
    if (text.starts_with(scheme))
      text.remove_prefix(scheme.size());
  auto slash = std::min(text.find('/'), text.size());
  if (text.size() - slash > 1)
    out.path = text.substr(slash);
  auto host = parse_host(text.substr(0, slash));
  if (!host)
    return make_error(ec::invalid_argument,
                      "--url: \"" + given + "\" is not like "
                      "ws://127.0.0.1:8000");
  out.host = host->name;
  if (host->port != 0)
    out.port = host->port;
  return out;
}

} // namespace troupe
