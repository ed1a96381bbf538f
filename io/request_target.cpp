#include "io/request_target.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <optional>

namespace troupe {

namespace {

/// Our longest path is under 200 bytes, a form by GET a few thousand.
constexpr size_t target_max_bytes = 8 * 1024;
constexpr size_t query_max_fields = 100;

error bad_target(std::string_view why) {
  return make_error(ec::invalid_argument,
                    "request target: " + std::string{why});
}

int hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

enum class plus_sign { stays, is_space };

/// Nothing when a "%" is not followed by two hex digits, or the result is not
/// UTF-8 or holds a control character.
std::optional<std::string> decode(std::string_view text, plus_sign plus) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      auto complete = i + 2 < text.size();
      auto high = complete ? hex_value(text[i + 1]) : -1;
      auto low = complete ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus == plus_sign::is_space ? ' ' : text[i];
    }
  }
  auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  };
  if (std::ranges::any_of(out, is_control) || !is_utf8(out))
    return std::nullopt;
  return out;
}

bool has_unsafe_segment(std::string_view path) {
  if (path == "/")
    return false;
  auto rest = path.substr(1);
  if (rest.ends_with('/'))
    rest.remove_suffix(1);
  for (;;) {
    auto end = rest.find('/');
    auto segment = rest.substr(0, end);
    if (segment.empty() || segment == "." || segment == "..")
      return true;
    if (end == std::string_view::npos)
      return false;
    rest.remove_prefix(end + 1);
  }
}

/// A "/" that arrives as %2F would be a separator for one reader and a letter
/// for another.
bool hides_separator(std::string_view path) {
  if (path.find('\\') != std::string_view::npos)
    return true;
  for (std::string_view escape : {"%2f", "%2F", "%5c", "%5C"})
    if (path.find(escape) != std::string_view::npos)
      return true;
  return false;
}

result<std::string> parse_path(std::string_view text) {
  if (!text.starts_with('/'))
    return bad_target("it must begin with \"/\"");
  if (hides_separator(text))
    return bad_target("the path has a backslash or an escaped separator");
  auto path = decode(text, plus_sign::stays);
  if (!path)
    return bad_target("the path has a bad escape or is not clean UTF-8");
  if (has_unsafe_segment(*path))
    return bad_target("the path has an empty, \".\" or \"..\" segment");
  return std::move(*path);
}

error parse_query(std::string_view text, request_target& out) {
  while (!text.empty()) {
    auto end = std::min(text.find('&'), text.size());
    auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty())
      continue;
    if (out.query.size() == query_max_fields)
      return bad_target("the query has more than 100 fields");
    auto equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), plus_sign::is_space);
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())),
                        plus_sign::is_space);
    if (!name || !value)
      return bad_target("the query has a bad escape or is not clean UTF-8");
    out.query.emplace_back(std::move(*name), std::move(*value));
  }
  return {};
}

/// Takes "http://host" off the front of an absolute target.
std::string_view take_authority(std::string_view text, request_target& out) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme))
      continue;
    auto end = std::min(text.find_first_of("/?", scheme.size()), text.size());
    out.authority = text.substr(scheme.size(), end - scheme.size());
    return text.substr(end);
  }
  return text;
}

} // namespace

result<request_target> parse_target(std::string_view text) {
  if (text.size() > target_max_bytes)
    return make_error(ec::limit_exceeded,
                      "request target: it is longer than 8 KiB");
  auto is_printable = [](char c) { return c > 0x20 && c < 0x7F; };
  if (!std::ranges::all_of(text, is_printable)
      || text.find('#') != std::string_view::npos)
    return bad_target("it has a character that must be escaped");
  request_target out;
  text = take_authority(text, out);
  auto question = std::min(text.find('?'), text.size());
  auto raw_path = text.substr(0, question);
  if (raw_path.empty() && !out.authority.empty())
    raw_path = "/";
  auto path = parse_path(raw_path);
  if (!path)
    return path.error();
  out.path = std::move(*path);
  if (question < text.size())
    if (auto err = parse_query(text.substr(question + 1), out))
      return err;
  return out;
}

} // namespace troupe
