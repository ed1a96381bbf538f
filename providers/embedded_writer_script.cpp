#include "providers/embedded_writer_script.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_structure.hpp"
#include "providers/embedded_writer_style.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace troupe::writing {

namespace {

constexpr double unknown_seconds = 8;

double seconds_of(const json& scene) {
  auto seconds = scene.number("duration_sec", unknown_seconds);
  return std::isfinite(seconds) && seconds > 0 ? std::min(seconds, 120.0)
                                               : unknown_seconds;
}

/// Key points as sentences; without any, what the scene says of itself.
std::vector<std::string> body_of(const json& scene, const film_facts& facts) {
  std::vector<std::string> out;
  auto exact = !required_of(scene).empty();
  auto keep = kept_words(scene, facts);
  size_t pick = static_cast<size_t>(scene.integer("scene_id", 1));
  for (auto& point : scene.at("narration_key_points").as_array()) {
    auto text = tidy(point.as_string());
    auto whole = !text.empty()
                 && (std::string_view{".!?"}.find(text.back())
                       != std::string_view::npos
                     || text.ends_with("\u3002") || text.ends_with("\u0964"));
    auto told = exact || whole ? as_sentence(text)
                               : told_of(facts.name(), text, pick++);
    auto type = scene.text("type");
    if (!exact && type != "evidence" && type != "safety") {
      auto styled = as_sentence(in_manner(told, facts.sound, facts.simple,
                                          keep));
      // A row on screen waits for its cue.
      auto lost = std::ranges::any_of(keep, [&](auto& word) {
        return says(told, word) && !says(styled, word);
      });
      if (!lost)
        told = styled;
    }
    if (word_count(told) > 0)
      out.push_back(told);
  }
  if (out.empty())
    for (auto name : {"title", "concept"})
      if (auto text = tidy(scene.text(name)); out.empty()
                                              && word_count(text) > 0)
        out.push_back(told_of(facts.name(), text, pick++));
  return out;
}

double seconds_of(const std::vector<std::string>& sentences) {
  return std::accumulate(sentences.begin(), sentences.end(), scene_air,
                         [](double sum, auto& x) {
                           return sum + seconds_to_say(x);
                         });
}

/// How far what is said is outside of the seconds that were planned.
double misfit(double said, double planned) {
  auto low = planned * 0.85;
  auto high = planned * 1.06;
  if (said < low)
    return low - said;
  return said > high ? (said - high) * 1.5 : 0;
}

struct frame {
  std::string open;
  std::string close;
};

/// The first pair of leading and closing lines that fills the seconds, or
/// the nearest one.
frame frame_for(const json& scene, double body, const film_facts& facts,
                const line_source& lines) {
  auto type = scene.text("type");
  auto seconds = seconds_of(scene);
  auto opens = lines.choices(type, place::open);
  auto closes = lines.choices(type, place::close);
  // A hook begins with its question, an end card with its name.
  auto starts_itself = type == "hook" || type == "logo" || type == "product";
  if (starts_itself && !opens.empty())
    opens.resize(std::min<size_t>(opens.size(), 1));
  frame best;
  auto least = misfit(body, seconds);
  auto consider = [&](const std::string& open, const std::string& close) {
    auto said = [&](const std::string& line) {
      return seconds_to_say(in_manner(line, facts.sound, facts.simple, {}));
    };
    if (auto x = misfit(body + said(open) + said(close), seconds); x + 0.01 < least) {
      least = x;
      best = {open, close};
    }
  };
  // What is told stays the same in an explainer; how a scene begins may not.
  if (facts.type == video_type::explainer && facts.version % 2 == 0
      && scene.integer("scene_id") == 2 && !opens.empty())
    return {opens.front().text, {}};
  if (least < 0.01)
    return best;
  for (auto& x : closes)
    consider({}, x.text);
  for (auto& x : opens)
    consider(x.text, {});
  for (auto& x : opens)
    for (auto& y : closes)
      consider(x.text, y.text);
  return best;
}

double rounded(double x) {
  return std::round(x * 10) / 10;
}

} // namespace

std::vector<std::string> required_of(const json& scene) {
  std::vector<std::string> out;
  for (auto& x : scene.at("required_statements").as_array())
    if (!x.as_string().empty())
      out.push_back(x.as_string());
  return out;
}

std::vector<std::string> kept_words(const json& scene,
                                    const film_facts& facts) {
  std::vector<std::string> out;
  for (auto& name : {facts.brand, facts.drug, facts.condition})
    if (!name.empty())
      out.push_back(name);
  for (auto& point : scene.at("points").as_array())
    if (auto cue = point.text("cue"); !cue.empty())
      out.push_back(cue);
  if (auto value = scene.at("figure").text("value"); !value.empty())
    out.push_back(value);
  return out;
}

std::string script_of(const json& scene, const film_facts& facts,
                      line_source& lines) {
  auto body = body_of(scene, facts);
  auto around = frame_for(scene, seconds_of(body), facts, lines);
  auto keep = kept_words(scene, facts);
  auto styled = [&](const std::string& text) {
    return as_sentence(in_manner(text, facts.sound, facts.simple, keep));
  };
  std::string out;
  if (!around.open.empty()) {
    lines.mark_used(around.open);
    out = styled(around.open);
  }
  for (auto& sentence : body)
    out += (out.empty() ? "" : " ") + sentence;
  if (!around.close.empty()) {
    lines.mark_used(around.close);
    out += (out.empty() ? "" : " ") + styled(around.close);
  }
  lines.finish_scene(scene.text("type"));
  return out;
}

