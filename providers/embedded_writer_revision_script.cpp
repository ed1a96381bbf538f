#include "providers/embedded_writer_revision.hpp"

#include "protocol/direction.hpp"
#include "protocol/film_style.hpp"
#include "providers/embedded_writer_edits.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_script.hpp"
#include "providers/embedded_writer_structure.hpp"
#include "providers/embedded_writer_style.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;
using enum directive_kind;

class script_revision {
 public:
  script_revision(const json& inputs, const writer& anew)
    : inputs_(inputs),
      anew_(anew),
      scenes_(inputs.at("upstream").at("scenes").at("scenes_data")
                .at("scenes")),
      facts_(read_facts(inputs, inputs.at("upstream").at("scenes")
                                  .at("scenes_data").text("tone"))),
      lines_(facts_, facts_.version) {
    notes_.swap(facts_.notes);
    notes_.clear();
    for (auto& entry : inputs.at("previous").at("script").as_array())
      load(entry);
  }

  result<json> run() {
    auto plan = parse_feedback(inputs_.text("feedback"));
    auto wishes = scoped(plan, inputs_, scenes_, notes_);
    for (auto& wish : wishes)
      if (wish.what.kind == keep_words)
        keep_.push_back(wish.what.text);
    std::vector<bool> done;
    auto acted = false;
    for (auto& wish : wishes) {
      done.push_back(carry_out(wish));
      acted |= done.back();
    }
    auto understood_nothing = plan.directives.empty();
    if (understood_nothing)
      rewrite_named(all_named());
    note_the_rest(plan, done, stage::script, notes_);
    if (understood_nothing)
      notes_.emplace_back("As nothing was understood, this is another version "
                          "of the same.");
    else if (acted)
      note_lengths();
    return script_data(result_list(), scenes_, facts_, notes_);
  }

 private:
  void load(const json& entry) {
    scene_text x;
    x.id = static_cast<int32_t>(entry.integer("scene_id"));
    x.original = entry.text("script");
    x.sentences = sentences_of(x.original);
    for (auto& scene : scenes_.as_array())
      if (scene.integer("scene_id") == x.id)
        x.scene = &scene;
    if (x.scene) {
      x.required = required_of(*x.scene);
      x.keep = kept_words(*x.scene, facts_);
    }
    for (auto& sentence : x.sentences)
      lines_.mark_used(sentence);
    texts_.push_back(std::move(x));
    entries_.push_back(entry);
  }

  text_list in_scope(const scoped_wish& wish) {
    text_list out;
    for (auto& x : texts_)
      if (std::ranges::find(wish.scenes, x.id) != wish.scenes.end())
        out.push_back(&x);
    return out;
  }

  std::vector<int32_t> all_named() const {
    std::vector<int32_t> out;
    auto& limit = inputs_.at("scenes").as_array();
    for (auto& x : texts_)
      if (limit.empty() || std::ranges::any_of(limit, [&](auto& id) {
            return id.as_integer() == x.id;
          }))
        out.push_back(x.id);
    return out;
  }

  static double words_in(const text_list& list) {
    size_t sum = 0;
    for (auto x : list)
      sum += x->words();
    return static_cast<double>(sum);
  }

  std::string whole() const {
    std::string out;
    for (auto& x : texts_)
      out += x.joined() + " ";
    return out;
  }

  /// False when it is another stage's matter.
  bool carry_out(const scoped_wish& wish) {
    auto scope = in_scope(wish);
    if (scope.empty())
      return true; // said so in scoped()
    switch (wish.what.kind) {
      case shorter: return change_length(wish, scope, -1);
      case longer: return change_length(wish, scope, 1);
      case set_length: return to_length(wish, scope);
      case simpler: return simpler_words(scope);
      case more_formal: return speak(scope, manner::formal);
      case friendlier: return speak(scope, manner::casual);
      case more_energetic: return speak(scope, manner::lively);
      case calmer: return speak(scope, manner::neutral);
      case set_tone: return speak_in(wish, scope);
      case mention: return add_mention(wish);
      case remove_words: return take_out(wish, scope);
      case replace_words: return exchange(wish, scope);
      case keep_words: return true;
      case rewrite: rewrite_named(wish.scenes); return true;
      case warmer: return speak(scope, manner::casual);
      case slower: return change_pace(wish, -1);
      case faster: return change_pace(wish, 1);
      case pause_after: return pause_behind(wish);
      case set_title:
      case add_scene:
      case remove_scene:
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
      case set_music:
      case other_music:
      case music_louder:
      case music_quieter:
      case voice_louder:
      case voice_quieter: return false;
    }
    return false;
  }

  json* entry_of(int32_t id) {
    for (auto& entry : entries_)
      if (entry.integer("scene_id") == id)
        return &entry;
    return nullptr;
  }

