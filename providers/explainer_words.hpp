/// Words as the explainer's finders compare them. Used by explainer_*.cpp only.
/// Pure; any thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace troupe::writing::words {

template <class List>
bool in(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

/// In lower case, without marks around it.
std::string clean(std::string_view word);
/// Without an article at its beginning.
std::string_view after_lead(std::string_view text);
/// A capital first, no mark at its end.
std::string first_up(std::string_view text);

} // namespace troupe::writing::words
