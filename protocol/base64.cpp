#include "protocol/base64.hpp"

#include <array>
#include <cstdint>

namespace troupe {

namespace {

constexpr std::string_view alphabet
  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto values = [] {
  std::array<int8_t, 256> out{};
  out.fill(-1);
  for (size_t i = 0; i < alphabet.size(); ++i)
    out[static_cast<uint8_t>(alphabet[i])] = static_cast<int8_t>(i);
  return out;
}();

} // namespace

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 == 0 && text.ends_with('='))
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  if (text.size() % 4 == 1)
    return std::nullopt;
  std::string out;
  out.reserve(base64_bytes(text.size()));
  uint32_t bits = 0;
  int count = 0;
  for (auto c : text) {
    auto value = values[static_cast<uint8_t>(c)];
    if (value < 0)
      return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 0xFF));
    }
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; ++j)
      bits = bits << 8
             | (i + j < bytes.size() ? static_cast<uint8_t>(bytes[i + j]) : 0);
    for (size_t j = 0; j < 4; ++j)
      out.push_back(i + j > bytes.size() ? '='
                                         : alphabet[bits >> (18 - 6 * j) & 63]);
  }
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string standard{text};
  for (auto& c : standard) {
    if (c == '+' || c == '/' || c == '=')
      return std::nullopt;
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  auto bytes = from_base64(standard);
  // The last character may have bits to spare; they must be zero.
  if (!bytes || to_base64url(*bytes) != text)
    return std::nullopt;
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  auto out = to_base64(bytes);
  out.resize(out.find_last_not_of('=') + 1);
  for (auto& c : out)
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

} // namespace troupe
