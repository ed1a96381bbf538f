/// How one scene of a film gives way to the next. Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe {

enum class transition_kind : uint8_t {
  fade,      ///< items leave, the shared ground stays, new items come
  crossfade, ///< one picture turns into the other
  slide,     ///< the next picture pushes this one out
  wipe,      ///< a soft edge uncovers the next picture
  cut,       ///< nothing between
};

std::string_view to_string(transition_kind x);

/// Nothing for a word that names no transition.
std::optional<transition_kind> transition_from(std::string_view text);

/// Crossfade, slide and wipe show two scenes at once: they need a segment of
/// their own between those of their neighbours.
constexpr bool needs_segment(transition_kind x) {
  return x != transition_kind::fade && x != transition_kind::cut;
}

} // namespace troupe
