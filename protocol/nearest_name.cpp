#include "protocol/nearest_name.hpp"

#include <algorithm>
#include <numeric>

namespace troupe {

namespace {

/// Levenshtein.
size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      auto above = row[j];
      auto change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({row[j - 1] + 1, above + 1, change});
      diagonal = above;
    }
  }
  return row[b.size()];
}

} // namespace

std::string nearest_name(std::string_view wrong,
                         const std::vector<std::string>& names) {
  std::string best;
  // Further away than a third of the name is another word.
  auto distance = std::max<size_t>(2, wrong.size() / 3) + 1;
  for (auto& name : names)
    if (auto edits = edits_between(wrong, name); edits < distance) {
      distance = edits;
      best = name;
    }
  return best;
}

} // namespace troupe
