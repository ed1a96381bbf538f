#include "providers/embedded_writer_revision.hpp"

#include "protocol/direction.hpp"
#include "providers/embedded_writer_edits.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_structure.hpp"
#include "providers/embedded_writer_style.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_drafts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace troupe::writing {

namespace {

using enum directive_kind;
using scene_refs = std::vector<json*>;

double half_seconds(double x) {
  return std::round(x * 2) / 2;
}

bool has_fixed_length(const json& scene) {
  auto type = scene.text("type");
  return type == "logo"
         || (type == "product" && scene.number("duration_sec") == 7.0);
}

/// Every text that is spoken or shown.
template <class Edit>
void for_each_text(json& scene, Edit edit) {
  for (auto name : {"concept", "visual_description", "title", "kicker", "cta",
                    "legal"})
    if (auto x = scene.find(name); x && x->is_string())
      *x = edit(x->as_string(), std::string_view{name});
  for (auto name : {"narration_key_points", "pexels_search_terms"})
    if (auto list = scene.find(name); list && list->is_array())
      for (auto& x : list->items())
        x = edit(x.as_string(), std::string_view{name});
  if (auto points = scene.find("points"); points && points->is_array())
    for (auto& point : points->items())
      if (point.is_object())
        point["text"] = edit(point.text("text"), "points");
  for (auto name : {"quote", "figure", "diagram"})
    if (auto part = scene.find(name); part && part->is_object())
      for (auto& [key, value] : part->members())
        if (value.is_string() && key != "kind" && key != "value"
            && key != "unit")
          value = edit(value.as_string(), std::string_view{name});
}

template <class Keep>
void keep_items(json& list, Keep keep) {
  if (list.is_array())
    std::erase_if(list.items(), [&](auto& x) { return !keep(x); });
}

class scenes_revision {
 public:
  scenes_revision(const json& inputs, const writer& anew)
    : inputs_(inputs),
      anew_(anew),
      data_(inputs.at("previous").at("scenes_data")),
      facts_(read_facts(inputs, data_.text("tone"))),
      lines_(facts_, facts_.version),
      rules_(rules_of(facts_.type)) {
    facts_.notes.clear();
    for (auto& scene : scenes().as_array()) {
      lines_.mark_used(scene.text("title"));
      for (auto& point : scene.at("narration_key_points").as_array())
        lines_.mark_used(point.as_string());
    }
  }

  result<json> run() {
    auto plan = parse_feedback(inputs_.text("feedback"));
    std::vector<bool> done;
    // Scenes are named as the reviewer saw them, before any was added.
    auto wishes = scoped(plan, inputs_, scenes(), facts_.notes);
    for (auto& wish : wishes)
      if (wish.what.kind == keep_words)
        keep_.push_back(wish.what.text);
    for (auto& wish : wishes)
      done.push_back(wish.scenes.empty() || carry_out(wish));
    if (plan.directives.empty()) {
      rewrite_named(ids());
      facts_.notes.emplace_back("As nothing was understood, this is another "
                                "version of the same.");
    }
    note_the_rest(plan, done, stage::scenes, facts_.notes);
    return finished();
  }

 private:
  json& scenes() { return data_["scenes"]; }

  scene_refs in_scope(const scoped_wish& wish) {
    scene_refs out;
    for (auto& scene : scenes().items())
      if (std::ranges::find(wish.scenes, scene.integer("scene_id"))
          != wish.scenes.end())
        out.push_back(&scene);
    return out;
  }

  std::vector<int32_t> ids() {
    std::vector<int32_t> out;
    auto& limit = inputs_.at("scenes").as_array();
    for (auto& scene : scenes().as_array()) {
      auto id = static_cast<int32_t>(scene.integer("scene_id"));
      if (limit.empty() || std::ranges::any_of(limit, [&](auto& x) {
            return x.as_integer() == id;
          }))
        out.push_back(id);
    }
    return out;
  }

  double total() {
    return std::accumulate(
      scenes().as_array().begin(), scenes().as_array().end(), 0.0,
      [](double sum, auto& x) { return sum + x.number("duration_sec"); });
  }