  /// Scenes that are named are spoken at a pace of their own; that of the
  /// whole film is a matter of the voice.
  bool change_pace(const scoped_wish& wish, int direction) {
    if (wish.what.targets.empty() && inputs_.at("scenes").size() == 0)
      return false;
    auto step = wish.what.unit == amount_unit::percent
                  ? std::min(wish.what.amount, 90.0) / 100
                  : 0.14 * wish.what.strength;
    auto factor = direction > 0 ? 1 + step : 1 / (1 + step);
    for (auto id : wish.scenes)
      if (auto entry = entry_of(id)) {
        auto wanted = entry->number("rate", 1) * factor;
        (*entry)["rate"] = std::round(std::clamp(wanted, slowest_rate,
                                                 fastest_rate)
                                      * 100)
                           / 100;
        if (wanted < slowest_rate || wanted > fastest_rate)
          notes_.push_back("The pace of scene " + std::to_string(id)
                           + " is at the end of what can be understood.");
      }
    return true;
  }

  bool pause_behind(const scoped_wish& wish) {
    auto seconds = std::clamp(wish.what.amount, 0.0, longest_pause_after);
    if (seconds < wish.what.amount)
      notes_.push_back("A pause is " + json{longest_pause_after}.dump()
                       + " seconds at most.");
    for (auto id : wish.scenes)
      if (auto entry = entry_of(id)) {
        if (seconds > 0)
          (*entry)["pause_after_sec"] = seconds;
        else
          entry->erase("pause_after_sec");
      }
    return true;
  }

  bool change_length(const scoped_wish& wish, const text_list& scope,
                     int direction) {
    auto words = words_in(scope);
    auto share = share_of(wish.what, words, words / usual_words);
    auto change = static_cast<size_t>(std::max(1.0, words * share));
    if (direction < 0) {
      auto saved = shorten(scope, change, keep_, lines_);
      if (saved == 0)
        notes_.emplace_back("The words are as short as they can be without "
                            "losing what has to be said.");
      else if (saved * 2 < change)
        notes_.emplace_back("Only part of that could be cut without losing "
                            "what has to be said.");
    } else {
      auto added = lengthen(scope, change, facts_, lines_, whole());
      if (added * 2 < change)
        notes_.emplace_back("There is not enough material for more; put more "
                            "into the payload or mention what to add.");
    }
    return true;
  }

  bool to_length(const scoped_wish& wish, const text_list& scope) {
    auto words = words_in(scope);
    auto wanted = wish.what.amount * usual_words;
    if (wanted < words)
      shorten(scope, static_cast<size_t>(words - wanted), keep_, lines_);
    else
      lengthen(scope, static_cast<size_t>(wanted - words), facts_, lines_,
               whole());
    return true;
  }

  bool simpler_words(const text_list& scope) {
    auto before = whole();
    simplify(scope);
    // Where every sentence is short already, fewer of them are simpler.
    if (before == whole())
      shorten(scope, static_cast<size_t>(words_in(scope) * 0.1), keep_,
              lines_);
    if (before == whole())
      notes_.emplace_back("The words are as plain as the embedded writer can "
                          "make them.");
    note_required(scope);
    return true;
  }

  void note_required(const text_list& scope) {
    if (std::ranges::any_of(scope, [](auto x) {
          return !x->required.empty();
        }))
      notes_.emplace_back("Required statements were left as they are.");
  }

  bool speak(const text_list& scope, manner sound) {
    auto facts = facts_;
    facts.sound = sound;
    line_source lines{facts, facts_.version};
    for (auto& x : texts_)
      for (auto& sentence : x.sentences)
        lines.mark_used(sentence);
    auto before = whole();
    change_manner(scope, facts, lines);
    if (sound == manner::lively)
      for (auto x : scope)
        split_long(*x);
    add_sign(scope, sound, before == whole());
    facts_.sound = sound;
    note_required(scope);
    return true;
  }

  static void split_long(scene_text& x) {
    std::vector<std::string> out;
    for (auto& sentence : x.sentences)
      if (x.is_required(sentence))
        out.push_back(sentence);
      else
        for (auto& piece : in_short_sentences(sentence, 14))
          out.push_back(piece);
    x.sentences = std::move(out);
  }

  /// A manner must be heard: when the words allowed no change, one sentence
  /// says it.
  void add_sign(const text_list& scope, manner sound, bool unchanged) {
    static constexpr std::array friendly{
      "That's good to know."sv, "Let's take it step by step."sv,
      "Here's why that matters."sv, "It's worth a moment of your time."sv};
    static constexpr std::array lively{"Let's go!"sv, "Take a good look!"sv,
                                       "Now we're talking!"sv};
    static constexpr std::array formal{"This point merits attention."sv,
                                       "Due care is advised."sv};
    std::string text;
    for (auto x : scope)
      text += x->joined() + " ";
    std::string_view sign;
    auto pick = facts_.version;
    if (sound == manner::casual && (!has_contraction(text) || unchanged))
      sign = friendly[pick % friendly.size()];
    else if (sound == manner::lively
             && (text.find('!') == std::string::npos || unchanged))
      sign = lively[pick % lively.size()];
    else if (sound == manner::formal && unchanged)
      sign = formal[pick % formal.size()];
    if (sign.empty())
      return;
    for (auto x : scope) {
      // Behind the first sentence of a scene that is not a rule.
      if (!x->required.empty() && scope.size() > 1)
        continue;
      x->sentences.emplace_back(sign);
      return;
    }
  }

