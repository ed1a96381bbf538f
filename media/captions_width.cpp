#include "media/captions_width.hpp"

#include "media/captions.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace troupe {

namespace {

struct range {
  char32_t first, last;
};

template <size_t N>
bool holds(const std::array<range, N>& list, char32_t c) {
  return std::any_of(list.begin(), list.end(), [&](auto& x) {
    return c >= x.first && c <= x.last;
  });
}

constexpr std::array<range, 9> wide{{{0x1100, 0x115F},
                                     {0x2E80, 0x303E},
                                     {0x3041, 0x33FF},
                                     {0x3400, 0x4DBF},
                                     {0x4E00, 0x9FFF},
                                     {0xAC00, 0xD7A3},
                                     {0xF900, 0xFAFF},
                                     {0xFF00, 0xFF60},
                                     {0x1F300, 0x3FFFD}}};
/// Combining marks, vowel signs above and below, joiners and direction marks.
constexpr std::array<range, 16> marks{{{0x0300, 0x036F},
                                       {0x0591, 0x05BD},
                                       {0x0610, 0x061A},
                                       {0x064B, 0x065F},
                                       {0x0900, 0x0902},
                                       {0x093C, 0x093C},
                                       {0x0941, 0x0948},
                                       {0x094D, 0x094D},
                                       {0x0E31, 0x0E31},
                                       {0x0E34, 0x0E3A},
                                       {0x0E47, 0x0E4E},
                                       {0x200B, 0x200F},
                                       {0x202A, 0x202E},
                                       {0x2060, 0x2069},
                                       {0xFE00, 0xFE0F},
                                       {0x1F3FB, 0x1F3FF}}};
constexpr std::array<range, 7> unspaced{{{0x0E00, 0x0EFF},
                                         {0x1000, 0x109F},
                                         {0x1780, 0x17FF},
                                         {0x3000, 0x30FF},
                                         {0x3400, 0x9FFF},
                                         {0xF900, 0xFAFF},
                                         {0xFF00, 0xFF60}}};

bool continues(char c) {
  return (static_cast<uint8_t>(c) & 0xC0) == 0x80;
}

size_t bytes_of(std::string_view text) {
  size_t size = 1;
  while (size < text.size() && size < 4 && continues(text[size]))
    ++size;
  return std::min(size, text.size());
}

size_t columns_of(char32_t c) {
  return holds(marks, c) ? 0 : holds(wide, c) ? 2 : 1;
}

/// Never the first of a line.
bool clings(char32_t c) {
  constexpr std::u32string_view signs =
    U"\u3001\u3002\uFF0C\uFF01\uFF1F\uFF1A\uFF1B\u300D\u300F\uFF09\u30FC"
    U"\u0E46\u0E2F,.!?:;)";
  return columns_of(c) == 0 || signs.find(c) != signs.npos;
}

/// Thai vowels that are written before their consonant stay with it.
bool leads(char32_t c) {
  return c >= 0x0E40 && c <= 0x0E44;
}

} // namespace

char32_t first_code_point(std::string_view text) {
  if (text.empty())
    return 0;
  auto first = static_cast<uint8_t>(text[0]);
  auto size = bytes_of(text);
  if (size == 1)
    return first;
  auto out = static_cast<char32_t>(first & (0x7F >> size));
  for (size_t i = 1; i < size; ++i)
    out = (out << 6) | (static_cast<uint8_t>(text[i]) & 0x3F);
  return out;
}

char32_t last_code_point(std::string_view text) {
  auto at = text.size();
  while (at > 0 && continues(text[at - 1]) && text.size() - at < 3)
    --at;
  return at == 0 ? 0 : first_code_point(text.substr(at - 1));
}

bool is_unspaced(char32_t c) {
  return holds(unspaced, c);
}

size_t caption_width(std::string_view text) {
  size_t sum = 0;
  while (!text.empty()) {
    sum += columns_of(first_code_point(text));
    text.remove_prefix(bytes_of(text));
  }
  return sum;
}

size_t fitting_bytes(std::string_view text, size_t columns) {
  size_t end = 0, used = 0;
  while (end < text.size()) {
    auto c = first_code_point(text.substr(end));
    if (end > 0 && used + columns_of(c) > columns && !clings(c))
      break;
    used += columns_of(c);
    end += bytes_of(text.substr(end));
  }
  // A leading vowel goes with what follows.
  while (end < text.size() && end > 3
         && leads(last_code_point(text.substr(0, end))))
    end -= 3;
  return end;
}

} // namespace troupe
