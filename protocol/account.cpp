#include "protocol/account.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>

namespace troupe {

namespace {

error refuse(std::string text) {
  return make_error(ec::invalid_argument, std::move(text));
}

bool is_plain(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
         || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(
    text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

/// Enough to catch a slip: whether mail arrives, only mail can tell.
bool is_email(std::string_view text) {
  auto at = text.find('@');
  if (text.size() > 254 || at == 0 || at == text.npos || at > 64
      || text.find('@', at + 1) != text.npos)
    return false;
  auto host = text.substr(at + 1);
  if (host.empty() || host.starts_with('.') || host.ends_with('.')
      || !std::ranges::all_of(host, is_plain))
    return false;
  return std::ranges::all_of(text.substr(0, at), [](unsigned char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '\\'
           && c != ',' && c != ';' && c != ':';
  });
}

} // namespace

error check_registration(const registration& x) {
  if (!is_email(x.email))
    return refuse("Field email must be an address like ann@films.example");
  if (x.username.size() < 3 || x.username.size() > 64
      || !std::ranges::all_of(x.username, is_plain))
    return refuse("Field username must be 3 to 64 letters, digits, dots, "
                  "dashes or underscores");
  if (x.name.size() > 200 || has_control(x.name) || !is_utf8(x.name))
    return refuse("Field name must be one line of at most 200 bytes");
  if (x.password.size() < 8 || x.password.size() > 1024 || !is_utf8(x.password))
    return refuse("Field password must be 8 to 1024 bytes long");
  return {};
}

} // namespace troupe
