/// Reads the parts of a wish that are the same for all wishes: which scenes,
/// how much, how strongly, which colour. Used by feedback*.cpp only. Pure; any
/// thread.
#pragma once

#include "protocol/feedback.hpp"
#include "protocol/feedback_tokens.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::feedback_detail {

/// "scene 3", "the first and the last scene", "the product scene", "the
/// ending". Appends to `out`; answers how many tokens that took, 0 for none.
size_t read_target(token_span from, std::vector<scene_target>& out);

/// All targets anywhere in the tokens; `rest` gets what is left.
std::vector<scene_target> take_targets(token_span all, std::vector<token>& rest);

struct measure {
  double amount = 0;
  amount_unit unit = amount_unit::none;
  /// "to 30 seconds", "30 seconds long": a length, not a difference.
  bool total = false;
};

/// The first amount with a unit, or an empty one.
measure read_measure(token_span all);

/// 0.5 for "a bit", 2 for "much", else 1.
double read_strength(token_span all);

/// "#rrggbb" of the first colour named ("light blue", "#f80"), or empty.
std::string read_colour(token_span all);

/// Words that carry no wish: "please", "could you", "make it".
bool is_filler(const token& x);

} // namespace troupe::feedback_detail
