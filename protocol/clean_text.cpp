#include "protocol/clean_text.hpp"

namespace troupe {

namespace {

struct character {
  /// Bytes it takes; 0 when malformed.
  size_t size = 0;
  char32_t code = 0;
};

/// The first character of a text that is not empty.
character first_of(std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  auto lead = byte(0);
  if (lead < 0x80)
    return {1, lead};
  size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size)
    return {};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80)
      return {};
    code = code << 6U | (byte(i) & 0x3FU);
  }
  constexpr char32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < lowest[size] || code > 0x10FFFF
      || (code >= 0xD800 && code <= 0xDFFF))
    return {};
  return {size, code};
}

bool is_line_end(char32_t x) {
  return x == '\n' || x == '\r' || x == 0x2028 || x == 0x2029 || x == 0x85;
}

/// Marks that people can't see but that change what they see.
bool is_hidden(char32_t x) {
  return x < 0x20 || (x >= 0x7F && x <= 0x9F) || x == 0x200B || x == 0x2060
         || x == 0xFEFF || x == 0x061C || x == 0x200E || x == 0x200F
         || (x >= 0x202A && x <= 0x202E) || (x >= 0x2066 && x <= 0x2069);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \n";
  auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

} // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto next = first_of(text);
    if (next.size == 0)
      return false;
    text.remove_prefix(next.size);
  }
  return true;
}

std::string clean_text(std::string_view text, text_lines lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    auto next = first_of(text);
    if (next.size == 0) {
      text.remove_prefix(1);
      continue;
    }
    if (text.starts_with("\r\n"))
      text.remove_prefix(1);
    if (is_line_end(next.code))
      out += lines == text_lines::many ? '\n' : ' ';
    else if (next.code == '\t')
      out += ' ';
    else if (!is_hidden(next.code))
      out += text.substr(0, next.size);
    text.remove_prefix(next.size);
  }
  return std::string{trim(out)};
}

std::string lower_ascii(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string_view clip_text(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes)
    return text;
  while (max_bytes > 0
         && (static_cast<unsigned char>(text[max_bytes]) & 0xC0) == 0x80)
    --max_bytes;
  return text.substr(0, max_bytes);
}

} // namespace troupe
