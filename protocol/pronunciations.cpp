#include "protocol/pronunciations.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>

namespace troupe {

namespace {

constexpr size_t file_max_bytes = 1024 * 1024;
constexpr size_t entry_limit = 10'000;
constexpr size_t word_max_bytes = 60;
constexpr size_t value_max_bytes = 200;

/// Of American English; vowels carry their stress.
constexpr std::array<std::string_view, 16> vowels{
  "aa", "ae", "ah", "ao", "aw", "ax", "ay", "eh",
  "er", "ey", "ih", "iy", "ow", "oy", "uh", "uw"};
constexpr std::array<std::string_view, 24> consonants{
  "b", "ch", "d", "dh", "f", "g",  "hh", "jh", "k", "l", "m", "n",
  "ng", "p", "r", "s",  "sh", "t", "th", "v",  "w", "y", "z", "zh"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return lower(c); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  while (!(text = trimmed(text)).empty()) {
    auto end = std::min(text.find_first_of(" \t"), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

bool is_word_char(char c) {
  c = lower(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\''
         || c == '-' || c == '&' || c == '+' || c == '.';
}

bool only_letters(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || c == '\'';
  });
}

template <class List>
bool holds(const List& list, std::string_view x) {
  return std::find(list.begin(), list.end(), x) != list.end();
}

/// What is wrong with the phones; empty when nothing is.
std::string check_phones(const std::vector<std::string_view>& phones) {
  auto has_vowel = false;
  for (auto phone : phones) {
    auto stress = phone.back() == '0' || phone.back() == '1';
    auto name = phone.substr(0, phone.size() - (stress ? 1 : 0));
    auto vowel = holds(vowels, name);
    if (vowel && !stress)
      return std::string{phone} + " needs its stress: " + std::string{phone}
             + "0 or " + std::string{phone} + "1";
    if (!vowel && (stress || !holds(consonants, name)))
      return "no phone named " + std::string{phone.substr(0, 20)};
    has_vowel = has_vowel || vowel;
  }
  return has_vowel ? "" : "the phones hold no vowel";
}

std::string joined(const std::vector<std::string_view>& parts) {
  std::string out;
  for (auto part : parts)
    out += (out.empty() ? "" : " ") + lower(part);
  return out;
}

/// What is wrong with the line; empty when nothing is.
std::string take_line(std::string_view line, std::string& word,
                      pronunciation& out) {
  auto tab = line.find('\t');
  auto equals = line.find('=');
  auto by_phones = tab != line.npos && tab < equals;
  auto cut = by_phones ? tab : equals;
  if (cut == line.npos)
    return "neither a tab (word<TAB>phones) nor = (word = respelling)";
  auto key = trimmed(line.substr(0, cut));
  auto value = trimmed(line.substr(cut + 1));
  if (!by_phones && value.empty() && tab != line.npos)
    return "nothing behind the word";
  if (key.empty() || key.size() > word_max_bytes
      || !std::all_of(key.begin(), key.end(), is_word_char))
    return "the word must be 1 to 60 letters, digits or '-&+. without blanks";
  if (value.empty() || value.size() > value_max_bytes)
    return "what is said must be 1 to 200 characters";
  word = lower(key);
  auto parts = split(value);
  if (by_phones) {
    if (!only_letters(key))
      return "phones are for words of letters; use word = respelling";
    out.phones = joined(parts);
    return check_phones(parts);
  }
  for (auto part : parts)
    if (!only_letters(part))
      return "a respelling is made of words of letters";
  out.respelling = joined(parts);
  return {};
}

} // namespace

result<pronunciations> pronunciations::parse(std::string_view text,
                                             std::string_view source) {
  auto wrong = [&](size_t line, std::string_view what) {
    return make_error(ec::invalid_argument,
                      std::string{source} + ":" + std::to_string(line) + ": "
                        + std::string{what});
  };
  pronunciations out;
  if (text.size() > file_max_bytes)
    return wrong(1, "a lexicon may have 1 MiB");
  for (size_t number = 1; !text.empty(); ++number) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trimmed(line).empty() || trimmed(line)[0] == '#')
      continue;
    std::string word;
    pronunciation entry;
    if (auto what = take_line(line, word, entry); !what.empty())
      return wrong(number, what);
    if (!out.entries_.emplace(word, std::move(entry)).second)
      return wrong(number, word + " is there already");
    if (out.entries_.size() > entry_limit)
      return wrong(number, "more than 10000 entries");
  }
  return out;
}

result<pronunciations>
pronunciations::read(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text(file_max_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (!in && in.gcount() == 0 && !in.eof()))
    return make_error(ec::not_found,
                      "The lexicon " + file.string() + " can't be read");
  text.resize(static_cast<size_t>(in.gcount()));
  return parse(text, file.string());
}

const pronunciation* pronunciations::find(std::string_view word) const {
  auto found = entries_.find(lower(word));
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string>
pronunciations::lines_for(std::string_view text) const {
  std::set<std::string> out;
  while (!entries_.empty() && !text.empty()) {
    size_t end = 0;
    while (end < text.size() && is_word_char(text[end]))
      ++end;
    // "statin." and "'statin'" hold the word too.
    for (auto word = text.substr(0, end); !word.empty();) {
      if (auto entry = find(word)) {
        out.insert(entry->phones.empty()
                     ? lower(word) + " = " + entry->respelling
                     : lower(word) + "\t" + entry->phones);
        break;
      }
      auto last = word.find_last_of("'-&+.");
      auto cut = word.find_first_not_of("'-&+.");
      if (cut != 0 && cut != word.npos)
        word.remove_prefix(cut);
      else if (last != word.npos && cut != word.npos)
        word = word.substr(0, last);
      else
        break;
    }
    text.remove_prefix(std::min(std::max<size_t>(end, 1), text.size()));
  }
  return {out.begin(), out.end()};
}

} // namespace troupe
