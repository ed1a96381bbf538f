#include "providers/embedded_writer_structure_parts.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>

namespace troupe::writing {

namespace {

constexpr size_t point_length = 56;
/// A sentence people can follow by ear.
constexpr size_t spoken_words = 24;

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto end = std::min(text.find('|'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void set_range(scene_draft& x, const film_facts& facts) {
  auto rules = rules_of(facts.type);
  x.shortest = rules.scene_shortest;
  x.longest = rules.scene_longest;
}

} // namespace

std::string screen_text(const film_facts& facts, std::string_view sentence) {
  auto text = bare(std::string{sentence});
  auto& name = facts.name();
  if (!name.empty() && lower(text).starts_with(lower(name) + " ")) {
    auto rest = text.substr(name.size() + 1);
    if (kind_of_phrase(rest) == phrase_kind::verb_third)
      text = upper_first(rest);
  }
  if (length_of(text) > point_length)
    for (auto stop : {", ", "; ", " which ", " because ", " so that "})
      if (auto at = text.find(stop);
          at != std::string::npos && word_count(text.substr(0, at)) >= 3
          && length_of(text.substr(0, at)) <= point_length)
        return upper_first(bare(text.substr(0, at)));
  return upper_first(shortened(text, point_length));
}

scene_draft general_scene(const film_facts& facts, line_source& lines,
                          std::string_view role, std::string_view layout,
                          size_t max_lines) {
  scene_draft out;
  out.type = role;
  out.layout = layout;
  set_range(out, facts);
  auto choices = lines.choices(role, place::point);
  // Lines that are a list stand alone.
  for (auto& x : choices) {
    auto list = x.text.find('|') != std::string::npos;
    if (out.keys.size() >= max_lines || (list && !out.keys.empty()))
      break;
    auto spoken = parts_of(x.text);
    auto screen = parts_of(x.screen);
    for (size_t i = 0; i < spoken.size(); ++i)
      out.keys.push_back({as_sentence(spoken[i]),
                          i < screen.size() ? upper_first(shortened(
                            screen[i], point_length))
                                            : ""});
    lines.mark_used(x.text);
    if (list)
      break;
  }
  return out;
}

std::vector<scene_draft> fact_scenes(const film_facts& facts,
                                     const std::vector<fact>& list,
                                     std::string_view role,
                                     std::string_view layout,
                                     size_t max_words, size_t max_points) {
  std::vector<scene_draft> out;
  size_t words = 0;
  size_t pick = facts.seed % 7 + facts.version;
  for (auto& f : list) {
    auto told = told_of(facts.name(), f.text, pick++);
    // A sentence that fits the scene may stay whole; a longer one is parted.
    auto limit = word_count(told) > spoken_words + 6 ? spoken_words
                                                     : spoken_words + 6;
    for (auto& sentence : in_short_sentences(told, std::min(limit,
                                                            max_words))) {
      auto count = word_count(sentence);
      if (out.empty() || words + count > max_words
          || out.back().keys.size() >= max_points) {
        scene_draft fresh;
        fresh.type = role;
        fresh.layout = layout;
        set_range(fresh, facts);
        out.push_back(std::move(fresh));
        words = 0;
      }
      out.back().keys.push_back({sentence, screen_text(facts, sentence)});
      words += count;
      auto& held = out.back().facts;
      if (held.empty() || held.back().text != f.text)
        held.push_back(f);
    }
  }
  return out;
}

} // namespace troupe::writing
