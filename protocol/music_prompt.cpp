#include "protocol/music_prompt.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace troupe {

namespace {

using namespace std::string_view_literals;

/// Beginnings of words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 49> words{{
  {"calm", "calm"},         {"relax", "calm"},
  {"ambient", "calm"},      {"soft", "calm"},
  {"gentle", "calm"},       {"quiet", "calm"},
  {"peace", "calm"},        {"sooth", "calm"},
  {"medit", "calm"},        {"lo-fi", "calm"},
  {"lofi", "calm"},         {"chill", "calm"},
  {"slow", "calm"},         {"upbeat", "uplifting"},
  {"uplift", "uplifting"},  {"inspir", "uplifting"},
  {"motivat", "uplifting"}, {"energ", "uplifting"},
  {"epic", "uplifting"},    {"corporate", "uplifting"},
  {"hope", "uplifting"},    {"positive", "uplifting"},
  {"triumph", "uplifting"}, {"dynamic", "uplifting"},
  {"bright", "bright"},     {"happy", "bright"},
  {"cheer", "bright"},      {"fun", "bright"},
  {"playful", "bright"},    {"joy", "bright"},
  {"pop", "bright"},        {"fresh", "bright"},
  {"summer", "bright"},     {"warm", "warm"},
  {"acoustic", "warm"},     {"romantic", "warm"},
  {"emotion", "warm"},      {"heart", "warm"},
  {"cozy", "warm"},         {"cosy", "warm"},
  {"folk", "warm"},         {"serious", "serious"},
  {"formal", "serious"},    {"sober", "serious"},
  {"solemn", "serious"},    {"tense", "tense"},
  {"dramatic", "tense"},    {"suspense", "tense"},
  {"dark", "tense"},
}};

} // namespace

std::string mood_of_prompt(std::string_view prompt) {
  auto text = lower_ascii(clean_text(prompt, text_lines::one));
  for (auto no : {"", "none", "no", "no music", "off", "false", "without music",
                  "without", "no background music", "silence"})
    if (text == no)
      return "none";
  auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_letter(text[i - 1]))
      continue;
    for (auto& [begin, mood] : words)
      if (std::string_view{text}.substr(i).starts_with(begin))
        return std::string{mood};
  }
  return "uplifting";
}

} // namespace troupe
