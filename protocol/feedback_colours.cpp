#include "protocol/feedback_reading.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace troupe::feedback_detail {

namespace {

struct named_colour {
  std::string_view name;
  uint32_t rgb;
};

/// As people use the names on screen, not as CSS defines them: pure "blue"
/// (0000ff) is hard to read on anything.
constexpr std::array<named_colour, 44> colours{{
  {"red", 0xD93A3A},       {"crimson", 0xC2183B},  {"scarlet", 0xE0322B},
  {"maroon", 0x7B1E2E},    {"burgundy", 0x7A1F3D}, {"coral", 0xFF6F61},
  {"salmon", 0xF58C7B},    {"orange", 0xF28C28},   {"amber", 0xF5A623},
  {"peach", 0xFFB48A},     {"yellow", 0xF2C230},   {"gold", 0xD4A017},
  {"golden", 0xD4A017},    {"lime", 0x8CC63F},     {"green", 0x2E9E5B},
  {"emerald", 0x1FA971},   {"mint", 0x5CCFA6},     {"olive", 0x7A8B2E},
  {"teal", 0x1B998B},      {"turquoise", 0x2EC4B6}, {"cyan", 0x22B8CF},
  {"aqua", 0x2BC4D8},      {"blue", 0x2F6FDE},     {"navy", 0x1B2A5E},
  {"azure", 0x3A8DDE},     {"indigo", 0x4B4ACF},   {"violet", 0x7C4DCB},
  {"purple", 0x7B3FBF},    {"lavender", 0xA996E8}, {"lilac", 0xB79AE0},
  {"magenta", 0xC2308F},   {"pink", 0xE85D9B},     {"rose", 0xE0557F},
  {"brown", 0x7A5230},     {"beige", 0xE8DCC4},    {"cream", 0xFAF3E0},
  {"ivory", 0xFBF7EA},     {"white", 0xFFFFFF},    {"silver", 0xB8BEC8},
  {"grey", 0x7A828E},      {"gray", 0x7A828E},     {"charcoal", 0x30363F},
  {"black", 0x101114},     {"bronze", 0xA97142},
}};

std::string hex(uint32_t rgb) {
  char text[8];
  std::snprintf(text, sizeof text, "#%06x", rgb & 0xFFFFFFu);
  return text;
}

uint32_t mixed(uint32_t rgb, uint32_t with, double share) {
  uint32_t result = 0;
  for (int shift : {16, 8, 0}) {
    auto a = static_cast<double>((rgb >> shift) & 255);
    auto b = static_cast<double>((with >> shift) & 255);
    result |= static_cast<uint32_t>(a + (b - a) * share + 0.5) << shift;
  }
  return result;
}

/// "#f80" and "#ff8800".
std::string hex_colour(std::string_view word) {
  if (word.size() != 4 && word.size() != 7)
    return {};
  if (word[0] != '#'
      || word.find_first_not_of("0123456789abcdef", 1) != word.npos)
    return {};
  if (word.size() == 7)
    return std::string{word};
  std::string result = "#";
  for (auto c : word.substr(1))
    result.append(2, c);
  return result;
}

} // namespace

std::string read_colour(token_span all) {
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == token_kind::quoted)
      continue;
    if (auto direct = hex_colour(all[i].text); !direct.empty())
      return direct;
    auto found = std::ranges::find(colours, all[i].text, &named_colour::name);
    if (found == colours.end())
      continue;
    auto shade = i > 0 ? std::string_view{all[i - 1].text} : "";
    if (shade == "light" || shade == "pale" || shade == "soft"
        || shade == "pastel" || shade == "lighter")
      return hex(mixed(found->rgb, 0xFFFFFF, 0.45));
    if (shade == "dark" || shade == "deep" || shade == "darker")
      return hex(mixed(found->rgb, 0x000000, 0.4));
    return hex(found->rgb);
  }
  return {};
}

} // namespace troupe::feedback_detail
