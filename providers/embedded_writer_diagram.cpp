// What a mechanism's picture shows and how its parts are called: always noun
// phrases, from the payload's own words, or the plain name of the kind.

#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

constexpr size_t label_length = 36;
constexpr size_t effect_length = 44;

template <class List>
bool in(const List& list, std::string_view x) {
  return std::ranges::find(list, x) != list.end();
}

/// Where a noun phrase ends: what joins, what points back, what does.
bool ends_phrase(std::string_view word) {
  static constexpr std::array stops{
    "and"sv,     "or"sv,      "but"sv,      "which"sv,   "that"sv,
    "who"sv,     "by"sv,      "so"sv,       "to"sv,      "with"sv,
    "on"sv,      "thereby"sv, "from"sv,     "when"sv,    "while"sv,
    "than"sv,    "as"sv,      "it"sv,       "its"sv,     "they"sv,
    "this"sv,    "these"sv,   "there"sv,    "he"sv,      "she"sv,
    "we"sv,      "you"sv,     "is"sv,       "are"sv,     "was"sv,
    "were"sv,    "be"sv,      "has"sv,      "have"sv,    "had"sv,
    "does"sv,    "can"sv,     "may"sv,      "will"sv,    "leads"sv,
    "leaves"sv,  "falls"sv,   "fall"sv,     "rises"sv,   "rise"sv,
    "drops"sv,   "drop"sv,    "relaxes"sv,  "relax"sv,   "widens"sv,
    "widen"sv,   "narrows"sv, "becomes"sv,  "become"sv,  "works"sv,
    "acts"sv,    "binds"sv,   "blocks"sv,   "inhibits"sv, "prevents"sv,
    "reduces"sv, "lowers"sv,  "increases"sv, "decreases"sv, "activates"sv,
    "stimulates"sv, "stops"sv, "opens"sv,   "closes"sv,  "helps"sv,
    "makes"sv,   "keeps"sv,   "causes"sv,   "allows"sv,  "lowering"sv,
    "reducing"sv, "leading"sv, "causing"sv, "resulting"sv, "making"sv,
    "independently"sv, "more"sv, "less"sv,  "then"sv,    "also"sv};
  return in(stops, word);
}

bool is_article(std::string_view word) {
  static constexpr std::array articles{"the"sv, "a"sv, "an"sv, "its"sv,
                                       "their"sv, "your"sv, "our"sv};
  return in(articles, word);
}

/// The noun phrase at the start of a text; empty when there is none.
std::string noun_phrase(std::string_view text, size_t max_length) {
  constexpr size_t most_words = 6;
  std::string out;
  size_t taken = 0;
  for (auto word : words_of(text)) {
    auto clean = bare(std::string{word});
    auto low = lower(clean);
    if (taken == 0 && is_article(low))
      continue;
    if (ends_phrase(low) || (taken == 0 && is_function_word(low)))
      break;
    out += (out.empty() ? "" : " ") + clean;
    if (++taken == most_words
        || ".,;:()"sv.find(word.back()) != std::string_view::npos)
      break;
  }
  // Cuts function words left at the end, too.
  return shortened(out, max_length);
}

/// Where a word that begins with the stem ends, being a verb and not what is
/// made of one: "blocks", not "blocker".
size_t behind_verb(const std::string& low, std::string_view stem) {
  for (auto at = low.find(stem); at != std::string::npos;
       at = low.find(stem, at + 1)) {
    auto end = low.find_first_of(" ,.;:)", at);
    if (end == std::string::npos)
      break;
    static constexpr std::array nouns{"or"sv, "ors"sv, "er"sv, "ers"sv,
                                      "ist"sv, "ists"sv, "ion"sv, "ive"sv};
    auto word = std::string_view{low}.substr(at, end - at);
    auto begins = at == 0 || low[at - 1] == ' ';
    if (begins && low[end] == ' ' && std::ranges::none_of(nouns, [&](auto x) {
          return word.size() > stem.size() && word.ends_with(x);
        }))
      return end;
  }
  return std::string::npos;
}

/// "inhibits the enzyme ACE, reducing ..." -> "enzyme ACE".
std::string object_after(const std::string& text, std::string_view stem,
                         size_t max_length) {
  auto end = behind_verb(lower(text), stem);
  if (end == std::string::npos)
    return {};
  auto rest = std::string_view{text}.substr(end);
  // "binds to", "acts on", "leads to a reduction of".
  for (auto lead : {" to "sv, " at "sv, " on "sv, " of "sv})
    if (rest.starts_with(lead)) {
      rest.remove_prefix(lead.size() - 1);
      break;
    }
  return noun_phrase(rest, max_length);
}

