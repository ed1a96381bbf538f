#include "media/speech_parts.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace troupe::speech {

namespace {

constexpr char32_t broken = 0xFFFFFFFF;

/// The next code point; `text` loses its bytes. One byte when it is broken.
char32_t next_code_point(std::string_view& text) {
  auto first = static_cast<uint8_t>(text[0]);
  size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  auto point =
    static_cast<char32_t>(length == 1 ? first : first & (0x7F >> length));
  auto bad =
    (first >= 0x80 && first < 0xC2) || first > 0xF4 || text.size() < length;
  for (size_t i = 1; !bad && i < length; ++i) {
    auto byte = static_cast<uint8_t>(text[i]);
    bad = (byte & 0xC0) != 0x80;
    point = (point << 6) | (byte & 0x3F);
  }
  constexpr std::array<char32_t, 5> lowest{0, 0, 0x80, 0x800, 0x10000};
  bad = bad || point < lowest[length] || point > 0x10FFFF
        || (point >= 0xD800 && point < 0xE000);
  text.remove_prefix(bad ? 1 : length);
  return bad ? broken : point;
}

bool is_space(char32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680
         || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029
         || c == 0x202F || c == 0x205F || c == 0x3000 || c == broken;
}

/// Base letters of U+0100 .. U+017F.
constexpr std::string_view latin_extended =
  "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNn"
  "NnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
static_assert(latin_extended.size() == 128);

/// Base letters of U+00C0 .. U+00FF; '*' where one letter won't do.
constexpr std::string_view latin_1 =
  "AAAAAA*CEEEEIIIIDNOOOOO*OUUUUY**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y";
static_assert(latin_1.size() == 64);

constexpr std::array<std::string_view, 25> greek{
  "alpha",   "beta", "gamma", "delta",  "epsilon", "zeta", "eta",
  "theta",   "iota", "kappa", "lambda", "mu",      "nu",   "xi",
  "omicron", "pi",   "rho",   "sigma",  "sigma",   "tau",  "upsilon",
  "phi",     "chi",  "psi",   "omega"};

struct sign {
  char32_t point;
  std::string_view text;
};

constexpr sign signs[] = {
  {0xA1, ""},
  {0xA2, " cents "},
  {0xA3, "\x02"},
  {0xA5, "\x03"},
  {0xA7, " section "},
  {0xAB, "\""},
  {0xB0, " degrees "},
  {0xB1, " plus or minus "},
  {0xB2, "2"},
  {0xB3, "3"},
  {0xB4, "'"},
  {0xB5, "u"},
  {0xB7, " "},
  {0xB9, "1"},
  {0xBB, "\""},
  {0xBC, " 1/4"},
  {0xBD, " 1/2"},
  {0xBE, " 3/4"},
  {0xC6, "AE"},
  {0xD7, "x"},
  {0xDE, "Th"},
  {0xDF, "ss"},
  {0xE6, "ae"},
  {0xF7, " divided by "},
  {0xFE, "th"},
  {0x152, "OE"},
  {0x153, "oe"},
  {0x2BC, "'"},
  {0x3BC, "u"},
  {0x2010, "-"},
  {0x2011, "-"},
  {0x2012, "-"},
  {0x2013, "-"},
  {0x2014, " -- "},
  {0x2015, " -- "},
  {0x2018, "'"},
  {0x2019, "'"},
  {0x201A, "'"},
  {0x201B, "'"},
  {0x201C, "\""},
  {0x201D, "\""},
  {0x201E, "\""},
  {0x2022, " "},
  {0x2026, "..."},
  {0x2032, "'"},
  {0x2033, "\""},
  {0x20AC, "\x01"},
  {0x20B9, "\x04"},
  {0x2103, " degrees celsius "},
  {0x2109, " degrees fahrenheit "},
  {0x2153, " 1/3"},
  {0x2154, " 2/3"},
  {0x2192, " to "},
  {0x2212, "-"},
  {0x2248, "~"},
  {0x2264, "<="},
  {0x2265, ">="},
  {0x2713, " "},
};

std::string_view sign_text(char32_t point) {
  auto found = std::find_if(std::begin(signs), std::end(signs),
                            [&](auto& x) { return x.point == point; });
  return found == std::end(signs) ? std::string_view{} : found->text;
}

std::string folded(char32_t c) {
  if (c < 0x80)
    return {static_cast<char>(c)};
  if (auto text = sign_text(c); !text.empty())
    return std::string{text};
  if (c >= 0xC0 && c <= 0xFF)
    return {latin_1[c - 0xC0]};
  if (c >= 0x100 && c <= 0x17F)
    return {latin_extended[c - 0x100]};
  if (c >= 0x391 && c <= 0x3A9)
    return " " + std::string{greek[c - 0x391]} + " ";
  if (c >= 0x3B1 && c <= 0x3C9)
    return " " + std::string{greek[c - 0x3B1]} + " ";
  if (c >= 0x2080 && c <= 0x2089)
    return {static_cast<char>('0' + (c - 0x2080))};
  return {};
}

void put_utf8(std::string& out, std::string_view before,
              std::string_view after) {
  out.append(before.substr(0, before.size() - after.size()));
}

} // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    auto before = text;
    auto line_end = text[0] == '\n';
    if (auto point = next_code_point(text); line_end)
      out += '\n';
    else if (is_space(point))
      out += ' ';
    else
      put_utf8(out, before, text);
  }
  return out;
}

std::string fold(std::string_view word) {
  std::string out;
  while (!word.empty())
    if (auto point = next_code_point(word); point != broken)
      out += folded(point);
  for (auto [scale, name] : {std::pair{" degrees C", "celsius"},
                             std::pair{" degrees F", "fahrenheit"}})
    if (auto at = out.find(scale); at != out.npos) {
      auto letter = at + std::string_view{scale}.size() - 1;
      if (letter + 1 == out.size() || !is_letter(out[letter + 1]))
        out.replace(letter, 1, name);
    }
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_letter(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return is_upper(c) ? static_cast<char>(c + 32) : c;
  });
  return out;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool all_letters(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_letter);
}

void append(words& to, const words& more) {
  to.insert(to.end(), more.begin(), more.end());
}

} // namespace troupe::speech
