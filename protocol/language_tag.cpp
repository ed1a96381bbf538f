#include "protocol/language_tag.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <map>

namespace troupe {

namespace {

const std::map<std::string, std::string>& language_names() {
  static const std::map<std::string, std::string> names{
    {"arabic", "ar"},     {"bengali", "bn"},  {"chinese", "zh"},
    {"dutch", "nl"},      {"english", "en"},  {"french", "fr"},
    {"german", "de"},     {"gujarati", "gu"}, {"hindi", "hi"},
    {"indonesian", "id"}, {"italian", "it"},  {"japanese", "ja"},
    {"korean", "ko"},     {"malay", "ms"},    {"mandarin", "zh"},
    {"marathi", "mr"},    {"polish", "pl"},   {"portuguese", "pt"},
    {"russian", "ru"},    {"spanish", "es"},  {"swahili", "sw"},
    {"tamil", "ta"},      {"telugu", "te"},   {"thai", "th"},
    {"turkish", "tr"},    {"urdu", "ur"},     {"vietnamese", "vi"}};
  return names;
}

std::string tag_of(std::string_view text) {
  std::string tag;
  for (size_t part = 0; !text.empty() || part == 0; ++part) {
    auto end = std::min(text.find_first_of("-_"), text.size());
    auto word = lower_ascii(std::string{text.substr(0, end)});
    auto letters =
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    auto digits = word.find_first_not_of("0123456789") == std::string::npos;
    auto fits = part == 0 ? letters && (word.size() == 2 || word.size() == 3)
                          : (letters && (word.size() == 2 || word.size() == 4))
                              || (digits && word.size() == 3);
    if (!fits || part > 2 || end + 1 == text.size())
      return {};
    if (part > 0 && word.size() == 2)
      for (auto& c : word)
        c = static_cast<char>(c - 'a' + 'A');
    if (part > 0 && word.size() == 4)
      word[0] = static_cast<char>(word[0] - 'a' + 'A');
    tag += (part == 0 ? "" : "-") + word;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tag;
}

} // namespace

std::string language_tag(std::string_view text) {
  auto named = language_names().find(lower_ascii(std::string{text}));
  return named == language_names().end() ? tag_of(text) : named->second;
}

} // namespace troupe