  bool speak_in(const scoped_wish& wish, const text_list& scope) {
    bool simple = false;
    auto sound = manner_of(wish.what.text, facts_.type, simple);
    if (simple)
      simplify(scope);
    if (!simple || sound != manner::neutral)
      speak(scope, sound);
    return true;
  }

  bool add_mention(const scoped_wish& wish) {
    auto scope = in_scope(wish);
    auto& what = wish.what.text;
    for (auto x : scope)
      if (says(x->joined(), bare(what))) {
        notes_.push_back("Scene " + std::to_string(x->id)
                         + " already mentions \"" + what + "\".");
        return true;
      }
    auto id = best_scene(what, scenes_, wish.scenes);
    auto at = std::ranges::find(texts_, id, &scene_text::id);
    if (at == texts_.end())
      at = std::ranges::find(texts_, scope.front()->id, &scene_text::id);
    auto sentence = wish_for_action(what);
    if (sentence.empty())
      sentence = mentioning(what, facts_, facts_.version + mentions_++);
    auto place_at = at->sentences.end();
    if (!at->sentences.empty()
        && lines_.is_own(at->type(), place::close, at->sentences.back())
        && at->sentences.size() > 1)
      --place_at;
    at->sentences.insert(place_at, sentence);
    return true;
  }

  /// "end with a call to action" does not want these words said.
  std::string wish_for_action(const std::string& what) {
    if (!says(what, "call to action"))
      return {};
    for (auto& x : lines_.choices("cta", place::point)) {
      lines_.mark_used(x.text);
      return as_sentence(x.text);
    }
    return as_sentence("Find out more about " + facts_.name());
  }

  bool take_out(const scoped_wish& wish, const text_list& scope) {
    auto needed = std::ranges::any_of(scope, [&](auto x) {
      return std::ranges::any_of(x->required, [&](auto& statement) {
        return holds(statement, wish.what.text);
      });
    });
    if (!remove_phrase(scope, wish.what.text, facts_, lines_))
      notes_.push_back("\"" + wish.what.text + "\" does not occur in the "
                       "script.");
    else if (needed)
      notes_.push_back("\"" + wish.what.text + "\" is part of a required "
                       "statement; the validation report says what is "
                       "missing now.");
    return true;
  }

  bool exchange(const scoped_wish& wish, const text_list& scope) {
    if (!replace_phrase(scope, wish.what.text, wish.what.other))
      notes_.push_back("\"" + wish.what.text + "\" does not occur in the "
                       "script.");
    return true;
  }

  void rewrite_named(const std::vector<int32_t>& ids) {
    auto again = inputs_;
    again["feedback"] = "";
    auto list = json::make_array();
    for (auto id : ids)
      list.push_back(id);
    again["scenes"] = list;
    auto fresh = anew_(again);
    if (!fresh)
      return;
    for (auto& entry : fresh->at("script").as_array())
      for (auto& x : texts_)
        if (entry.integer("scene_id") == x.id
            && std::ranges::find(ids, x.id) != ids.end())
          x.sentences = sentences_of(entry.text("script"));
  }

  /// A scene that takes much longer than planned is no surprise then.
  void note_lengths() {
    for (auto& x : texts_) {
      auto planned = x.scene ? x.scene->number("duration_sec") : 0.0;
      auto needed = seconds_to_say(x.joined()) + scene_air;
      if (planned > 0 && needed > planned + 1.5)
        notes_.push_back("Scene " + std::to_string(x.id)
                         + " will run longer than its "
                         + json{planned}.dump() + " seconds.");
    }
  }

  json result_list() const {
    auto list = json::make_array();
    for (size_t i = 0; i < texts_.size(); ++i) {
      auto entry = entries_[i];
      auto untouched = texts_[i].sentences
                       == sentences_of(texts_[i].original);
      if (!untouched)
        entry["script"] = texts_[i].joined();
      list.push_back(std::move(entry));
    }
    return list;
  }

  const json& inputs_;
  const writer& anew_;
  const json& scenes_;
  film_facts facts_;
  line_source lines_;
  std::vector<std::string> notes_;
  std::vector<scene_text> texts_;
  std::vector<json> entries_;
  std::vector<std::string> keep_;
  size_t mentions_ = 0;
};

} // namespace

result<json> revise_script(const json& inputs, const writer& anew) {
  return script_revision{inputs, anew}.run();
}

} // namespace troupe::writing
