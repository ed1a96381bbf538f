#include "io/query.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>

namespace troupe {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

error bad(std::string what) {
  return make_error(ec::invalid_argument, std::move(what));
}

result<std::string> decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        return bad("A '%' is not followed by two hex digits");
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out))
    return bad("Encoded text is not UTF-8");
  return out;
}

} // namespace

result<name_values> parse_urlencoded(std::string_view text, size_t limit) {
  name_values out;
  while (!text.empty()) {
    auto end = std::min(text.find('&'), text.size());
    auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty())
      continue;
    if (out.size() >= limit)
      return make_error(ec::limit_exceeded,
                        "More than " + std::to_string(limit) + " fields");
    auto equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals));
    if (!name)
      return name.error();
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!value)
      return value.error();
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

} // namespace troupe