  bool carry_out(const scoped_wish& wish) {
    switch (wish.what.kind) {
      case shorter: return scale(wish, -1);
      case longer: return scale(wish, 1);
      case slower: return pace(wish, 1);
      case faster: return pace(wish, -1);
      case set_length: return to_length(wish);
      case simpler: return speak(wish, facts_.sound, true, "simple and clear");
      case more_formal: return speak(wish, manner::formal, false, "formal");
      case friendlier:
      case warmer: return speak(wish, manner::casual, false, "friendly");
      case more_energetic:
        return speak(wish, manner::lively, false, "energetic");
      case calmer: return speak(wish, manner::neutral, false, "calm");
      case set_tone: {
        bool simple = false;
        auto sound = manner_of(wish.what.text, facts_.type, simple);
        return speak(wish, sound, simple, wish.what.text);
      }
      case mention: return add_mention(wish);
      case remove_words: return take_out(wish);
      case replace_words: return exchange(wish);
      case keep_words: return true;
      case set_title: return retitle(wish);
      case add_scene: return insert_scene(wish);
      case remove_scene: return drop_scene(wish);
      case rewrite: rewrite_named(wish.scenes); return true;
      case set_accent:
      case set_background:
      case set_theme:
      case darker:
      case lighter:
      case cooler:
      case bigger_text:
      case smaller_text:
      case captions_on:
      case captions_off:
      case karaoke_on:
      case karaoke_off:
      case set_transition:
      case more_motion:
      case less_motion:
      case no_motion:
      case set_voice:
      case other_voice:
      case deeper_voice:
      case higher_voice:
      case longer_pauses:
      case shorter_pauses:
      case pause_after:
      case set_music:
      case other_music:
      case music_louder:
      case music_quieter:
      case voice_louder:
      case voice_quieter: return false;
    }
    return false;
  }

  // -- length -----------------------------------------------------------------

  void set_seconds(json& scene, double wanted) {
    if (has_fixed_length(scene))
      return;
    scene["duration_sec"] = std::clamp(half_seconds(wanted),
                                       rules_.scene_shortest,
                                       std::max(rules_.scene_longest, 13.0));
  }

  /// Points that the seconds no longer hold go, the last ones first.
  void fit_points(json& scene) {
    auto& points = scene["narration_key_points"];
    auto room = scene.number("duration_sec") * fastest_words;
    auto words = [&] {
      double sum = 0;
      for (auto& x : points.as_array())
        sum += static_cast<double>(word_count(x.as_string()));
      return sum;
    };
    if (scene.at("required_statements").size() > 0)
      return;
    while (points.size() > 1 && words() > room) {
      auto last = points.as_array().back().as_string();
      if (std::ranges::any_of(keep_, [&](auto& x) { return holds(last, x); }))
        break;
      points.items().pop_back();
      if (auto rows = scene.find("points"))
        keep_items(*rows, [&](auto& row) {
          return !says(last, row.text("cue"));
        });
    }
  }

  bool scale(const scoped_wish& wish, int direction) {
    auto scope = in_scope(wish);
    double seconds = 0;
    for (auto scene : scope)
      seconds += scene->number("duration_sec");
    auto share = share_of(wish.what, seconds * usual_words, seconds);
    auto before = total();
    for (auto scene : scope) {
      set_seconds(*scene, scene->number("duration_sec")
                            * (1 + direction * share));
      if (direction < 0)
        fit_points(*scene);
    }
    auto whole = wish.what.targets.empty();
    auto wanted = before + direction * share * seconds;
    if (whole && direction > 0)
      while (total() + 1 < wanted && total() < rules_.film_longest
             && add_general({}))
        continue;
    if (whole && direction < 0)
      while (total() > wanted + 3 && drop_least())
        continue;
    keep_film_length();
    if (std::abs(total() - before) < 0.4)
      facts_.notes.push_back(
        "The length stays: scenes of this film take "
        + json{rules_.scene_shortest}.dump() + " to "
        + json{rules_.scene_longest}.dump() + " seconds each.");
    return true;
  }

  bool pace(const scoped_wish& wish, int direction) {
    auto share = std::min(share_of(wish.what, 0, 0) * 0.75, 0.5);
    for (auto scene : in_scope(wish))
      set_seconds(*scene, scene->number("duration_sec")
                            * (1 + direction * share));
    keep_film_length();
    facts_.notes.emplace_back("Scenes were given more or less time; how fast "
                              "the voice speaks is decided in the tts stage.");
    return true;
  }

  bool to_length(const scoped_wish& wish) {
    auto wanted = std::clamp(wish.what.amount, rules_.film_shortest,
                             rules_.film_longest);
    if (wanted != wish.what.amount)
      facts_.notes.push_back("A film of this type takes "
                             + json{rules_.film_shortest}.dump() + " to "
                             + json{rules_.film_longest}.dump()
                             + " seconds.");
    while (total() > wanted * 1.5 && drop_least())
      continue;
    while (total() < wanted * 0.75 && add_general({}))
      continue;
    auto factor = total() > 0 ? wanted / total() : 1.0;
    for (auto& scene : scenes().items()) {
      set_seconds(scene, scene.number("duration_sec") * factor);
      if (factor < 1)
        fit_points(scene);
    }
    return true;
  }

