#include "providers/embedded_writer_revision.hpp"

#include "protocol/direction.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_structure.hpp"
#include "providers/embedded_writer_style.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

constexpr size_t film_title_length = 80;

json texts_json(const std::vector<std::string>& list) {
  auto out = json::make_array();
  for (auto& x : list)
    if (!x.empty()
        && std::ranges::find(out.as_array(), json{x}) == out.as_array().end())
      out.push_back(x);
  return out;
}

/// Whose words the film quotes, and in which scenes.
json sources_of(const json& scenes) {
  auto out = json::make_array();
  for (auto& scene : scenes.as_array())
    for (auto& name : scene.at("sources").as_array()) {
      auto known = std::ranges::find_if(out.items(), [&](auto& x) {
        return x.at("source") == name;
      });
      if (known == out.items().end()) {
        out.push_back(json::make_object(
          {{"source", name}, {"scenes", json::make_array()}}));
        known = out.items().end() - 1;
      }
      (*known)["scenes"].push_back(scene.integer("scene_id"));
    }
  return out;
}

} // namespace

std::string film_title(const film_facts& facts) {
  std::string title;
  switch (facts.type) {
    case video_type::product_ad:
      title = says(facts.topic, facts.brand) || facts.topic.empty()
                ? facts.topic
                : facts.brand + ": " + facts.topic;
      break;
    case video_type::compliance_video:
      title = facts.brand + ": "
              + (facts.prompt_subject.empty() ? std::string{"what applies"}
                                              : facts.prompt_subject);
      break;
    case video_type::moa:
      title = "How " + facts.drug + " works in " + facts.condition;
      break;
    case video_type::doctor_ad:
    case video_type::social_media:
      title = facts.drug + " for " + facts.condition;
      break;
    case video_type::presenter_ad:
      title = facts.topic.empty() ? facts.brand : facts.topic;
      break;
    case video_type::explainer: title = facts.topic; break;
  }
  title = shortened(title, film_title_length);
  if (title.empty())
    return facts.name();
  auto branded = !facts.brand.empty() && title.starts_with(facts.brand);
  return branded ? title : upper_first(title);
}

json scenes_stage_data(const film_facts& facts, const json& inputs,
                       const json& scenes, const std::string& title) {
  auto& payload = inputs.at("payload");
  auto data = json::make_object(
    {{"video_type", to_string(facts.type)}, {"title", title}});
  for (auto name : {"topic", "brand_name", "drug_name", "condition",
                    "indication", "key_benefit", "persona", "target_audience",
                    "region"})
    if (auto text = tidy(payload.text(name)); !text.empty())
      data[name] = shortened(text, 300).empty() ? facts.name()
                                                : shortened(text, 300);
  if (auto prompt = tidy(payload.text("prompt")); !prompt.empty())
    data["prompt"] = shortened(prompt, 300);
  data["tone"] = facts.tone;
  data["language"] = facts.language.empty() ? "en" : facts.language;
  data["aspect_ratio"] = facts.aspect_ratio;
  data["total_duration_sec"] = std::accumulate(
    scenes.as_array().begin(), scenes.as_array().end(), 0.0,
    [](double sum, auto& x) { return sum + x.number("duration_sec"); });
  data["scenes"] = scenes;
  if (auto sources = sources_of(scenes); sources.size() > 0)
    data["sources"] = std::move(sources);
  std::vector<std::string> claims;
  for (auto& f : facts.facts) {
    if (f.kind == fact_kind::rule || !claims_something(f.text)
        || facts.type == video_type::compliance_video)
      continue;
    for (auto& scene : scenes.as_array())
      for (auto& point : scene.at("narration_key_points").as_array())
        if (tells(point.as_string(), f))
          claims.push_back(as_sentence(f.text));
  }
  auto notes = facts.notes;
  if (!claims.empty() && !facts.references.empty())
    notes.push_back("Check each claim against the reference documents; they "
                    "were not compared.");
  return json::make_object(
    {{"scenes_data", data},
     {"scene_count", static_cast<int64_t>(scenes.size())},
     {"notes", texts_json(notes)},
     {"claims_to_reference", texts_json(claims)}});
}