json validation_report(const json& scripts, const json& scenes,
                       const film_facts& facts) {
  auto list = json::make_array();
  auto missing = json::make_array();
  auto check = [&](const std::string& statement) {
    auto entry = json::make_object({{"statement", statement},
                                    {"scene_id", nullptr},
                                    {"spoken", false},
                                    {"on_screen", false},
                                    {"on_screen_while_spoken", false},
                                    {"seconds_on_screen", 0.0},
                                    {"seconds_to_read", 0.0},
                                    {"long_enough_to_read", false}});
    for (size_t i = 0; i < scenes.size(); ++i) {
      auto& scene = scenes.at(i);
      std::string said;
      for (auto& x : scripts.as_array())
        if (x.integer("scene_id") == scene.integer("scene_id"))
          said = x.text("script");
      auto spoken = says(said, bare(statement));
      auto shown = says(scene.text("title"), bare(statement))
                   || says(scene.at("quote").text("text"), bare(statement));
      for (auto& point : scene.at("points").as_array())
        shown |= says(point.text("text"), bare(statement));
      if (!spoken && !shown)
        continue;
      auto seconds = std::max(static_cast<double>(word_count(said))
                                / usual_words,
                              seconds_of(scene));
      // 200 words a minute, and a second to find the place.
      auto needed = static_cast<double>(word_count(statement)) * 0.3 + 1;
      entry["scene_id"] = scene.integer("scene_id");
      entry["spoken"] = spoken;
      entry["on_screen"] = shown;
      entry["on_screen_while_spoken"] = spoken && shown;
      entry["seconds_on_screen"] = shown ? rounded(seconds) : 0.0;
      entry["seconds_to_read"] = rounded(needed);
      entry["long_enough_to_read"] = shown && seconds >= needed;
      if (spoken && shown)
        break;
    }
    if (!entry.flag("on_screen_while_spoken")
        || !entry.flag("long_enough_to_read"))
      missing.push_back(statement);
    list.push_back(std::move(entry));
  };
  for (auto& f : facts.of(fact_kind::rule)) {
    auto sentence = as_sentence(f.text);
    if (length_of(sentence) <= statement_length)
      check(sentence);
    else
      for (auto& piece : in_short_sentences(sentence, 26))
        check(piece);
  }
  auto count = static_cast<int64_t>(list.size());
  return json::make_object(
    {{"passed", missing.size() == 0 && count > 0},
     {"required_count", count},
     {"statements", list},
     {"missing", missing},
     {"remark", "Checks that the statements of the prompt are said, shown and "
                "readable. It is no legal review."}});
}

json script_data(const json& scripts, const json& scenes,
                 const film_facts& facts, std::vector<std::string> notes) {
  auto list = json::make_array();
  int64_t words = 0;
  double seconds = 0;
  std::vector<std::string> claims;
  for (auto& entry : scripts.as_array()) {
    auto item = entry;
    auto text = item.text("script");
    auto count = word_count(text);
    words += static_cast<int64_t>(count);
    const json* scene = nullptr;
    for (auto& x : scenes.as_array())
      if (x.integer("scene_id") == item.integer("scene_id"))
        scene = &x;
    auto spoken = seconds_to_say(text) / std::max(0.1, item.number("rate", 1))
                  + item.number("pause_after_sec") + scene_air;
    auto planned = scene ? seconds_of(*scene) : spoken;
    auto card = scene && (scene->text("type") == "product"
                          || scene->text("type") == "logo");
    seconds += card ? std::max(spoken, planned) : spoken;
    item.erase("cues");
    if (scene) {
      auto cues = json::make_array();
      auto changed = false;
      for (auto& point : scene->at("points").as_array()) {
        auto cue = point.text("cue");
        if (!says(text, cue)) {
          cue = cue_for(text, point.text("text"), "");
          changed = true;
        }
        cues.push_back(cue);
      }
      if (changed)
        item["cues"] = cues;
    }
    for (auto& sentence : sentences_of(text)) {
      auto given = facts.type == video_type::presenter_ad
                   || std::ranges::any_of(facts.facts, [&](auto& f) {
        return f.kind != fact_kind::rule && f.text.size() > 3
               && tells(sentence, f);
      });
      if (given && claims_something(sentence)
          && facts.type != video_type::compliance_video)
        claims.push_back(as_sentence(sentence));
    }
    list.push_back(std::move(item));
  }
  auto texts = [](const std::vector<std::string>& from) {
    auto out = json::make_array();
    for (auto& x : from)
      if (std::ranges::find(out.as_array(), json{x}) == out.as_array().end())
        out.push_back(x);
    return out;
  };
  auto out = json::make_object(
    {{"script", list},
     {"script_count", static_cast<int64_t>(list.size())},
     {"word_count", words},
     {"estimated_duration_sec", rounded(seconds)},
     {"notes", json::make_array()},
     {"claims_to_reference", texts(claims)}});
  if (facts.type == video_type::compliance_video) {
    auto report = validation_report(list, scenes, facts);
    for (auto& x : report.at("missing").as_array())
      notes.push_back("Not said, shown and readable as required: \""
                      + x.as_string() + "\".");
    out["validation_report"] = report;
  }
  out["notes"] = texts(notes);
  return out;
}

} // namespace troupe::writing
