#include "io/multipart.hpp"

#include "io/http_types.hpp"
#include "protocol/clean_text.hpp"

#include <algorithm>

namespace troupe {

namespace {

constexpr size_t part_header_max_bytes = 4 * 1024;

std::string_view trim(std::string_view text) {
  auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

error bad(std::string what) {
  return make_error(ec::invalid_argument, "multipart body: " + std::move(what));
}

/// Cuts the text before the next ';' that is not inside quotes.
std::string_view next_piece(std::string_view& rest) {
  auto quoted = false;
  size_t i = 0;
  for (; i < rest.size() && (quoted || rest[i] != ';'); ++i) {
    if (rest[i] == '"')
      quoted = !quoted;
    else if (rest[i] == '\\' && quoted)
      ++i;
  }
  i = std::min(i, rest.size());
  auto piece = rest.substr(0, i);
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return piece;
}

std::string unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"')
    return std::string{text};
  text = text.substr(1, text.size() - 2);
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size())
      ++i;
    out += text[i];
  }
  return out;
}

error read_header_line(std::string_view line, form_part& part,
                       bool& has_disposition) {
  auto colon = line.find(':');
  if (colon == std::string_view::npos)
    return bad("a part's header has a line without ':'");
  auto name = line.substr(0, colon);
  auto value = trim(line.substr(colon + 1));
  if (equal_ignoring_case(name, "Content-Type")) {
    part.content_type = media_type_of(value);
  } else if (equal_ignoring_case(name, "Content-Disposition")) {
    has_disposition = media_type_of(value) == "form-data";
    part.name = parameter_of(value, "name");
    part.file_name = parameter_of(value, "filename");
    part.is_file = value.find("filename") != std::string_view::npos;
  } else if (equal_ignoring_case(name, "Content-Transfer-Encoding")
             && !equal_ignoring_case(value, "binary")
             && !equal_ignoring_case(value, "8bit")
             && !equal_ignoring_case(value, "7bit")) {
    return bad("Content-Transfer-Encoding is not allowed in forms");
  }
  return {};
}

error read_header(std::string_view text, form_part& part) {
  auto has_disposition = false;
  while (!text.empty()) {
    auto end = std::min(text.find("\r\n"), text.size());
    if (auto err = read_header_line(text.substr(0, end), part,
                                    has_disposition))
      return err;
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  if (!has_disposition || part.name.empty())
    return bad("a part has no 'Content-Disposition: form-data; name=...'");
  if (!is_utf8(part.name) || !is_utf8(part.file_name))
    return bad("a part's name is not UTF-8");
  return {};
}

/// What stands between two delimiters: header, empty line, data.
result<form_part> read_part(std::string_view text) {
  form_part part;
  auto blank = text.find("\r\n\r\n");
  if (blank == std::string_view::npos)
    return bad("a part has no empty line after its header");
  if (blank > part_header_max_bytes)
    return bad("a part's header is longer than 4 KiB");
  if (auto err = read_header(text.substr(0, blank), part))
    return err;
  part.data = text.substr(blank + 4);
  return part;
}

} // namespace

std::string media_type_of(std::string_view value) {
  std::string out{trim(value.substr(0, value.find(';')))};
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::string parameter_of(std::string_view value, std::string_view name) {
  next_piece(value);
  while (!value.empty()) {
    auto piece = trim(next_piece(value));
    auto equals = piece.find('=');
    if (equals != std::string_view::npos
        && equal_ignoring_case(trim(piece.substr(0, equals)), name))
      return unquote(trim(piece.substr(equals + 1)));
  }
  return {};
}

result<std::string> multipart_boundary(std::string_view content_type) {
  auto boundary = parameter_of(content_type, "boundary");
  auto allowed = [](char c) { return c >= ' ' && c < 0x7f; };
  if (boundary.empty() || boundary.size() > 70
      || !std::ranges::all_of(boundary, allowed))
    return make_error(ec::invalid_argument,
                      "Content-Type: multipart/form-data needs a boundary of "
                      "1 to 70 characters");
  return boundary;
}

result<std::vector<form_part>> parse_multipart(std::string_view body,
                                               std::string_view boundary,
                                               size_t limit) {
  auto delimiter = "\r\n--" + std::string{boundary};
  std::vector<form_part> parts;
  // The first delimiter has no line break before it when nothing comes before.
  auto first = std::string_view{delimiter}.substr(2);
  if (body.starts_with(first))
    body.remove_prefix(first.size());
  else if (auto at = body.find(delimiter); at != std::string_view::npos)
    body.remove_prefix(at + delimiter.size());
  else
    return bad("the boundary does not occur");
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n"))
      return bad("no line break after a boundary");
    body.remove_prefix(2);
    auto end = body.find(delimiter);
    if (end == std::string_view::npos)
      return bad("the closing boundary is missing");
    if (parts.size() >= limit)
      return make_error(ec::limit_exceeded,
                        "more than " + std::to_string(limit) + " parts");
    auto part = read_part(body.substr(0, end));
    if (!part)
      return part.error();
    parts.push_back(std::move(*part));
    body.remove_prefix(end + delimiter.size());
  }
  return parts;
}

} // namespace troupe
