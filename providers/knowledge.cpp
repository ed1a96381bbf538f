#include "providers/knowledge.hpp"

#include "providers/embedded_writer_text.hpp"
#include "providers/knowledge_text.hpp"
#include "store/reference_index.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace troupe {

namespace {

using namespace std::string_view_literals;

/// As many as are held against the topic.
constexpr size_t candidates = 6;

std::string_view trimmed(std::string_view x) {
  while (!x.empty() && writing::is_space(x.front()))
    x.remove_prefix(1);
  while (!x.empty() && writing::is_space(x.back()))
    x.remove_suffix(1);
  return x;
}

std::vector<std::string> names_in(std::string_view line) {
  std::vector<std::string> out;
  while (!line.empty()) {
    auto end = std::min(line.find(','), line.size());
    out.emplace_back(trimmed(line.substr(0, end)));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return out;
}

std::vector<knowledge_note> read_notes() {
  std::vector<knowledge_note> out;
  auto rest = knowledge_text;
  while (!rest.empty()) {
    auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with("# "))
      out.push_back({std::string{line.substr(2)}, {}, {}});
    else if (line.starts_with("Also: ") && !out.empty())
      out.back().names = names_in(line.substr(6));
    else if (!out.empty())
      out.back().text += std::string{line} + "\n";
  }
  return out;
}

using words = std::set<std::string>;

/// Words that say how a topic is asked for, not what it is.
bool only_asks(std::string_view word) {
  static constexpr std::array asking{
    "explained"sv,     "explain"sv,    "introduction"sv, "basic"sv,
    "basics"sv,        "overview"sv,   "work"sv,         "works"sv,
    "meaning"sv,       "guide"sv,      "beginner"sv,     "simple"sv,
    "understanding"sv, "understand"sv, "learn"sv,        "learning about"sv,
    "quick"sv,         "short"sv,      "video"sv,        "film"sv,
    "tell"sv,          "me"sv,         "kid"sv,          "school"sv,
    "mean"sv,          "s"sv,          "vs"sv,           "use"sv,
    "make"sv};
  return std::ranges::find(asking, word) != asking.end();
}

/// Alone, these name no topic.
bool is_vague(std::string_view word) {
  static constexpr std::array vague{
    "law"sv,       "theory"sv, "system"sv,  "formula"sv, "cycle"sv, "number"sv,
    "rule"sv,      "method"sv, "process"sv, "power"sv,   "state"sv, "force"sv,
    "war"sv,       "world"sv,  "second"sv,  "first"sv,   "human"sv, "body"sv,
    "structure"sv, "price"sv,  "plan"sv,    "project"sv, "mass"sv,  "light"sv,
    "growth"sv,    "safety"sv, "time"sv,    "home"sv,    "three"sv, "equal"sv};
  return std::ranges::find(vague, word) != vague.end();
}

std::string stem(std::string word) {
  for (auto [ending, least] :
       {std::pair{"'s"sv, 2U}, std::pair{"'"sv, 2U}, std::pair{"ies"sv, 3U},
        std::pair{"ing"sv, 4U}, std::pair{"ed"sv, 4U}, std::pair{"s"sv, 3U}})
    if (word.size() >= ending.size() + least && word.ends_with(ending)
        && !word.ends_with("ss")) {
      word.resize(word.size() - ending.size());
      break;
    }
  if (word.ends_with("e") && word.size() > 4)
    word.pop_back();
  return word;
}

words stems_of(std::string_view text) {
  words out;
  for (auto word : writing::words_of(text)) {
    auto x = writing::lower(word);
    while (!x.empty() && !writing::is_letter(x.back())
           && !writing::is_digit(x.back()))
      x.pop_back();
    while (!x.empty() && !writing::is_letter(x.front())
           && !writing::is_digit(x.front()))
      x.erase(0, 1);
    if (!x.empty() && !writing::is_function_word(x) && !only_asks(x)
        && !only_asks(stem(x)))
      out.insert(stem(x));
  }
  return out;
}

bool holds(const words& all, const words& part) {
  return std::ranges::includes(all, part);
}

bool is_about(const knowledge_note& note, const words& topic) {
  auto everything = note.title + " " + note.text;
  for (auto& name : note.names)
    everything += " " + name;
  if (topic.empty() || !holds(stems_of(everything), topic))
    return false;
  auto names = note.names;
  names.push_back(note.title);
  std::string called;
  for (auto& name : names)
    called += name + " ";
  return std::ranges::any_of(names, [&](auto& name) {
    auto known = stems_of(name);
    if (known.empty())
      return false;
    // One word alone ("gravity") is part of many other names.
    if (holds(topic, known))
      return known.size() > 1 || holds(stems_of(called), topic);
    auto vague = std::ranges::all_of(topic, is_vague);
    return !vague && holds(known, topic) && topic.size() * 2 >= known.size();
  });
}

} // namespace

const std::vector<knowledge_note>& knowledge_notes() {
  static const auto notes = read_notes();
  return notes;
}

result<found_note> find_note(std::string_view topic) {
  auto& notes = knowledge_notes();
  auto index = reference_index::make();
  if (!index)
    return index.error();
  for (auto& note : notes) {
    auto title = note.title;
    for (auto& name : note.names)
      title += " " + name;
    if (auto added = index->add(title, note.text); !added)
      return added.error();
  }
  auto hits = index->rank(topic, candidates);
  if (!hits)
    return hits.error();
  found_note out;
  auto asked = stems_of(topic);
  for (auto& hit : *hits) {
    auto& note = notes[hit.place];
    if (is_about(note, asked)) {
      out.note = &note;
      break;
    }
  }
  for (auto& hit : *hits) {
    auto& note = notes[hit.place];
    auto names = note.title;
    for (auto& name : note.names)
      names += " " + name;
    auto known = stems_of(names);
    auto shared = std::ranges::any_of(
      asked, [&](auto& x) { return known.contains(x) && !is_vague(x); });
    if (!out.note && !out.nearest && shared)
      out.nearest = &note;
  }
  return out;
}

} // namespace troupe