std::vector<scoped_wish> scoped(const feedback_plan& plan, const json& inputs,
                                const json& scenes,
                                std::vector<std::string>& notes) {
  std::vector<int32_t> allowed;
  for (auto& x : inputs.at("scenes").as_array())
    allowed.push_back(static_cast<int32_t>(x.as_integer()));
  std::vector<scoped_wish> out;
  for (auto& wish : plan.directives) {
    auto ids = targeted_scenes(wish, scenes);
    if (!allowed.empty())
      std::erase_if(ids, [&](auto id) {
        return std::ranges::find(allowed, id) == allowed.end();
      });
    if (ids.empty())
      notes.push_back("\"" + describe(wish)
                      + "\" names no scene of this film that may be changed; "
                        "it has "
                      + std::to_string(scenes.size()) + " scenes.");
    out.push_back({wish, std::move(ids)});
  }
  return out;
}

double share_of(const directive& wish, double words, double seconds) {
  auto by_default = 0.2 * wish.strength;
  switch (wish.unit) {
    case amount_unit::none: return by_default;
    case amount_unit::percent: return std::clamp(wish.amount / 100, 0.01, 3.0);
    case amount_unit::seconds:
      return seconds > 0 ? std::clamp(wish.amount / seconds, 0.01, 3.0)
                         : by_default;
    case amount_unit::words:
      return words > 0 ? std::clamp(wish.amount / words, 0.01, 3.0)
                       : by_default;
    case amount_unit::factor:
      if (wish.amount <= 0)
        return by_default;
      if (wish.kind == directive_kind::longer)
        return wish.amount > 1 ? std::min(wish.amount - 1, 3.0) : by_default;
      return wish.amount < 1 ? 1 - wish.amount : 1 - 1 / wish.amount;
  }
  return by_default;
}

std::string mentioning(const std::string& what, const film_facts& facts,
                       size_t pick) {
  auto text = tidy(what);
  std::ranges::replace(text, '\n', ' ');
  switch (kind_of_phrase(text)) {
    case phrase_kind::clause:
    case phrase_kind::verb_base: return as_sentence(text);
    case phrase_kind::verb_third: return told_of(facts.name(), text, pick);
    case phrase_kind::gerund:
    case phrase_kind::noun: break;
  }
  static constexpr std::array formal{"Please also note: "sv,
                                     "A further point: "sv,
                                     "Also of relevance: "sv};
  static constexpr std::array easy{"Also good to know: "sv,
                                   "One more thing: "sv,
                                   "And don't forget: "sv};
  static constexpr std::array neutral{"Also worth knowing: "sv,
                                      "One more point: "sv,
                                      "And to keep in mind: "sv};
  auto lead = facts.sound == manner::formal    ? formal[pick % formal.size()]
              : facts.sound == manner::neutral ? neutral[pick % neutral.size()]
                                               : easy[pick % easy.size()];
  return as_sentence(std::string{lead} + lower_first(text));
}

int32_t best_scene(const std::string& words, const json& scenes,
                   const std::vector<int32_t>& allowed) {
  int32_t best = 0;
  int most = -1;
  for (auto& scene : scenes.as_array()) {
    auto id = static_cast<int32_t>(scene.integer("scene_id"));
    if (std::ranges::find(allowed, id) == allowed.end())
      continue;
    auto type = scene.text("type");
    auto text = scene.text("title") + " " + scene.text("concept");
    for (auto& point : scene.at("narration_key_points").as_array())
      text += " " + point.as_string();
    int score = 1;
    for (auto word : words_of(words))
      if (!is_function_word(lower(word)) && says(text, word))
        score += 3;
    // Content scenes hold one more thought; cards with a fixed length don't.
    if (type == "hook" || type == "product" || type == "cta"
        || type == "summary")
      score = score > 1 ? score - 1 : 0;
    if (type == "logo" || type == "statement")
      score = 0;
    if (type == "benefit" || type == "evidence" || type == "safety"
        || type == "idea" || type == "list")
      ++score;
    if (says_any(words, {"side effect", "side effects", "risk", "risks",
                         "safety", "warning", "doctor", "pharmacist"})
        && type == "safety")
      score += 4;
    if (score > most) {
      most = score;
      best = id;
    }
  }
  return best;
}

} // namespace troupe::writing
