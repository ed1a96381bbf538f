#include "protocol/composition.hpp"

#include <algorithm>
#include <cstddef>

namespace troupe {

namespace {

constexpr char32_t ellipsis = 0x2026;
constexpr char32_t nothing = 0;

/// Marks above each other that real languages use; more is vandalism.
constexpr int max_stacked_marks = 3;

bool between(char32_t x, char32_t low, char32_t high) {
  return x >= low && x <= high;
}

/// Next code point, or `nothing` for bytes that aren't UTF-8.
char32_t decode(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  auto first = byte(at++);
  if (first < 0x80)
    return first;
  auto length = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  if (length == 0 || first > 0xF4 || at + static_cast<size_t>(length) > text.size())
    return nothing;
  char32_t point = first & (0x3F >> length);
  for (int i = 0; i < length; ++i) {
    if ((byte(at + static_cast<size_t>(i)) & 0xC0) != 0x80)
      return nothing;
    point = (point << 6) | (byte(at + static_cast<size_t>(i)) & 0x3F);
  }
  at += static_cast<size_t>(length);
  constexpr char32_t smallest[] = {0, 0x80, 0x800, 0x10000};
  if (point < smallest[length] || point > 0x10FFFF
      || between(point, 0xD800, 0xDFFF))
    return nothing;
  return point;
}

void encode(std::string& out, char32_t x) {
  auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (x < 0x80) {
    put(x);
  } else if (x < 0x800) {
    put(0xC0 | (x >> 6));
    put(0x80 | (x & 0x3F));
  } else if (x < 0x10000) {
    put(0xE0 | (x >> 12));
    put(0x80 | ((x >> 6) & 0x3F));
    put(0x80 | (x & 0x3F));
  } else {
    put(0xF0 | (x >> 18));
    put(0x80 | ((x >> 12) & 0x3F));
    put(0x80 | ((x >> 6) & 0x3F));
    put(0x80 | (x & 0x3F));
  }
}

bool is_blank(char32_t x) {
  return x <= 0x20 || between(x, 0x7F, 0x9F) || x == 0x2028 || x == 0x2029
         || between(x, 0x2000, 0x200A) || x == 0x205F || x == 0x3000
         || x == 0x1680;
}

/// Shows nothing by itself, but turns, hides or breaks what is around it.
bool is_hidden(char32_t x) {
  return x == 0xAD || x == 0x61C || x == 0x180E || x == 0x200B || x == 0x200E
         || x == 0x200F || between(x, 0x202A, 0x202E)
         || between(x, 0x2060, 0x206F) || x == 0xFEFF
         || between(x, 0xE000, 0xF8FF) || between(x, 0xFFF0, 0xFFFF)
         || x >= 0xE0000 || (x & 0xFFFE) == 0xFFFE;
}

bool is_mark(char32_t x) {
  return between(x, 0x300, 0x36F) || between(x, 0x1AB0, 0x1AFF)
         || between(x, 0x1DC0, 0x1DFF) || between(x, 0x20D0, 0x20FF)
         || between(x, 0xFE20, 0xFE2F);
}

std::vector<char32_t> visible(std::string_view text, size_t enough) {
  std::vector<char32_t> out;
  int marks = 0;
  for (size_t at = 0; at < text.size() && out.size() <= enough;) {
    auto before = at;
    auto x = decode(text, at);
    if (x == nothing && text[before] != '\0')
      continue;
    if (is_blank(x)) {
      if (!out.empty() && out.back() != ' ')
        out.push_back(' ');
      marks = 0;
    } else if (is_mark(x)) {
      if (++marks <= max_stacked_marks && !out.empty())
        out.push_back(x);
    } else if (!is_hidden(x)) {
      out.push_back(x);
      marks = 0;
    }
  }
  return out;
}

bool can_end(char32_t x) {
  constexpr std::u32string_view loose = U" ,;:-([{\u2013\u2014/&\u00A0";
  return loose.find(x) == std::u32string_view::npos;
}

void cut(std::vector<char32_t>& text, size_t max_length) {
  auto end = std::max<size_t>(max_length, 2) - 1;
  auto at_word = end;
  while (at_word > 0 && text[at_word] != ' ')
    --at_word;
  // A word that fills half of the room is cut inside.
  if (at_word > end / 2)
    end = at_word;
  while (end > 1 && !can_end(text[end - 1]))
    --end;
  text.resize(end);
  text.push_back(ellipsis);
}

} // namespace

std::string screen_text(std::string_view text, size_t max_length) {
  auto points = visible(text, max_length + 1);
  while (!points.empty() && points.back() == ' ')
    points.pop_back();
  if (points.size() > max_length)
    cut(points, max_length);
  std::string out;
  out.reserve(points.size());
  for (auto x : points)
    encode(out, x);
  return out;
}

} // namespace troupe
