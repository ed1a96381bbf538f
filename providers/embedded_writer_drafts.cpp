#include "providers/embedded_writer_structure_parts.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_drafts.hpp"

#include <algorithm>
#include <iterator>

namespace troupe::writing {

namespace {

using scene_list = std::vector<scene_draft>;

constexpr size_t point_length = 56;
/// What can be read in one sentence on a card of its own.
constexpr size_t statement_length = 200;

void add(scene_list& out, scene_draft scene, int dispensable = 0) {
  if (scene.keys.empty())
    return;
  scene.dispensable = dispensable;
  out.push_back(std::move(scene));
}

/// At most so many of them, the later ones more dispensable.
void add_some(scene_list& out, scene_list scenes, size_t most,
              int dispensable) {
  for (size_t i = 0; i < scenes.size() && i < most; ++i)
    add(out, std::move(scenes[i]),
        dispensable == 0 && i == 0 ? 0
                                   : dispensable + static_cast<int>(i));
}

scene_draft fixed(scene_draft scene, double seconds) {
  scene.shortest = scene.longest = seconds;
  return scene;
}

/// One figure a scene: it needs the whole screen.
scene_list evidence_scenes(const film_facts& facts, size_t most) {
  scene_list out;
  auto limit = static_cast<size_t>(rules_of(facts.type).scene_longest
                                   * usual_words);
  for (auto& f : facts.of(fact_kind::evidence)) {
    if (out.size() >= most)
      break;
    auto number = figure_of(f.text);
    auto scenes = fact_scenes(facts, {f}, "evidence", "bullets", limit, 3);
    for (auto& scene : scenes) {
      if (!number.value.empty()
          && std::ranges::any_of(scene.keys, [&](auto& k) {
               return k.spoken.find(number.value) != std::string::npos;
             })) {
        scene.number = number;
        scene.layout = "number";
      }
      if (out.size() < most)
        out.push_back(std::move(scene));
    }
  }
  return out;
}

scene_list benefit_scenes(const film_facts& facts, size_t max_words) {
  auto list = facts.of(fact_kind::benefit);
  std::ranges::move(facts.of(fact_kind::plain), std::back_inserter(list));
  return fact_scenes(facts, list, "benefit", "bullets", max_words, 3);
}

scene_draft safety_scene(const film_facts& facts, line_source& lines,
                         size_t max_words) {
  auto given = fact_scenes(facts, facts.of(fact_kind::safety), "safety",
                           "safety", max_words, 3);
  auto general = general_scene(facts, lines, "safety", "safety", 1);
  // Where to read more is never left out.
  auto more = general_scene(facts, lines, "safety", "safety", 1,
                            "safety_more");
  general.keys.insert(general.keys.end(), more.keys.begin(), more.keys.end());
  if (given.empty())
    return general;
  auto scene = std::move(given.front());
  size_t words = 0;
  for (auto& key : scene.keys)
    words += word_count(key.spoken);
  // What was given comes first; where to read more follows.
  if (!general.keys.empty()
      && words + word_count(general.keys.back().spoken) <= max_words + 6)
    scene.keys.push_back(general.keys.back());
  return scene;
}

scene_list product_ad(film_facts& facts, line_source& lines) {
  scene_list out;
  add(out, general_scene(facts, lines, "hook", "title", 1));
  add(out, general_scene(facts, lines, "problem", "bullets", 2), 60);
  add(out, general_scene(facts, lines, "product", "product", 1),
      facts.duration > 0 && facts.duration < 18 ? 50 : 0);
  auto benefits = benefit_scenes(facts, 26);
  auto other = facts.of(fact_kind::mechanism);
  std::ranges::move(fact_scenes(facts, other, "benefit", "bullets", 26, 3),
                    std::back_inserter(benefits));
  if (benefits.empty()) {
    add(out, general_scene(facts, lines, "benefit", "bullets", 1), 20);
    facts.notes.push_back(
      "The payload says nothing about what the product does (key_benefit, "
      "prompt), so the film makes no claim about it.");
  }
  auto most = facts.duration > 60 ? 8U : 4U;
  add_some(out, std::move(benefits), most, 0);
  add_some(out, evidence_scenes(facts, 3), 3, 15);
  add(out, general_scene(facts, lines, "cta", "cta", 1));
  return out;
}

/// Rules that fit a row may share a scene; a longer one has a card.
scene_list rule_scenes(const film_facts& facts,
                       const std::vector<fact>& rules) {
  scene_list out;
  bool rows = false;
  for (auto& f : rules) {
    auto sentence = as_sentence(f.text);
    auto row = length_of(bare(sentence)) <= point_length;
    if (row && rows && out.back().keys.size() < 2) {
      out.back().keys.push_back({sentence, bare(sentence)});
      out.back().required.push_back(sentence);
      out.back().facts.push_back(f);
      out.back().layout = "bullets";
      continue;
    }
    std::vector<std::string> pieces{sentence};
    if (length_of(sentence) > statement_length)
      pieces = in_short_sentences(sentence, 26);
    for (auto& piece : pieces) {
      scene_draft x;
      x.type = "statement";
      x.layout = "statement";
      auto limits = rules_of(facts.type);
      x.shortest = limits.scene_shortest;
      x.longest = std::max(limits.scene_longest,
                           static_cast<double>(word_count(piece) + 4) / 2.6);
      x.keys = {{piece, row ? bare(piece) : ""}};
      x.required = {piece};
      x.facts = {f};
      out.push_back(std::move(x));
    }
    rows = row;
  }
  return out;
}

scene_list compliance(film_facts& facts, line_source& lines) {
  scene_list out;
  add(out, general_scene(facts, lines, "hook", "title", 1));
  add(out, general_scene(facts, lines, "problem", "bullets", 2), 90);
  // The prompt's own order: background where it stands, rules where they do.
  std::vector<fact> run;
  auto flush = [&] {
    if (run.empty())
      return;
    if (run.front().kind == fact_kind::rule)
      for (auto& scene : rule_scenes(facts, run))
        add(out, std::move(scene));
    else
      for (auto& scene :
           fact_scenes(facts, run, "evidence", "bullets", 28, 3)) {
        if (scene.keys.size() == 1)
          scene.number = figure_of(scene.keys.front().spoken);
        if (!scene.number.value.empty())
          scene.layout = "number";
        add(out, std::move(scene), 30);
      }
    run.clear();
  };
  for (auto& f : facts.facts) {
    if (!run.empty() && (run.front().kind == fact_kind::rule)
                          != (f.kind == fact_kind::rule))
      flush();
    run.push_back(f);
  }
  flush();
  auto rules = facts.of(fact_kind::rule);
  if (rules.empty()) {
    add(out, general_scene(facts, lines, "statement", "bullets", 1));
    facts.notes.push_back(
      "The prompt holds no rule (must, never, always, do not ...), so the "
      "statements are general. Put the required statements into the prompt.");
  }
  auto summary = general_scene(facts, lines, "summary", "bullets", 1);
  std::vector<key_point> recap;
  for (auto& f : rules)
    if (length_of(bare(f.text)) <= point_length && recap.size() < 3)
      recap.push_back({as_sentence(f.text), bare(f.text)});
  // A part of the rules would look like all of them.
  if (recap.size() >= 2 && recap.size() == rules.size())
    summary.keys = std::move(recap);
  else
    summary.layout = "statement";
  add(out, std::move(summary), 80);
  add(out, general_scene(facts, lines, "cta", "cta", 1), 10);
  return out;
}

scene_list moa(film_facts& facts, line_source& lines) {
  scene_list out;
  add(out, general_scene(facts, lines, "hook", "title", 1));
  auto problem = general_scene(facts, lines, "problem", "bullets", 2);
  auto known = fact_scenes(facts, facts.of(fact_kind::mechanism), "mechanism",
                           "diagram", 30, 2);
  if (known.empty())
    facts.notes.push_back(
      "Nothing in the payload (moa_summary) tells how it acts: the mechanism "
      "is told in general terms and names no target.");
  add(out, std::move(problem), 70);
  // Hook, condition, safety and summary are always there: four scenes left,
  // one of them for what was measured.
  auto evidence = evidence_scenes(facts, 2);
  auto extra = benefit_scenes(facts, 28);
  size_t room = 4 - std::min<size_t>(evidence.size(), 1);
  auto steps = std::min(known.size(), extra.empty() ? room : room - 1);
  // The last step is what comes of it.
  if (steps >= 2)
    known[steps - 1].type = "effect";
  for (size_t i = 0; i < steps; ++i)
    add(out, std::move(known[i]));
  if (steps == 0) {
    add(out, general_scene(facts, lines, "mechanism", "diagram", 2));
    add(out, general_scene(facts, lines, "mechanism", "diagram", 2,
                           "mechanism_next"));
  }
  if (!extra.empty()) {
    extra.front().type = "effect";
    add(out, std::move(extra.front()), 20);
  } else if (steps < 2) {
    add(out, general_scene(facts, lines, "effect", "diagram", 1), 50);
  }
  for (auto& scene : evidence)
    if (out.size() + 2 < 8)
      add(out, std::move(scene), 10);
  add(out, safety_scene(facts, lines, 26));
  add(out, general_scene(facts, lines, "summary", "steps", 1));
  return out;
}

scene_list doctor_ad(film_facts& facts, line_source& lines) {
  scene_list out;
  add(out, general_scene(facts, lines, "hook", "title", 1));
  add(out, general_scene(facts, lines, "problem", "bullets", 2), 40);
  auto known = fact_scenes(facts, facts.of(fact_kind::mechanism), "mechanism",
                           "diagram", 28, 2);
  add_some(out, std::move(known), facts.duration > 75 ? 3 : 2, 30);
  auto evidence = evidence_scenes(facts, facts.duration > 75 ? 4 : 2);
  if (evidence.empty() && facts.chart.is_object()) {
    facts.notes.push_back("Nothing in the payload (clinical_data) is a result: "
                          "the film shows none beyond its chart.");
  } else if (evidence.empty()) {
    add(out, general_scene(facts, lines, "evidence", "bullets", 1), 60);
    facts.notes.push_back("Nothing in the payload (clinical_data) is a result, "
                          "so the film shows none.");
  }
  add_some(out, std::move(evidence), 4, 10);
  auto benefits = benefit_scenes(facts, 26);
  if (benefits.empty())
    add(out, general_scene(facts, lines, "benefit", "bullets", 2), 50);
  add_some(out, std::move(benefits), facts.duration > 75 ? 4 : 2, 20);
  add(out, safety_scene(facts, lines, 24), 5);
  add(out, fixed(general_scene(facts, lines, "product", "product", 1), 7));
  add(out, fixed(general_scene(facts, lines, "logo", "logo", 1), 6));
  return out;
}

scene_list social_media(film_facts& facts, line_source& lines) {
  scene_list out;
  add(out, general_scene(facts, lines, "hook", "title", 1));
  add(out, general_scene(facts, lines, "problem", "bullets", 2), 60);
  add(out, general_scene(facts, lines, "product", "product", 1), 40);
  auto benefits = benefit_scenes(facts, 22);
  if (benefits.empty()) {
    add(out, general_scene(facts, lines, "benefit", "bullets", 1), 30);
    facts.notes.push_back(
      "Nothing in the payload (key_benefit) says what it does for people, so "
      "the film promises nothing.");
  }
  add_some(out, std::move(benefits), 2, 0);
  auto known = fact_scenes(facts, facts.of(fact_kind::mechanism), "mechanism",
                           "diagram", 22, 2);
  add_some(out, std::move(known), 2, 35);
  add_some(out, evidence_scenes(facts, 1), 1, 20);
  add(out, safety_scene(facts, lines, 18), 10);
  add(out, general_scene(facts, lines, "cta", "cta", 1));
  return out;
}

} // namespace

scene_list draft_scenes(film_facts& facts, line_source& lines) {
  switch (facts.type) {
    case video_type::product_ad: return product_ad(facts, lines);
    case video_type::compliance_video: return compliance(facts, lines);
    case video_type::moa: return moa(facts, lines);
    case video_type::doctor_ad: return doctor_ad(facts, lines);
    case video_type::social_media: return social_media(facts, lines);
    // Its scenes come from its script: embedded_writer_presenter.cpp.
    case video_type::presenter_ad: break;
    case video_type::explainer: return explainer_scenes(facts, lines);
  }
  return {};
}

scene_draft extra_scene(const film_facts& facts, line_source& lines,
                        const std::string& about) {
  if (facts.type == video_type::explainer)
    return explainer_extra(facts, lines, about);
  if (!about.empty()) {
    auto told = fact_scenes(facts, {{about, fact_kind::plain, "feedback"}},
                            "benefit", "bullets", 28, 3);
    return told.empty() ? scene_draft{} : std::move(told.front());
  }
  for (auto role : {"benefit", "problem", "mechanism", "effect", "summary",
                    "safety", "evidence"}) {
    auto layout = std::string_view{role} == "mechanism" ? "diagram"
                  : std::string_view{role} == "safety"  ? "safety"
                                                        : "bullets";
    auto scene = general_scene(facts, lines, role, layout, 2);
    if (scene.keys.empty())
      continue;
    scene.dispensable = 65;
    return scene;
  }
  return {};
}

} // namespace troupe::writing
