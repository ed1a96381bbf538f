#include "providers/explainer_drafts.hpp"

#include "protocol/style_words.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_revision.hpp"
#include "providers/embedded_writer_structure_parts.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_collector.hpp"
#include "providers/explainer_finds.hpp"
#include "providers/explainer_formula.hpp"

#include <algorithm>

namespace troupe::writing {

namespace {

/// Sentences of the payload that a film may hold; more are never spoken.
constexpr size_t most_facts = 400;
/// A summary repeats so many thoughts.
constexpr size_t summary_rows = 3;

void add_blocks(film_facts& facts, std::string_view text,
                std::string_view source, std::string_view field) {
  for (auto& block : blocks_of(text, source)) {
    if (!field.empty())
      for (auto& line : block.lines)
        if (facts.facts.size() < most_facts)
          facts.facts.push_back({line, fact_kind::plain, std::string{field}});
    facts.material.push_back(std::move(block));
  }
}

/// Citations go into small print; the rest of references is material.
std::string without_citations(film_facts& facts, const std::string& text) {
  std::string out;
  for (size_t from = 0; from < text.size();) {
    auto to = std::min(text.find('\n', from), text.size());
    auto line = text.substr(from, to - from);
    auto cited = word_count(line) > 0 && sentences_of(line).size() <= 2
                 && looks_like_citation(line);
    if (cited)
      facts.references.push_back(shortened(tidy(line), 160));
    else
      out += line + "\n";
    from = to + 1;
  }
  return out;
}

/// What has been said, in a few rows: the first thought, and from the rest.
scene_draft summary_of(const film_facts& facts, line_source& lines,
                       const std::vector<scene_draft>& told) {
  auto out = general_scene(facts, lines, "summary", "bullets", 0);
  std::vector<key_point> rows;
  for (auto& scene : told) {
    if (scene.type == "hook" || scene.keys.empty())
      continue;
    // Whole thoughts only; a row that was cut would be said half.
    auto& key = scene.keys.front();
    auto row = upper_first(bare(key.spoken));
    auto whole = word_count(row) <= 16 && length_of(row) <= row_length
                 && step_of(row) == 0
                 && (scene.layout == "statement" || scene.layout == "bullets"
                     || scene.layout == "steps" || scene.layout == "number")
                 && scene.type != "list" && scene.type != "quote";
    if (whole)
      rows.push_back({key.spoken, row});
  }
  // Of a short film nothing has been forgotten yet.
  if (rows.size() < 3 || told.size() < 5)
    return {};
  // Spread over the film.
  while (rows.size() > summary_rows)
    rows.erase(rows.begin()
               + static_cast<std::ptrdiff_t>(rows.size() == 4 ? 2 : 1));
  out.keys = std::move(rows);
  out.room = 1.5;
  return out;
}

/// The topic and no more: for one whose words no line of ours can hold.
scene_draft named(const film_facts& facts) {
  scene_draft out;
  out.type = "hook";
  out.layout = "title";
  out.shortest = 3.5;
  out.longest = 10;
  out.keys = {{as_sentence(facts.topic), ""}};
  return out;
}

scene_draft questions(const film_facts& facts, line_source& lines) {
  auto out = general_scene(facts, lines, "questions", "bullets", 3);
  out.room = 1;
  return out;
}

} // namespace

void read_material(film_facts& facts, const json& inputs) {
  auto& payload = inputs.at("payload");
  auto& ranked = inputs.at("passages");
  auto own = payload.text("context");
  if (ranked.size() == 0) {
    add_blocks(facts, own, {}, "context");
    add_blocks(facts, payload.text("prompt"), {}, "prompt");
    add_blocks(facts, payload.text("key_benefit"), {}, "key_benefit");
    add_blocks(facts, without_citations(facts, payload.text("reference_docs")),
               {}, "reference_docs");
  }
  for (auto& x : ranked.as_array())
    add_blocks(facts, x.text("text"), x.text("source"), x.text("field"));
  std::string all;
  for (auto& block : facts.material)
    for (auto& line : block.lines)
      all += line + " ";
  facts.is_foreign = is_foreign(all);
  for (auto& note : inputs.at("passage_notes").as_array())
    facts.notes.push_back(note.as_string());
  for (auto& words : read_style_words(payload).unknown)
    facts.notes.push_back(
      "Not understood, and left to the film's own style: " + words + ".");
}

std::vector<scene_draft> explainer_scenes(film_facts& facts,
                                          line_source& lines) {
  std::vector<scene_draft> out;
  auto put = [&](scene_draft scene, int dispensable) {
    if (scene.keys.empty())
      return;
    scene.dispensable = dispensable;
    out.push_back(std::move(scene));
  };
  auto told = collected_scenes(facts);
  auto has_data = facts.chart.is_object() || facts.timeline.is_array();
  auto knows = !told.empty() || has_data;
  // A film that knows nothing promises nothing.
  if (knows)
    put(general_scene(facts, lines, "hook", "title", 1), 0);
  if (out.empty())
    put(named(facts), 0);
  out.back().title = facts.topic;
  out.back().room = 0.5;
  if (!knows) {
    put(questions(facts, lines), 0);
    facts.notes.emplace_back(
      "The payload holds no context and no references, and none of Troupe's "
      "notes is about this topic: the film names it and asks what one would "
      "want to know. Put facts into context, or upload references.");
    put(general_scene(facts, lines, "close", "statement", 1), 0);
    return out;
  }
  for (auto& scene : told)
    out.push_back(std::move(scene));
  put(summary_of(facts, lines, out), 60);
  if (!facts.website.empty())
    put(general_scene(facts, lines, "cta", "cta", 1), 0);
  return out;
}

bool asks_for_example(std::string_view wish) {
  auto words = words_of(wish);
  return words.size() <= 3 && says_any(wish, {"example", "examples"});
}

std::string material_sentence(const film_facts& facts, const line_source& lines,
                              std::string_view wish) {
  auto example = asks_for_example(wish);
  for (auto& block : facts.material)
    for (auto& line : block.lines) {
      auto fits =
        example ? says_any(line, {"example", "for instance", "such as", "e.g."})
                    || says(block.heading, "example")
                : speaks_of(line, wish);
      if (fits && !lines.used(line) && find_formula(line).formula.empty()
          && line.find('|') == std::string::npos)
        return line;
    }
  return {};
}

scene_draft explainer_extra(const film_facts& facts, line_source& lines,
                            const std::string& about) {
  for (auto& scene : collected_scenes(facts)) {
    auto used = std::ranges::any_of(
      scene.keys, [&](auto& key) { return lines.used(key.spoken); });
    std::string text = scene.title;
    for (auto& key : scene.keys)
      text += " " + key.spoken;
    if (!used && (about.empty() || speaks_of(text, about)))
      return scene;
  }
  if (!about.empty()) {
    scene_draft out;
    out.type = "idea";
    out.layout = "statement";
    out.keys = {{mentioning(about, facts, facts.version), row_of(about)}};
    out.shortest = 3.5;
    out.longest = 12;
    return out;
  }
  auto out = questions(facts, lines);
  return out.keys.empty() ? scene_draft{} : out;
}

} // namespace troupe::writing