/// "selective beta-1 receptor blocker" -> "beta-1 receptor"; "inhibitor of
/// the cotransporter" -> "cotransporter".
std::string class_target(const std::string& text) {
  static constexpr std::array classes{"blocker"sv, "inhibitor"sv,
                                      "antagonist"sv, "agonist"sv,
                                      "modulator"sv, "blockers"sv,
                                      "inhibitors"sv};
  static constexpr std::array skipped{"selective"sv, "potent"sv, "oral"sv,
                                      "direct"sv, "novel"sv, "reversible"sv,
                                      "irreversible"sv, "long-acting"sv};
  std::vector<std::string> before;
  auto found = false;
  for (auto word : words_of(text)) {
    auto clean = bare(std::string{word});
    found = in(classes, lower(clean));
    if (found) {
      auto end = static_cast<size_t>(word.data() - text.data()) + word.size();
      auto rest = std::string_view{text}.substr(end);
      if (rest.starts_with(" of "))
        return noun_phrase(rest.substr(3), label_length);
      break;
    }
    auto starts_anew = is_function_word(lower(clean))
                       || in(skipped, lower(clean))
                       || ends_phrase(lower(clean))
                       || clean.size() != word.size();
    if (starts_anew)
      before.clear();
    else
      before.push_back(clean);
  }
  if (!found || before.size() > 3)
    return {};
  std::string out;
  for (auto& word : before)
    out += (out.empty() ? "" : " ") + word;
  return shortened(out, label_length);
}

struct mechanism_word {
  std::string_view stem;
  std::string_view kind;
};

constexpr mechanism_word mechanism_words[] = {
  {"antibod", "antibody"},      {"reuptake", "transporter"},
  {"cotransport", "transporter"}, {"transporter", "transporter"},
  {"pump", "transporter"},      {"channel", "channel"},
  {"synap", "synapse"},         {"neurotransmit", "synapse"},
  {"agonist", "receptor"},      {"antagonist", "receptor"},
  {"receptor", "receptor"},     {"beta blocker", "receptor"},
  {"enzyme", "enzyme"},         {"kinase", "enzyme"},
  {"reductase", "enzyme"},      {"synthase", "enzyme"},
  {"protease", "enzyme"},       {"oxygenase", "enzyme"},
  {"peptidase", "enzyme"},      {"inhibitor", "enzyme"},
  {"membrane", "membrane"},     {"cell wall", "membrane"},
  {"vessel", "vessel"},         {"arter", "vessel"},
  {"vasodilat", "vessel"},      {"platelet", "cell"},
  {"cell", "cell"},             {"pathway", "pathway"},
  {"cascade", "pathway"},       {"signal", "pathway"},
};

/// What a picture of the kind shows, and what becomes less (or more) of it.
struct kind_words {
  std::string_view kind;
  std::string_view target;
  std::string_view activity;
};

constexpr kind_words kinds[] = {
  {"receptor", "Receptor", "signalling"},
  {"enzyme", "Enzyme", "enzyme activity"},
  {"channel", "Ion channel", "ion flow"},
  {"transporter", "Transporter", "transport"},
  {"membrane", "Cell membrane", ""},
  {"vessel", "Blood vessel", ""},
  {"cell", "Cell", ""},
  {"pathway", "Pathway", "signalling"},
  {"synapse", "Synapse", "signalling"},
  {"antibody", "Target cell", ""},
};

std::string kind_of(const std::string& low) {
  for (auto& x : mechanism_words)
    if (low.find(x.stem) != std::string::npos)
      return std::string{x.kind};
  return "generic";
}

/// How verbs become the head of a noun phrase.
struct effect_word {
  std::string_view stem;
  std::string_view head;
};

constexpr effect_word with_object[] = {
  {"reduc", "Less"},       {"lower", "Lower"},      {"decreas", "Less"},
  {"prevent", "Less"},     {"suppress", "Less"},    {"slow", "Slower"},
  {"relax", "Relaxed"},    {"widen", "Wider"},      {"increas", "More"},
  {"restor", "Restored"},  {"improv", "Improved"},  {"releas", "Released"},
};

