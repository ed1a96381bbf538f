#include "protocol/ids.hpp"

#include <algorithm>
#include <random>

namespace troupe {

session_id make_session_id() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::random_device device; // getrandom(2) on Linux
  std::string text;
  text.reserve(32);
  for (int word = 0; word < 4; ++word) {
    auto bits = static_cast<uint32_t>(device());
    for (int i = 0; i < 8; ++i, bits >>= 4)
      text += digits[bits & 15U];
  }
  // Version and variant of a random UUID (RFC 9562): with dashes it is one.
  text[12] = '4';
  text[16] = digits[8 + ((device() & 3U))];
  return session_id{std::move(text)};
}

bool is_session_id(std::string_view text) {
  return text.size() == 32 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

} // namespace troupe
