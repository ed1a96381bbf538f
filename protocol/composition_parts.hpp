/// How compose() reads the members of a scene: cleaned, within limits, and
/// without a complaint, because people edit scenes. For compose() only; any
/// thread.
#pragma once

#include "protocol/composition.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe::composing {

/// Longest texts in code points. Wider than what the writer aims at: people
/// edit, and the painter shrinks within its type scale first.
inline constexpr size_t kicker_length = 36;
inline constexpr size_t title_length = 80;
inline constexpr size_t statement_length = 240;
inline constexpr size_t point_length = 84;
inline constexpr size_t cue_length = 80;
inline constexpr size_t value_length = 14;
inline constexpr size_t unit_length = 14;
inline constexpr size_t label_length = 90;
inline constexpr size_t quote_length = 220;
inline constexpr size_t name_length = 40;
inline constexpr size_t effect_length = 64;
inline constexpr size_t cta_length = 36;
inline constexpr size_t legal_length = 260;
inline constexpr size_t datum_length = 32;
inline constexpr size_t source_length = 120;
inline constexpr size_t when_length = 18;
inline constexpr size_t moment_length = 72;
inline constexpr size_t role_length = 60;
inline constexpr size_t address_length = 110;
inline constexpr size_t hours_length = 48;
inline constexpr size_t phone_length = 24;
inline constexpr size_t formula_length = 120;
inline constexpr size_t link_length = 60;
inline constexpr size_t alt_length = 160;
inline constexpr size_t max_points = 4;
inline constexpr size_t max_stages = 5;
inline constexpr size_t max_column_points = 3;
inline constexpr size_t max_data = 8;
inline constexpr size_t max_moments = 6;
inline constexpr size_t max_hours = 3;

std::string lower(std::string_view text);

/// Text of a string or number; people write both.
std::string clean(const json& x, size_t length);

/// The number that a text begins with: "1,200 mg" is 1200. Nothing when it
/// begins with something else or is beyond 1e12.
std::optional<double> leading_number(std::string_view text);

/// The value of an enum whose name the text is.
template <class Enum>
std::optional<Enum> named(std::string_view text, Enum last) {
  for (int i = 0; i <= static_cast<int>(last); ++i)
    if (to_string(static_cast<Enum>(i)) == text)
      return static_cast<Enum>(i);
  return std::nullopt;
}

/// Rows; at most so many.
void read_points(const json& from, size_t most, composition& out);

/// The wanted layout, or the nearest one that the content can carry.
layout_kind affordable(layout_kind wanted, const composition& x);

/// Every member of a scene that is more than a text or a list of rows.
void read_parts(const json& scene, composition& out);

} // namespace troupe::composing