constexpr effect_word without_object[] = {
  {"falls", "Lower"},   {"fall", "Lower"},   {"drops", "Lower"},
  {"drop", "Lower"},    {"relax", "Relaxed"}, {"relaxes", "Relaxed"},
  {"widen", "Wider"},   {"widens", "Wider"}, {"rises", "Higher"},
  {"rise", "Higher"},   {"improves", "Improved"}, {"improve", "Improved"},
};

/// What is done, not what it is done to.
bool is_process(const std::string& phrase) {
  static constexpr std::array processes{
    "effect"sv,       "effects"sv,    "action"sv,    "actions"sv,
    "production"sv,   "release"sv,    "conversion"sv, "formation"sv,
    "uptake"sv,       "reuptake"sv,   "synthesis"sv, "absorption"sv,
    "reabsorption"sv, "breakdown"sv,  "activity"sv,  "activation"sv,
    "growth"sv,       "transmission"sv};
  for (auto word : words_of(phrase))
    if (in(processes, lower(word)))
      return true;
  return false;
}

bool is_same_thing(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty()
         && (says(a, b) || says(b, a) || lower(a) == lower(b));
}

/// "blood vessels relax" -> "Relaxed blood vessels".
std::string turned_around(const std::string& words) {
  auto all = words_of(words);
  for (size_t i = 1; i < all.size(); ++i)
    for (auto& x : without_object) {
      if (lower(bare(std::string{all[i]})) != x.stem)
        continue;
      auto from = i;
      while (from > 0 && !ends_phrase(lower(all[from - 1]))
             && !is_article(lower(all[from - 1])) && i - from < 3) {
        --from;
        // A mark before the word: the phrase begins here.
        auto begin = static_cast<size_t>(all[from].data() - words.data());
        if (begin > 1 && ".,;:("sv.find(words[begin - 2])
                           != std::string_view::npos)
          break;
      }
      if (from == i)
        continue;
      auto begin = static_cast<size_t>(all[from].data() - words.data());
      auto end = static_cast<size_t>(all[i].data() - words.data());
      auto subject = bare(words.substr(begin, end - begin));
      if (!subject.empty() && !is_function_word(lower(all[from])))
        return shortened(std::string{x.head} + " " + lower_first(subject),
                         effect_length);
    }
  return {};
}

std::string effect_of(const std::string& words, const std::string& target,
                      std::string_view kind) {
  for (auto& x : with_object) {
    auto object = object_after(words, x.stem, effect_length);
    if (object.empty() || is_same_thing(object, target))
      continue;
    // "reduced" before a noun is an adjective already.
    return shortened(std::string{x.head} + " " + lower_first(object),
                     effect_length);
  }
  if (auto out = turned_around(words); !out.empty())
    return out;
  for (auto stem : {"inhibit"sv, "block"sv})
    if (auto object = object_after(words, stem, effect_length);
        is_process(object))
      return shortened("Less " + lower_first(object), effect_length);
  auto low = lower(words);
  auto found = std::ranges::find(kinds, kind, &kind_words::kind);
  if (found == std::end(kinds) || found->activity.empty())
    return {};
  for (auto stem : {"inhibit"sv, "block"sv, "antagoni"sv})
    if (low.find(stem) != std::string::npos)
      return "Less " + std::string{found->activity};
  for (auto stem : {"activat"sv, "stimulat"sv, "agonist"sv})
    if (low.find(stem) != std::string::npos)
      return "More " + std::string{found->activity};
  return {};
}

std::string target_of(const std::string& words, std::string_view kind) {
  auto out = class_target(words);
  for (auto stem : {"bind"sv, "inhibit"sv, "block"sv, "activat"sv,
                    "stimulat"sv, "modulat"sv, "antagoni"sv, "target"sv,
                    "acts"sv, "act"sv}) {
    if (out.empty())
      out = object_after(words, stem, label_length);
    if (is_process(out))
      out.clear();
  }
  if (!out.empty())
    return upper_first(out);
  auto found = std::ranges::find(kinds, kind, &kind_words::kind);
  return found == std::end(kinds) ? std::string{}
                                  : std::string{found->target};
}

} // namespace

json diagram_for(const std::string& actor, const std::string& words) {
  auto kind = kind_of(lower(words));
  auto target = target_of(words, kind);
  auto effect = effect_of(words, target, kind);
  return json::make_object({{"kind", kind},
                            {"actor", actor},
                            {"target", target},
                            {"effect", effect}});
}

} // namespace troupe::writing
