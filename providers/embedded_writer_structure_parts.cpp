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
  // One line fills no more.
  if (facts.type == video_type::product_ad
      || facts.type == video_type::social_media)
    for (auto type : {"hook", "product", "cta"})
      if (x.type == type)
        x.longest = 6;
}

} // namespace

std::string screen_text(const film_facts& facts, std::string_view sentence) {
  auto text = bare(std::string{sentence});
  if (text.starts_with("This ")
      && kind_of_phrase(text.substr(5)) == phrase_kind::verb_third)
    text = upper_first(text.substr(5));
  auto& name = facts.name();
  if (!name.empty() && lower(text).starts_with(lower(name) + " ")) {
    auto rest = text.substr(name.size() + 1);
    if (kind_of_phrase(rest) == phrase_kind::verb_third)
      text = upper_first(rest);
  }
  // "If you are unsure, ask": what to do is what has to be read.
  if (auto comma = text.find(", ");
      length_of(text) > point_length && comma != std::string::npos)
    for (auto opener : {"If ", "When ", "Before ", "After ", "In ", "For "}) {
      auto rest = text.substr(comma + 2);
      if (text.starts_with(opener) && word_count(rest) >= 3)
        return upper_first(shortened(rest, point_length));
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
                          size_t max_lines, std::string_view points) {
  scene_draft out;
  out.type = role;
  out.layout = layout;
  set_range(out, facts);
  auto choices = lines.choices(points.empty() ? role : points, place::point);
  // Lines that are a list stand alone.
  std::vector<written_line> chosen;
  for (auto& x : choices) {
    auto list = x.text.find('|') != std::string::npos;
    if (chosen.size() >= max_lines || (list && !chosen.empty()))
      break;
    chosen.push_back(x);
    if (list)
      break;
  }
  std::ranges::sort(chosen, {}, &written_line::order);
  for (auto& x : chosen) {
    auto spoken = parts_of(x.text);
    auto screen = parts_of(x.screen);
    for (size_t i = 0; i < spoken.size(); ++i)
      out.keys.push_back({as_sentence(spoken[i]),
                          i < screen.size() ? upper_first(shortened(
                            screen[i], point_length))
                                            : ""});
    lines.mark_used(x.text);
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
  auto introduced = false;
  auto named = false;
  for (auto& f : list) {
    // The first phrase without a verb gets a lead-in; after it, more of them
    // stand by themselves: "30 hours of battery life."
    auto kind = kind_of_phrase(bare(f.text));
    auto phrase = kind == phrase_kind::noun;
    auto many = facts.subject_is_plural();
    auto subject = !named ? facts.subject()
                          : std::string{many ? "They" : "It"};
    // A scene of evidence has its own way in.
    auto alone = introduced || role == "evidence";
    auto told = phrase && alone ? as_sentence(f.text)
                : many ? told_of_many(subject, f.text, pick)
                       : told_of(subject, f.text, pick);
    ++pick;
    introduced |= phrase;
    named |= kind == phrase_kind::verb_third;
    // A sentence that fits the scene may stay whole; a longer one is parted.
    auto limit = word_count(told) > spoken_words + 6 ? spoken_words
                                                     : spoken_words + 6;
    auto sentences = in_short_sentences(told, std::min(limit, max_words));
    for (auto& sentence : sentences) {
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
      auto shown = sentences.size() == 1 ? std::string_view{f.text}
                                         : std::string_view{sentence};
      out.back().keys.push_back({sentence, screen_text(facts, shown)});
      words += count;
      auto& held = out.back().facts;
      if (held.empty() || held.back().text != f.text)
        held.push_back(f);
    }
  }
  return out;
}

} // namespace troupe::writing