  /// moa films have a shortest and a longest length as a whole.
  void keep_film_length() {
    for (int step = 0; step < 400; ++step) {
      auto sum = total();
      auto up = sum < rules_.film_shortest;
      if (!up && sum <= rules_.film_longest)
        return;
      json* best = nullptr;
      for (auto& scene : scenes().items()) {
        auto x = scene.number("duration_sec");
        auto room = up ? x < rules_.scene_longest
                       : x > rules_.scene_shortest;
        if (room && !has_fixed_length(scene)
            && (!best || (x < best->number("duration_sec")) == up))
          best = &scene;
      }
      if (!best)
        return;
      (*best)["duration_sec"] = best->number("duration_sec")
                                + (up ? 0.5 : -0.5);
    }
  }

  // -- scenes -----------------------------------------------------------------

  int32_t next_id() {
    int32_t last = 0;
    for (auto& scene : scenes().as_array())
      last = std::max(last, static_cast<int32_t>(scene.integer("scene_id")));
    return last + 1;
  }

  bool add_general(const std::string& about, int32_t after = 0) {
    if (scenes().size() >= rules_.most_scenes)
      return false;
    auto draft = extra_scene(facts_, lines_, about);
    if (draft.keys.empty())
      return false;
    draft.seconds = seconds_for(draft);
    auto made = scene_json(draft, facts_, lines_, next_id());
    auto& list = scenes().items();
    auto at = std::ranges::find_if(list, [&](auto& x) {
      auto type = x.text("type");
      return type == "safety" || type == "summary" || type == "cta"
             || type == "logo"
             || (type == "product" && has_fixed_length(x));
    });
    if (after != 0) {
      auto place = std::ranges::find_if(list, [&](auto& x) {
        return x.integer("scene_id") == after;
      });
      if (place != list.end())
        at = place + 1;
    }
    list.insert(at, std::move(made));
    return true;
  }

  bool insert_scene(const scoped_wish& wish) {
    auto after = wish.what.targets.empty() ? 0 : wish.scenes.front();
    // The end card stays the end.
    if (after != 0)
      for (auto& scene : scenes().as_array())
        if (scene.integer("scene_id") == after && scene.text("type") == "logo")
          after = 0;
    auto about = wish.what.text.empty()
                   ? std::string{}
                   : facts_.type == video_type::explainer
                     ? tidy(wish.what.text)
                     : bare(mentioning(wish.what.text, facts_, facts_.version));
    if (!add_general(about, after))
      facts_.notes.push_back(
        scenes().size() >= rules_.most_scenes
          ? "A film of this type has at most "
              + std::to_string(rules_.most_scenes) + " scenes."
          : "There is no material for another scene; say what it is about.");
    return true;
  }

  bool may_go(const json& scene) {
    auto type = scene.text("type");
    if (facts_.type == video_type::doctor_ad && has_fixed_length(scene))
      return false;
    return scene.at("required_statements").size() == 0 && type != "hook"
           && type != "cta";
  }

  bool drop_least() {
    if (scenes().size() <= rules_.fewest_scenes)
      return false;
    for (auto type : {"problem", "summary", "effect", "evidence", "benefit",
                      "mechanism", "product", "clip", "idea", "list", "quote",
                      "number", "compare", "timeline", "chart", "steps"}) {
      auto& list = scenes().items();
      auto same = [&](auto& x) {
        return x.text("type") == type && may_go(x)
               && std::ranges::none_of(keep_, [&](auto& k) {
                    return holds(x.dump(), k);
                  });
      };
      auto count = std::ranges::count_if(list, same);
      auto needed = std::string_view{type} == "benefit" ? 1 : 0;
      if (count <= needed)
        continue;
      auto last = std::ranges::find_if(list.rbegin(), list.rend(), same);
      list.erase(std::next(last).base());
      return true;
    }
    return false;
  }

