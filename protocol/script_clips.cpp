#include "protocol/script_clips.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace troupe {

namespace {

using namespace std::string_view_literals;

/// A clip may grow to this many times the longest one before it is cut where
/// no cut should be.
constexpr double patience = 2.2;
/// Crossing from one paragraph into another within a clip.
constexpr double paragraph_cost = 3.2;

bool is_conjunction(std::string_view word) {
  static constexpr std::array list{
    "and"sv,  "but"sv,   "or"sv,   "because"sv, "so"sv,    "while"sv,
    "when"sv, "which"sv, "that"sv, "who"sv,     "if"sv,    "until"sv,
    "with"sv, "for"sv,   "to"sv,   "before"sv,  "after"sv, "without"sv};
  return std::ranges::find(list, lower_ascii(std::string{word})) != list.end();
}

/// What a cut behind this word costs; a clip of a wrong length costs as much.
double cut_cost(const script_word& x, const script_word& next) {
  if (x.is_tied)
    return 60;
  switch (x.end) {
    case word_end::paragraph: return 0;
    case word_end::sentence: return 0.2;
    case word_end::item: return 0.7;
    case word_end::part: return 3;
    case word_end::clause: return is_conjunction(next.text) ? 3.6 : 4.5;
    case word_end::none: break;
  }
  return is_conjunction(next.text) ? 8 : 14;
}

double length_cost(double seconds, const clip_lengths& x) {
  auto off = (seconds - x.usual) / (x.longest - x.usual);
  auto cost = 0.6 * off * off;
  // In units of a clip of usual length, so that longer ones compare as well.
  auto unit = x.usual / clip_lengths{}.usual;
  if (seconds < x.shortest)
    cost += 1.6 * (x.shortest - seconds) / unit;
  if (seconds > x.longest)
    cost += 4 * (seconds - x.longest) / unit;
  return cost;
}

/// The cheapest way to cut, by dynamic programming over the words.
std::vector<script_clip> cheapest(const std::vector<script_word>& words,
                                  const clip_lengths& lengths) {
  struct way {
    double cost = std::numeric_limits<double>::infinity();
    size_t from = 0;
    double seconds = 0;
  };
  std::vector<way> best(words.size() + 1);
  best[0].cost = 0;
  for (size_t end = 1; end <= words.size(); ++end) {
    auto cut = end == words.size() ? 0 : cut_cost(words[end - 1], words[end]);
    double seconds = 0;
    double within = 0;
    for (auto from = end; from-- > 0;) {
      seconds += seconds_of(words[from]);
      if (from + 1 < end && words[from].end == word_end::paragraph)
        within += paragraph_cost;
      if (from + 1 < end && seconds > lengths.longest * patience)
        break;
      auto cost =
        best[from].cost + cut + within + length_cost(seconds, lengths);
      if (cost < best[end].cost)
        best[end] = {cost, from, seconds};
    }
  }
  std::vector<script_clip> out;
  for (auto end = words.size(); end > 0; end = best[end].from)
    out.push_back({best[end].from, end, best[end].seconds});
  std::ranges::reverse(out);
  return out;
}

} // namespace

std::vector<script_clip> cut_script(const std::vector<script_word>& words,
                                    clip_lengths lengths) {
  double total = 0;
  for (auto& word : words)
    total += seconds_of(word);
  auto longer = [&](double factor) {
    lengths.shortest *= factor;
    lengths.usual *= factor;
    lengths.longest *= factor;
  };
  auto even = total / static_cast<double>(most_script_clips - 4);
  if (even > lengths.usual)
    longer(even / lengths.usual);
  for (;;) {
    auto out = cheapest(words, lengths);
    if (out.size() <= most_script_clips)
      return out;
    longer(1.08);
  }
}

} // namespace troupe
