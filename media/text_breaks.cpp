#include "media/text_breaks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace troupe::media {

namespace {

constexpr auto never = std::numeric_limits<double>::infinity();
/// Rounding of widths must not decide.
constexpr double slack = 1e-6;
/// A last line shorter than this part of the room looks lost.
constexpr double short_last = 0.28;

/// Width and words of a line of atoms first..last.
class widths {
 public:
  explicit widths(const std::vector<text_atom>& atoms) : atoms_(atoms) {
    sums_.push_back(0);
    words_.push_back(0);
    for (auto& x : atoms) {
      sums_.push_back(sums_.back() + x.width + x.blank);
      words_.push_back(words_.back() + x.words);
    }
  }
  double of(size_t first, size_t last) const {
    auto& end = atoms_[last - 1];
    auto is_end = last == atoms_.size();
    return sums_[last] - sums_[first] - end.blank + (is_end ? 0 : end.hyphen);
  }
  double whole() const { return of(0, atoms_.size()); }
  double words(size_t first, size_t last) const {
    return words_[last] - words_[first];
  }

 private:
  const std::vector<text_atom>& atoms_;
  std::vector<double> sums_;
  std::vector<double> words_;
};

/// A line of less than this is a word by itself.
constexpr double two_words = 1.5;

struct judge {
  const std::vector<text_atom>& atoms;
  const widths& of;
  const break_room& room;
  /// Length that balanced lines aim at.
  double aim = 1;

  double cost(size_t first, size_t last, double width) const {
    auto is_last = last == atoms.size();
    auto is_first = first == 0;
    double out = is_last ? 0 : atoms[last - 1].cost
                                 * (room.balanced ? 0.5 : 0.25);
    if (room.balanced) {
      auto off = (width - aim) / aim;
      out += off * off;
    } else if (!is_last) {
      auto left = (room.width - width) / room.width;
      out += left * left;
    }
    if (is_first && is_last)
      return out;
    auto alone = of.words(first, last) < two_words
                 && of.words(0, atoms.size()) > 2.5;
    if (is_last && alone)
      out += 0.8;
    if (is_last && !room.balanced && width < room.width * short_last)
      out += 0.4;
    if (is_first && alone && room.balanced)
      out += 0.25;
    return out;
  }
};

std::vector<text_line> walk_back(const std::vector<std::vector<size_t>>& from,
                                 size_t lines, size_t n, const widths& of) {
  std::vector<text_line> out(lines);
  auto end = n;
  for (auto line = lines; line > 0; --line) {
    auto start = from[line][end];
    out[line - 1] = {start, end, of.of(start, end)};
    end = start;
  }
  return out;
}

/// The best k lines, if there are any.
std::optional<std::vector<text_line>>
break_into(const std::vector<text_atom>& atoms, const widths& of,
           const break_room& room, size_t k) {
  auto n = atoms.size();
  judge by{atoms, of, room};
  by.aim = std::max(of.whole() / static_cast<double>(k), slack);
  // cost[line][end]: the first `end` atoms in so many lines.
  std::vector<std::vector<double>> cost(k + 1,
                                        std::vector<double>(n + 1, never));
  std::vector<std::vector<size_t>> from(k + 1, std::vector<size_t>(n + 1, 0));
  cost[0][0] = 0;
  for (size_t line = 1; line <= k; ++line)
    for (auto end = line; end <= n; ++end) {
      if (end < n && atoms[end - 1].is_glued)
        continue;
      for (auto start = end; start-- > line - 1;) {
        auto width = of.of(start, end);
        if (width > room.width + slack)
          break;
        auto before = cost[line - 1][start];
        if (before == never)
          continue;
        auto now = before + by.cost(start, end, width);
        if (now < cost[line][end]) {
          cost[line][end] = now;
          from[line][end] = start;
        }
      }
    }
  if (cost[k][n] == never)
    return std::nullopt;
  return walk_back(from, k, n, of);
}

} // namespace

std::optional<std::vector<text_line>>
break_lines(const std::vector<text_atom>& atoms, const break_room& room) {
  if (atoms.empty())
    return std::vector<text_line>{};
  if (room.width <= 0)
    return std::nullopt;
  widths of{atoms};
  auto most = static_cast<size_t>(std::max(1, room.lines));
  auto least = std::max(1.0, std::ceil(of.whole() / room.width - slack));
  if (least > static_cast<double>(most))
    return std::nullopt;
  for (auto k = static_cast<size_t>(least);
       k <= std::min(most, atoms.size()); ++k)
    if (auto out = break_into(atoms, of, room, k))
      return out;
  return std::nullopt;
}

bool stands_alone(const std::vector<text_atom>& atoms, const text_line& line) {
  double words = 0;
  for (auto i = line.first; i < line.last; ++i)
    words += atoms[i].words;
  return words < two_words;
}

} // namespace troupe::media
