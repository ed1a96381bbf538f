#include "media/painter_check.hpp"
#include "media/painter_scene.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace troupe::media {

namespace {

/// A thing must be on the screen just before its word is heard.
constexpr double ahead = 0.12;
constexpr double soonest = 0.55;
/// The last row must stay long enough to be read.
constexpr double last_stays = 1.2;
constexpr double apart = 0.35;

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> out;
  std::string token;
  for (unsigned char c : text) {
    if (std::isalnum(c) || c >= 0x80) {
      token += static_cast<char>(std::tolower(c));
    } else if (c != '\'' && !token.empty()) {
      out.push_back(std::move(token));
      token.clear();
    }
  }
  if (!token.empty())
    out.push_back(std::move(token));
  return out;
}

struct heard {
  std::string token;
  double start;
};

std::vector<heard> heard_in(const std::vector<spoken_word>& words) {
  std::vector<heard> out;
  for (auto& word : words)
    for (auto& token : tokens_of(word.text))
      out.push_back({token, static_cast<double>(word.start.count()) / 1e6});
  return out;
}

/// Index of the cue's first word at or after `from`.
std::optional<size_t> find_cue(const std::vector<std::string>& cue,
                               const std::vector<heard>& words, size_t from) {
  if (cue.empty())
    return std::nullopt;
  for (auto i = from; i + cue.size() <= words.size(); ++i) {
    auto same = true;
    for (size_t j = 0; same && j < cue.size(); ++j)
      same = words[i + j].token == cue[j];
    if (same)
      return i;
  }
  return std::nullopt;
}

/// Gaps between known times are filled evenly.
void fill_gaps(std::vector<std::optional<double>>& times, double first,
               double last) {
  auto n = times.size();
  for (size_t i = 0; i < n; ++i) {
    if (times[i])
      continue;
    size_t next = i;
    while (next < n && !times[next])
      ++next;
    auto before = i == 0 ? first : *times[i - 1];
    auto steps = static_cast<double>(next - i + (i == 0 ? 0 : 1));
    auto after = next < n ? *times[next] : last;
    if (next == n && i == 0)
      steps = std::max(1.0, static_cast<double>(n));
    for (auto at = i; at < next; ++at) {
      auto number = static_cast<double>(at - i + (i == 0 ? 0 : 1));
      times[at] = before + (after - before) * number / std::max(1.0, steps);
    }
    i = next;
  }
}

} // namespace

std::optional<double> heard_at(const std::vector<spoken_word>& words,
                               const std::vector<std::string>& stems,
                               double after) {
  for (auto& word : heard_in(words)) {
    if (word.start - ahead < after)
      continue;
    for (auto& stem : stems)
      if (!stem.empty() && word.token.starts_with(stem))
        return word.start - ahead;
  }
  return std::nullopt;
}

std::vector<std::string> stems_of(std::string_view label) {
  constexpr size_t short_word = 4;
  constexpr size_t ending = 2;
  std::vector<std::string> out;
  auto tokens = tokens_of(label);
  for (auto& token : tokens) {
    if (token.size() < short_word && tokens.size() > 1
        && token.find_first_of("0123456789") == std::string::npos)
      continue;
    // "vessels" is heard in "vessel", "relaxed" in "relax".
    out.push_back(token.size() > short_word + ending
                    ? token.substr(0, token.size() - ending)
                    : token);
  }
  return out;
}

std::vector<double> reveal_times(const std::vector<composed_point>& points,
                                 const std::vector<spoken_word>& words,
                                 double life) {
  auto spoken = heard_in(words);
  std::vector<std::optional<double>> found(points.size());
  size_t from = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    if (auto at = find_cue(tokens_of(points[i].cue), spoken, from)) {
      found[i] = spoken[*at].start - ahead;
      from = *at + 1;
    }
  }
  auto latest = std::max(soonest, life - last_stays);
  // Without cues the last row comes early enough to be read.
  auto reads = points.empty() ? 0 : reading_seconds(points.back().text) + 0.4;
  fill_gaps(found, soonest,
            std::max(soonest, std::min(life * 0.78, life - reads)));
  std::vector<double> out;
  auto room = points.size() > 1 ? (latest - soonest)
                                    / static_cast<double>(points.size() - 1)
                                : apart;
  auto gap = std::min(apart, room);
  for (size_t i = 0; i < found.size(); ++i) {
    auto least = i == 0 ? soonest : out.back() + gap;
    auto rest = static_cast<double>(found.size() - 1 - i) * gap;
    out.push_back(std::max(least, std::min(*found[i], latest - rest)));
  }
  return out;
}

} // namespace troupe::media
