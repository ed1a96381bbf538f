#include "protocol/transition.hpp"

#include <array>

namespace troupe {

namespace {

constexpr std::array<std::string_view, 5> names = {"fade", "crossfade", "slide",
                                                   "wipe", "cut"};

} // namespace

std::string_view to_string(transition_kind x) {
  auto at = static_cast<size_t>(x);
  return at < names.size() ? names[at] : "?";
}

std::optional<transition_kind> transition_from(std::string_view text) {
  for (size_t i = 0; i < names.size(); ++i)
    if (names[i] == text)
      return static_cast<transition_kind>(i);
  return std::nullopt;
}

} // namespace troupe
