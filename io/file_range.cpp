#include "io/file_range.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <time.h>

namespace troupe {

namespace {

std::string_view trim(std::string_view text) {
  auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Digits only; a number too large is the largest one, because it means "to
/// the end" or "beyond it" either way.
std::optional<uint64_t> parse_position(std::string_view text) {
  uint64_t out = 0;
  auto end = text.data() + text.size();
  auto [at, code] = std::from_chars(text.data(), end, out);
  if (at != end)
    return std::nullopt;
  if (code == std::errc::result_out_of_range)
    return std::numeric_limits<uint64_t>::max();
  if (code != std::errc{})
    return std::nullopt;
  return out;
}

file_range suffix_range(std::string_view text, uint64_t size) {
  auto count = parse_position(text);
  if (!count)
    return {};
  if (*count == 0 || size == 0)
    return {file_range::kind::unsatisfiable, 0, 0};
  auto length = std::min(*count, size);
  return {file_range::kind::part, size - length, length};
}

/// "bytes" in any case.
bool is_bytes(std::string_view unit) {
  return std::ranges::equal(unit, std::string_view{"bytes"},
                            [](char a, char b) { return (a | 0x20) == b; });
}

/// Strong comparison never takes a weak tag, weak comparison ignores the W/.
enum class comparison { strong, weak };

bool lists_etag(std::string_view header, const std::string& etag,
                comparison how) {
  if (trim(header) == "*")
    return true;
  while (!header.empty()) {
    auto end = std::min(header.find(','), header.size());
    auto item = trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    if (how == comparison::weak && item.starts_with("W/"))
      item.remove_prefix(2);
    if (item == etag)
      return true;
  }
  return false;
}

constexpr std::array date_forms{"%a, %d %b %Y %H:%M:%S GMT",
                                "%A, %d-%b-%y %H:%M:%S GMT",
                                "%a %b %d %H:%M:%S %Y"};

} // namespace

file_range parse_range(std::string_view header, uint64_t size) {
  auto equals = header.find('=');
  if (equals == std::string_view::npos
      || !is_bytes(trim(header.substr(0, equals))))
    return {};
  auto spec = trim(header.substr(equals + 1));
  auto dash = spec.find('-');
  if (dash == std::string_view::npos
      || spec.find(',') != std::string_view::npos)
    return {};
  if (dash == 0)
    return suffix_range(spec.substr(1), size);
  auto first = parse_position(spec.substr(0, dash));
  auto last_text = spec.substr(dash + 1);
  auto last = last_text.empty() ? std::numeric_limits<uint64_t>::max()
                                : parse_position(last_text);
  if (!first || !last || *last < *first)
    return {};
  if (*first >= size)
    return {file_range::kind::unsatisfiable, 0, 0};
  return {file_range::kind::part, *first,
          std::min(*last, size - 1) - *first + 1};
}

condition_answer check_conditions(const file_conditions& x,
                                  const file_version& version) {
  if (!x.if_match.empty()) {
    if (!lists_etag(x.if_match, version.etag, comparison::strong))
      return condition_answer::failed;
  } else if (auto since = parse_http_date(x.if_unmodified_since);
             since && version.modified > *since) {
    return condition_answer::failed;
  }
  if (!x.if_none_match.empty()) {
    if (lists_etag(x.if_none_match, version.etag, comparison::weak))
      return condition_answer::not_modified;
  } else if (auto since = parse_http_date(x.if_modified_since);
             since && version.modified <= *since) {
    return condition_answer::not_modified;
  }
  return condition_answer::send;
}

bool range_applies(std::string_view if_range, const file_version& version) {
  auto text = trim(if_range);
  if (text.empty() || text == version.etag)
    return true;
  auto date = parse_http_date(text);
  return date && *date == version.modified;
}

std::string http_date(std::time_t time) {
  tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 64> buffer{};
  auto size = strftime(buffer.data(), buffer.size(), date_forms[0], &parts);
  return {buffer.data(), size};
}

std::optional<std::time_t> parse_http_date(std::string_view text) {
  std::string copy{trim(text)};
  for (auto form : date_forms) {
    tm parts{};
    auto end = strptime(copy.c_str(), form, &parts);
    if (end && *end == '\0')
      return timegm(&parts);
  }
  return std::nullopt;
}

} // namespace troupe
