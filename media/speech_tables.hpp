/// Small tables of written and spoken words. Only speech_*.cpp include this.
/// Pure; any thread.
#pragma once

#include "media/speech_parts.hpp"

#include <algorithm>
#include <array>

namespace troupe::speech {

struct entry {
  std::string_view key;
  std::string_view text;
};

/// The text to a key; empty when it isn't there.
template <size_t Size>
std::string_view find(const std::array<entry, Size>& table,
                      std::string_view key) {
  auto found = std::find_if(table.begin(), table.end(),
                            [&](auto& x) { return x.key == key; });
  return found == table.end() ? std::string_view{} : found->text;
}

/// Words between spaces.
inline words split(std::string_view text) {
  words out;
  while (!text.empty()) {
    auto end = std::min(text.find(' '), text.size());
    if (end > 0)
      out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

} // namespace troupe::speech