  bool drop_scene(const scoped_wish& wish) {
    if (wish.what.targets.empty()) {
      if (!drop_least())
        facts_.notes.push_back("No scene can go: this type needs at least "
                               + std::to_string(rules_.fewest_scenes)
                               + " scenes.");
      return true;
    }
    for (auto id : wish.scenes) {
      auto& list = scenes().items();
      auto at = std::ranges::find_if(list, [&](auto& x) {
        return x.integer("scene_id") == id;
      });
      if (at == list.end())
        continue;
      if (list.size() <= rules_.fewest_scenes)
        facts_.notes.push_back("Scene " + std::to_string(id)
                               + " stays: this type needs at least "
                               + std::to_string(rules_.fewest_scenes)
                               + " scenes.");
      else if (facts_.type == video_type::doctor_ad && has_fixed_length(*at))
        facts_.notes.push_back("Scene " + std::to_string(id)
                               + " stays: a doctor_ad ends with a product and "
                                 "a logo scene.");
      else {
        if (at->at("required_statements").size() > 0)
          facts_.notes.push_back("Scene " + std::to_string(id)
                                 + " held a required statement; the "
                                   "validation report will say so.");
        list.erase(at);
      }
    }
    keep_film_length();
    return true;
  }

  // -- words ------------------------------------------------------------------

  /// Cues must be words that are spoken.
  static void renew_cues(json& scene) {
    std::string said;
    for (auto& x : scene.at("narration_key_points").as_array())
      said += x.as_string() + " ";
    if (auto points = scene.find("points"); points && points->is_array())
      for (auto& point : points->items())
        if (point.is_object() && !says(said, point.text("cue")))
          point["cue"] = cue_for(said, point.text("text"), "");
  }

  bool speak(const scoped_wish& wish, manner sound, bool simple,
             const std::string& tone) {
    auto as = facts_;
    as.sound = sound;
    line_source lines{as, facts_.version};
    std::vector<std::string> names{facts_.brand, facts_.drug,
                                   facts_.condition};
    for (auto scene : in_scope(wish)) {
      if (scene->at("required_statements").size() > 0)
        continue;
      // Headlines of ours in the new manner; the payload's words stay.
      auto title = scene->text("title");
      if (lines.is_own(scene->text("type"), place::title, title)) {
        lines.mark_used(title);
        if (auto other = lines.take_short(scene->text("type"), place::title,
                                          title_length);
            !other.empty())
          (*scene)["title"] = upper_first(other);
      }
      auto& points = (*scene)["narration_key_points"];
      for (auto& point : points.items()) {
        auto text = point.as_string();
        if (simple)
          text = in_plain_words(text, names);
        if (sound == manner::formal)
          text = in_formal_words(text, names);
        if (sound == manner::casual || sound == manner::lively)
          text = in_friendly_words(text, names);
        point = as_sentence(text);
      }
      renew_cues(*scene);
    }
    // The script stage reads the tone here.
    if (wish.what.targets.empty()) {
      data_["tone"] = tone;
      facts_.sound = sound;
      facts_.tone = tone;
    }
    return true;
  }

  bool add_mention(const scoped_wish& wish) {
    auto what = wish.what.text;
    if (facts_.type == video_type::explainer) {
      auto found = material_sentence(facts_, lines_, what);
      if (!found.empty()) {
        what = found;
        lines_.mark_used(found);
      } else if (asks_for_example(what)) {
        facts_.notes.emplace_back("The material holds no further example; put "
                                  "one into context, or write it in quotes.");
        return true;
      }
    }
    auto id = best_scene(what, scenes(), wish.scenes);
    for (auto& scene : scenes().items()) {
      if (scene.integer("scene_id") != id)
        continue;
      auto sentence = mentioning(what, facts_, facts_.version + mentions_++);
      std::string before;
      auto& keys = scene["narration_key_points"];
      for (auto& x : keys.as_array())
        before += x.as_string() + " ";
      keys.push_back(sentence);
      auto& points = scene["points"];
      auto row = upper_first(shortened(bare(tidy(what)), point_length));
      auto layout = scene.text("layout");
      if (!row.empty() && points.size() < 4 && layout != "statement"
          && layout != "title" && layout != "number")
        points.push_back(json::make_object(
          {{"text", row}, {"cue", cue_for(sentence, row, before)}}));
      auto needed = seconds_to_say(before) + seconds_to_say(sentence)
                    + scene_air + 1;
      if (needed > scene.number("duration_sec"))
        set_seconds(scene, needed);
    }
    keep_film_length();
    return true;
  }

  bool take_out(const scoped_wish& wish) {
    auto& phrase = wish.what.text;
    auto found = false;
    for (auto scene : in_scope(wish))
      found |= take_out_of(*scene, phrase);
    if (says(data_.text("title"), phrase)) {
      auto rest = without_phrase(data_.text("title"), phrase, facts_);
      data_["title"] = rest.empty() ? std::string{"Film"} : bare(rest);
      found = true;
    }
    if (!found)
      facts_.notes.push_back("\"" + phrase + "\" does not occur in the "
                             "scenes.");
    return true;
  }

