#include "providers/embedded_writer_scene.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

std::string capitals(std::string text) {
  for (auto& c : text)
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::string stripped(std::string_view word) {
  while (!word.empty() && !is_letter(word.back()) && !is_digit(word.back()))
    word.remove_suffix(1);
  while (!word.empty() && !is_letter(word.front()) && !is_digit(word.front()))
    word.remove_prefix(1);
  return std::string{word};
}

std::string title_of(const scene_draft& draft, const film_facts& facts,
                     line_source& lines) {
  if (!draft.title.empty())
    return draft.title;
  if (draft.layout == "statement" && !draft.keys.empty())
    return shortened(draft.keys.front().spoken, statement_length);
  if (auto title = lines.take_short(draft.type, place::title, title_length);
      !title.empty())
    // A brand is written as it is.
    return !facts.brand.empty() && title.starts_with(facts.brand)
             ? title
             : upper_first(title);
  auto name = shortened(facts.name(), title_length);
  return name.empty() ? std::string{"In short"} : name;
}

/// Says something else than the title below it.
std::string kicker_of(const scene_draft& draft, const std::string& title,
                      line_source& lines) {
  if (lines.is_foreign())
    return {};
  for (auto& x : lines.choices(draft.type, place::kicker))
    if (auto text = capitals(x.text);
        length_of(text) <= kicker_length && text != capitals(title)) {
      // Scenes of one kind are many in an explainer.
      if (draft.type == "idea")
        lines.mark_used(x.text);
      return text;
    }
  return "IN SHORT";
}

std::string legal_of(const scene_draft& draft, const film_facts& facts) {
  auto professional = facts.watched_by == viewer::professional;
  auto references = [&] {
    std::string list;
    for (auto& r : facts.references) {
      if (length_of(list) + length_of(r) > 200)
        break;
      list += (list.empty() ? "" : "; ") + r;
    }
    return list;
  };
  if (!draft.source.empty())
    return "Source: " + draft.source;
  if (draft.type == "evidence" && !facts.references.empty())
    return "Source: " + bare(references()) + ".";
  if (!facts.medical())
    return {};
  if (draft.type == "hook" || draft.type == "logo")
    return professional ? "For healthcare professionals only."
                        : "For information only. It does not replace medical "
                          "advice.";
  if (draft.type == "safety" || draft.type == "product")
    return professional ? "Please see the full prescribing information."
                        : "Ask your doctor or pharmacist. Read the leaflet.";
  return {};
}

std::string concept_of(const scene_draft& draft, const film_facts& facts) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12>
    purposes{{{"hook", "Win attention"},
              {"problem", "Show the need"},
              {"mechanism", "Explain how it works"},
              {"effect", "Show what comes of it"},
              {"benefit", "Say what it means for the viewer"},
              {"evidence", "Show what is known"},
              {"safety", "Say what has to be considered"},
              {"statement", "State what is required"},
              {"product", "Present the product"},
              {"logo", "End on the name"},
              {"summary", "Sum up"},
              {"cta", "Say what to do next"}}};
  std::string purpose = "Tell the next part";
  for (auto& [type, text] : purposes)
    if (type == draft.type)
      purpose = text;
  auto what = draft.keys.empty() ? facts.name() : draft.keys.front().spoken;
  return purpose + ": " + bare(shortened(lower_first(what), 200)) + ".";
}

json rows_of(const scene_draft& draft) {
  std::string said;
  for (auto& key : draft.keys)
    said += key.spoken + " ";
  auto out = json::make_array();
  std::string before;
  for (auto& row : draft.rows) {
    out.push_back(json::make_object(
      {{"text", row}, {"cue", cue_for(said, row, before)}}));
    before += " " + row;
  }
  return out;
}

json compare_free_points(const scene_draft& draft) {
  if (!draft.rows.empty())
    return rows_of(draft);
  static constexpr std::array with_rows{"bullets"sv, "steps"sv, "safety"sv,
                                        "diagram"sv, "product"sv, "cta"sv,
                                        "process"sv};
  if (std::ranges::find(with_rows, draft.layout) == with_rows.end())
    return json::make_array();
  return points_of(draft.keys);
}

} // namespace

std::string cue_for(std::string_view spoken, std::string_view screen,
                    std::string_view before) {
  std::string fallback;
  for (auto pass : {0, 1}) {
    for (auto word : words_of(spoken)) {
      auto clean = stripped(word);
      auto low = lower(clean);
      if (clean.empty() || clean.find('\'') != std::string::npos
          || says(before, clean))
        continue;
      fallback = clean;
      if (is_function_word(low) || length_of(clean) < 3)
        continue;
      if (pass == 1 || says(screen, clean))
        return clean;
    }
  }
  return fallback;
}

json points_of(const std::vector<key_point>& keys) {
  auto out = json::make_array();
  std::string before;
  for (auto& key : keys) {
    if (!key.screen.empty() && out.size() < 4)
      out.push_back(json::make_object(
        {{"text", key.screen},
         {"cue", cue_for(key.spoken, key.screen, before)}}));
    before += " " + key.spoken;
  }
  return out;
}

json scene_json(const scene_draft& draft, const film_facts& facts,
                line_source& lines, int32_t id) {
  auto said = json::make_array();
  std::string words;
  for (auto& key : draft.keys) {
    said.push_back(key.spoken);
    words += key.spoken + " ";
  }
  auto terms = json::make_array();
  for (auto& term : search_terms(draft, facts))
    terms.push_back(term);
  auto title = title_of(draft, facts, lines);
  auto out = json::make_object(
    {{"scene_id", id},
     {"type", draft.type},
     {"concept", concept_of(draft, facts)},
     {"visual_description", picture_of(draft, facts)},
     {"narration_key_points", said},
     {"pexels_search_terms", terms},
     {"duration_sec", draft.seconds},
     {"layout", draft.layout},
     {"kicker", kicker_of(draft, title, lines)},
     {"title", title},
     {"points", compare_free_points(draft)}});
  if (!draft.number.value.empty())
    out["figure"] = json::make_object({{"value", draft.number.value},
                                       {"unit", draft.number.unit},
                                       {"label", draft.number.label}});
  for (auto& [name, value] : draft.data.as_object())
    out[name] = value;
  if (!draft.source.empty()) {
    auto sources = json::make_array();
    sources.push_back(draft.source);
    out["sources"] = sources;
  }
  if (draft.layout == "diagram")
    out["diagram"] = diagram_for(shortened(facts.name(), 40),
                                 draft.facts.empty() ? std::string{} : words);
  if (auto button = lines.take_short(draft.type, place::button, 26);
      !button.empty())
    out["cta"] = button;
  if (auto legal = legal_of(draft, facts); !legal.empty())
    out["legal"] = legal;
  lines.finish_scene(draft.type);
  if (!draft.required.empty()) {
    auto required = json::make_array();
    for (auto& x : draft.required)
      required.push_back(x);
    out["required_statements"] = required;
  }
  return out;
}

} // namespace troupe::writing