  bool take_out_of(json& scene, const std::string& phrase) {
    auto found = false;
    auto required = scene.at("required_statements").size() > 0;
    auto& keys = scene["narration_key_points"];
    auto count = keys.size();
    scene_text text;
    text.scene = &scene;
    for (auto& x : keys.as_array())
      text.sentences.push_back(x.as_string());
    auto before = text.sentences;
    remove_phrase({&text}, phrase, facts_, lines_);
    if (text.sentences != before) {
      found = true;
      auto list = json::make_array();
      for (auto& x : text.sentences)
        list.push_back(x);
      keys = list;
    }
    if (auto points = scene.find("points"))
      keep_items(*points, [&](auto& row) {
        return !holds(row.text("text"), phrase);
      });
    if (holds(scene.at("figure").dump(), phrase) && scene.has("figure")) {
      scene.erase("figure");
      scene["layout"] = "bullets";
      found = true;
    }
    if (holds(scene.at("quote").text("text"), phrase))
      scene.erase("quote");
    for_each_text(scene, [&](const std::string& value, auto name) {
      if (!holds(value, phrase))
        return value;
      found = true;
      if (name == "title")
        for (auto& x : lines_.choices(scene.text("type"), place::title))
          if (!holds(x.text, phrase) && length_of(x.text) <= title_length) {
            lines_.mark_used(x.text);
            return upper_first(x.text);
          }
      auto rest = bare(without_phrase(value, phrase, facts_));
      return holds(rest, phrase) ? std::string{} : rest;
    });
    keep_items(scene["pexels_search_terms"],
               [](auto& x) { return !x.as_string().empty(); });
    if (required && found)
      facts_.notes.push_back("\"" + phrase + "\" was part of a required "
                             "statement; the validation report will say so.");
    if (count > 0)
      renew_cues(scene);
    return found;
  }

  bool exchange(const scoped_wish& wish) {
    auto found = false;
    for (auto scene : in_scope(wish)) {
      for_each_text(*scene, [&](const std::string& value, auto name) {
        if (!says(value, wish.what.text))
          return value;
        found = true;
        auto text = replaced(value, wish.what.text, wish.what.other);
        auto limit = name == "title" && scene->text("layout") != "statement"
                       ? title_length
                     : name == "points" ? point_length
                                        : size_t{2000};
        auto cut = shortened(text, limit);
        return cut.empty() ? value : cut;
      });
      renew_cues(*scene);
    }
    if (says(data_.text("title"), wish.what.text)) {
      data_["title"] = replaced(data_.text("title"), wish.what.text,
                                wish.what.other);
      found = true;
    }
    if (!found)
      facts_.notes.push_back("\"" + wish.what.text + "\" does not occur in the "
                             "scenes.");
    return true;
  }

  bool retitle(const scoped_wish& wish) {
    auto title = shortened(tidy(wish.what.text), title_length);
    if (title.empty()) {
      facts_.notes.emplace_back("The title has no word that fits.");
      return true;
    }
    if (length_of(tidy(wish.what.text)) > title_length)
      facts_.notes.push_back("The title was cut after "
                             + std::to_string(title_length)
                             + " characters; more does not fit on screen.");
    auto whole = wish.what.targets.empty();
    auto first = true;
    for (auto scene : in_scope(wish)) {
      if (!whole || first)
        (*scene)["title"] = title;
      first = false;
    }
    if (whole)
      data_["title"] = title;
    return true;
  }

  void rewrite_named(const std::vector<int32_t>& named) {
    auto again = inputs_;
    again["feedback"] = "";
    auto list = json::make_array();
    for (auto id : named)
      list.push_back(id);
    again["scenes"] = list;
    again["previous"]["scenes_data"] = data_;
    if (auto fresh = anew_(again))
      data_["scenes"] = fresh->at("scenes_data").at("scenes");
  }

  result<json> finished() {
    auto out = scenes_stage_data(facts_, inputs_, scenes(),
                                 data_.text("title"));
    auto& made = out["scenes_data"];
    // Members of the user's own edit stay.
    for (auto& [name, value] : data_.as_object())
      if (name != "total_duration_sec")
        made[name] = value;
    return out;
  }

  const json& inputs_;
  const writer& anew_;
  json data_;
  film_facts facts_;
  line_source lines_;
  type_rules rules_;
  std::vector<std::string> keep_;
  size_t mentions_ = 0;
};

} // namespace

result<json> revise_scenes(const json& inputs, const writer& anew) {
  return scenes_revision{inputs, anew}.run();
}

} // namespace troupe::writing
