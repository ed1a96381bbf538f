#include "providers/embedded_writer_grammar.hpp"

#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

template <size_t N>
bool in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

constexpr std::array abbreviations{
  "dr"sv,   "mr"sv,  "mrs"sv, "ms"sv,  "prof"sv, "st"sv,   "vs"sv,
  "e.g"sv,  "i.e"sv, "etc"sv, "al"sv,  "no"sv,   "approx"sv, "fig"sv,
  "inc"sv,  "ltd"sv, "co"sv,  "cf"sv,  "p"sv,    "u.s"sv,  "max"sv,
  "min"sv,  "vol"sv, "pp"sv,  "ca"sv,  "jr"sv,   "sr"sv};

constexpr std::array auxiliaries{
  "is"sv,    "are"sv,   "was"sv,    "were"sv,  "has"sv,    "have"sv,
  "had"sv,   "can"sv,   "could"sv,  "will"sv,  "would"sv,  "shall"sv,
  "should"sv, "may"sv,  "might"sv,  "must"sv,  "does"sv,   "do"sv,
  "did"sv,   "cannot"sv, "can't"sv, "don't"sv, "doesn't"sv, "isn't"sv,
  "aren't"sv, "won't"sv, "it's"sv,  "you're"sv, "we're"sv, "i'm"sv,
  "that's"sv, "you'll"sv, "we'll"sv, "shouldn't"sv, "mustn't"sv, "needs"sv};

/// Verbs of advertisements, rules and mechanisms, in their base form.
constexpr std::array verbs{
  "achieve"sv,  "act"sv,      "activate"sv, "add"sv,      "allow"sv,
  "ask"sv,      "avoid"sv,    "balance"sv,  "become"sv,   "begin"sv,
  "bind"sv,     "block"sv,    "boost"sv,    "bring"sv,    "build"sv,
  "buy"sv,      "call"sv,     "carry"sv,    "cause"sv,    "change"sv,
  "check"sv,    "choose"sv,   "clean"sv,    "close"sv,    "come"sv,
  "comply"sv,   "connect"sv,  "contact"sv,  "contain"sv,  "control"sv,
  "cost"sv,     "cover"sv,    "create"sv,   "cut"sv,      "decrease"sv,
  "delay"sv,    "deliver"sv,  "demonstrate"sv, "discover"sv, "drink"sv,
  "drive"sv,    "ease"sv,     "eat"sv,      "enable"sv,   "enjoy"sv,
  "ensure"sv,   "enter"sv,    "explore"sv,  "feel"sv,     "fight"sv,
  "find"sv,     "fit"sv,      "follow"sv,   "get"sv,      "give"sv,
  "go"sv,       "grow"sv,     "happen"sv,   "heal"sv,     "help"sv,
  "hold"sv,     "improve"sv,  "include"sv,  "increase"sv, "inhibit"sv,
  "interfere"sv, "join"sv,    "keep"sv,     "know"sv,     "last"sv,
  "lead"sv,     "learn"sv,    "leave"sv,    "let"sv,      "limit"sv,
  "live"sv,     "lock"sv,     "look"sv,     "lose"sv,     "lower"sv,
  "maintain"sv, "make"sv,     "manage"sv,   "mean"sv,     "meet"sv,
  "modulate"sv, "move"sv,     "need"sv,     "offer"sv,    "open"sv,
  "pay"sv,      "perform"sv,  "plan"sv,     "play"sv,     "prevent"sv,
  "produce"sv,  "promote"sv,  "protect"sv,  "provide"sv,  "put"sv,
  "raise"sv,    "reach"sv,    "read"sv,     "record"sv,   "reduce"sv,
  "refresh"sv,  "regulate"sv, "relax"sv,    "release"sv,  "relieve"sv,
  "remain"sv,   "remove"sv,   "replace"sv,  "report"sv,   "require"sv,
  "restore"sv,  "result"sv,   "return"sv,   "run"sv,      "save"sv,
  "see"sv,      "select"sv,   "sell"sv,     "share"sv,    "show"sv,
  "simplify"sv, "sleep"sv,    "slow"sv,     "smell"sv,    "soothe"sv,
  "speak"sv,    "spread"sv,   "start"sv,    "stay"sv,     "stimulate"sv,
  "stop"sv,     "store"sv,    "suppress"sv, "support"sv,  "take"sv,
  "target"sv,   "taste"sv,    "tell"sv,     "track"sv,    "train"sv,
  "transform"sv, "travel"sv,  "treat"sv,    "trigger"sv,  "try"sv,
  "turn"sv,     "understand"sv, "upgrade"sv, "use"sv,     "visit"sv,
  "wash"sv,     "wear"sv,     "win"sv,      "work"sv,
  "answer"sv,   "serve"sv,    "employ"sv,   "operate"sv,  "own"sv,
  "adapt"sv,    "affect"sv,   "appear"sv,   "arrive"sv,   "charge"sv,
  "combine"sv,  "consult"sv,  "contribute"sv, "convert"sv, "cool"sv,
  "depend"sv,   "develop"sv,  "dissolve"sv, "escape"sv,   "extend"sv,
  "feature"sv,  "filter"sv,   "fold"sv,     "form"sv,     "guide"sv,
  "hydrate"sv,  "lift"sv,     "measure"sv,  "mimic"sv,    "monitor"sv,
  "nourish"sv,  "notify"sv,   "occur"sv,    "pass"sv,     "power"sv,
  "predict"sv,  "recycle"sv,  "repair"sv,   "respond"sv,  "ship"sv,
  "sit"sv,      "stand"sv,    "strengthen"sv, "submit"sv, "sync"sv,
  "warm"sv,     "weigh"sv,    "widen"sv,    "withstand"sv, "wipe"sv};

/// Nouns as often as verbs: only an ending decides.
constexpr std::array also_nouns{
  "balance"sv, "boost"sv, "call"sv,  "cause"sv, "change"sv, "control"sv,
  "cost"sv,    "cover"sv, "cut"sv,   "drink"sv, "drive"sv,  "fight"sv,
  "fit"sv,     "help"sv,  "last"sv,  "limit"sv, "look"sv,   "need"sv,
  "offer"sv,   "open"sv,  "plan"sv,  "play"sv,  "record"sv, "release"sv,
  "report"sv,  "result"sv, "return"sv, "run"sv, "share"sv,  "show"sv,
  "sleep"sv,   "slow"sv,  "start"sv, "store"sv, "support"sv, "target"sv,
  "taste"sv,   "track"sv, "train"sv, "travel"sv, "treat"sv, "trigger"sv,
  "turn"sv,    "upgrade"sv, "use"sv, "visit"sv, "wash"sv,   "work"sv,
  "lower"sv,   "spread"sv, "lead"sv, "smell"sv, "block"sv,  "increase"sv,
  "decrease"sv, "delay"sv, "produce"sv, "contact"sv, "check"sv, "clean"sv,
  "close"sv,   "live"sv,  "mean"sv,  "move"sv,  "lock"sv,   "read"sv,
  "meet"sv,    "act"sv,    "ease"sv, "get"sv,   "charge"sv, "cool"sv,
  "feature"sv, "filter"sv, "fold"sv, "form"sv,  "guide"sv, "lift"sv,
  "measure"sv, "monitor"sv, "pass"sv, "power"sv, "repair"sv, "ship"sv,
  "stand"sv,   "warm"sv,   "wipe"sv, "escape"sv};

constexpr std::array uncounted{
  "coffee"sv, "tea"sv, "water"sv, "software"sv, "furniture"sv, "clothing"sv,
  "insurance"sv, "advice"sv, "music"sv, "food"sv, "skincare"sv, "care"sv,
  "milk"sv, "bread"sv, "rice"sv, "equipment"sv, "jewellery"sv, "jewelry"sv,
  "toothpaste"sv, "shampoo"sv, "honey"sv, "chocolate"sv, "juice"sv, "wine"sv,
  "beer"sv, "soap"sv, "yoga"sv, "energy"sv, "sleep"sv, "health"sv,
  "medicine"sv, "makeup"sv, "fashion"sv, "security"sv, "safety"sv,
  "privacy"sv, "awareness"sv, "support"sv, "power"sv, "research"sv,
  "education"sv, "training"sv, "travel"sv, "fitness"sv, "protein"sv,
  "luggage"sv, "gear"sv, "luck"sv, "oil"sv, "sugar"sv, "salt"sv, "time"sv,
  "money"sv, "relief"sv, "comfort"sv, "style"sv, "freshness"sv, "data"sv,
  "news"sv, "technology"sv, "nature"sv, "beauty"sv, "protection"sv};

bool is_base_verb(std::string_view word) {
  return in(verbs, word);
}

/// The base of "keeps" or "carries", or empty.
std::string_view base_of_third(std::string_view word) {
  static const auto bases = [] {
    std::map<std::string, std::string_view, std::less<>> out;
    for (auto verb : verbs)
      out.emplace(third_person(verb), verb);
    return out;
  }();
  auto found = bases.find(word);
  return found == bases.end() ? std::string_view{} : found->second;
}

std::string clean_word(std::string_view word) {
  auto out = lower(word);
  auto mark = [](char c) { return ",;:.!?()\"'"sv.find(c) != std::string::npos; };
  while (!out.empty() && mark(out.back()))
    out.pop_back();
  auto first = std::ranges::find_if_not(out, mark);
  out.erase(out.begin(), first);
  return out;
}

bool has_finite_verb(const std::vector<std::string>& words) {
  static constexpr std::array after_noun{"that"sv, "which"sv, "who"sv,
                                         "to"sv};
  for (size_t i = 1; i < words.size(); ++i) {
    auto& word = words[i];
    auto& before = words[i - 1];
    // "a bottle that keeps drinks cold" is still a noun phrase.
    if (in(after_noun, before))
      return false;
    if (in(auxiliaries, word))
      return true;
    auto base = base_of_third(word);
    static constexpr std::array subjects{"this"sv, "it"sv, "that"sv,
                                         "everyone"sv, "each"sv, "he"sv,
                                         "she"sv, "one"sv};
    if (!base.empty() && i == 1 && in(subjects, before))
      return true;
    if (!base.empty() && !is_function_word(before)) {
      static constexpr std::array determined{"the"sv, "this"sv, "it"sv,
                                             "our"sv, "each"sv, "every"sv,
                                             "a"sv, "an"sv, "your"sv};
      // "The case charges in ten minutes" has its verb there, "water filter
      // covers" has none.
      if (!in(also_nouns, base) || i == 1
          || (in(determined, words[0]) && i + 1 < words.size()
              && (is_function_word(words[i + 1])
                  || is_digit(words[i + 1].front()))
              && words[i + 1] != "and" && words[i + 1] != "for"
              && words[i + 1] != "of"))
        return true;
    }
    static constexpr std::array pronouns{"we"sv, "you"sv, "they"sv, "i"sv,
                                         "people"sv};
    if (is_base_verb(word) && in(pronouns, before))
      return true;
    // "Lower levels relax the vessel wall."
    auto plural = before.size() > 3 && before.ends_with("s")
                  && !before.ends_with("ss");
    if (is_base_verb(word) && plural && !in(also_nouns, word))
      return true;
    static constexpr std::array past{"showed"sv, "reduced"sv, "improved"sv,
                                     "reached"sv, "achieved"sv, "lowered"sv,
                                     "increased"sv, "reported"sv, "became"sv,
                                     "said"sv, "helped"sv, "made"sv,
                                     "found"sv, "demonstrated"sv,
                                     "decreased"sv, "experienced"sv,
                                     "received"sv, "occurred"sv, "led"sv,
                                     "fell"sv, "rose"sv, "dropped"sv,
                                     "declined"sv, "grew"sv, "remained"sv,
                                     "lasted"sv, "met"sv, "began"sv,
                                     "came"sv, "went"sv, "got"sv, "took"sv,
                                     "gave"sv, "lost"sv, "felt"sv};
    // "Mean pressure decreased by ..."; a participle follows its noun with
    // "by" too, but then there is another verb.
    if (in(past, word) && i >= 1)
      return true;
  }
  return false;
}

} // namespace

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> out;
  auto plain = tidy(text);
  auto take = [&](size_t from, size_t to) {
    auto part = mended(plain.substr(from, to - from));
    // A mark without its partner would stay open for ever.
    if (std::ranges::count(part, '"') % 2 != 0)
      std::erase(part, '"');
    part = mended(without_shouting(std::move(part)));
    if (word_count(part) > 0)
      out.push_back(std::move(part));
  };
  size_t from = 0;
  for (size_t i = 0; i < plain.size(); ++i) {
    auto c = plain[i];
    if (c == '\n') {
      take(from, i);
      from = i + 1;
      continue;
    }
    auto wide = plain.compare(i, 3, "\u3002") == 0;
    if (!wide && c != '.' && c != '!' && c != '?' && c != ';')
      continue;
    if (wide)
      i += 2;
    auto next = i + 1;
    while (next < plain.size() && (plain[next] == '"' || plain[next] == ')'))
      ++next;
    if (!wide && next < plain.size() && !is_space(plain[next]))
      continue;
    if (c == '.') {
      auto begin = plain.find_last_of(" \n(", i);
      auto word = lower(std::string_view{plain}.substr(
        begin == std::string::npos ? 0 : begin + 1,
        i - (begin == std::string::npos ? 0 : begin + 1)));
      auto follows = next + 1 < plain.size() ? plain[next + 1] : '\0';
      auto initial = word.size() == 1 && is_letter(word[0]) && word != "a"
                     && word != "i";
      if (in(abbreviations, word) && follows != '\0')
        continue;
      if (initial && follows != '\0')
        continue;
    }
    take(from, next);
    from = next;
    i = next - 1;
  }
  take(from, plain.size());
  return out;
}

double seconds_to_say(std::string_view text) {
  constexpr double letter = 0.059;
  constexpr double sentence = 0.63;
  double out = 0;
  for (auto word : words_of(text))
    out += letter * static_cast<double>(length_of(word));
  return out + sentence * static_cast<double>(sentences_of(text).size());
}

phrase_kind kind_of_phrase(std::string_view phrase) {
  // The verb of a sentence comes early; the rest does not matter.
  std::vector<std::string> words;
  for (auto word : words_of(phrase.substr(0, 200)))
    words.push_back(clean_word(word));
  if (words.empty())
    return phrase_kind::noun;
  auto& first = words.front();
  // "does not leak", "is easy to clean"; a question has its subject next.
  static constexpr std::array helpers{"does"sv, "is"sv, "has"sv, "can"sv,
                                      "will"sv, "cannot"sv, "doesn't"sv,
                                      "isn't"sv, "won't"sv, "was"sv};
  if (in(helpers, first) && words.size() > 1)
    return phrase.ends_with("?") ? phrase_kind::clause
                                 : phrase_kind::verb_third;
  if (words.size() > 1 && first.ends_with("ing") && first.size() > 5) {
    auto third = words.size() > 2 && in(auxiliaries, words[1]);
    return third ? phrase_kind::clause : phrase_kind::gerund;
  }
  // "In a large study, pressure was ..." opens a sentence.
  static constexpr std::array openers{"in"sv, "after"sv, "during"sv, "at"sv,
                                      "over"sv, "when"sv, "if"sv, "with"sv,
                                      "unlike"sv, "because"sv, "while"sv,
                                      "by"sv, "for"sv};
  if (in(openers, first) && phrase.find(',') != std::string_view::npos
      && words.size() > 5)
    return phrase_kind::clause;
  static constexpr std::array negative{"don't"sv, "never"sv, "do"sv,
                                       "always"sv};
  if (in(negative, first) && words.size() > 1)
    return phrase_kind::verb_base;
  if (is_base_verb(first)) {
    auto determined = words.size() > 1
                      && (is_function_word(words[1]) || words.size() > 2);
    if (!in(also_nouns, first) ? words.size() > 1
                               : determined && words.size() > 1
                                   && is_function_word(words[1])
                                   && words[1] != "of" && words[1] != "for"
                                   && words[1] != "and")
      return phrase_kind::verb_base;
  }
  // "backs up your files": what follows shows that it is a verb.
  static constexpr std::array objects{"up"sv, "all"sv, "your"sv, "you"sv,
                                      "the"sv, "a"sv, "an"sv, "out"sv,
                                      "down"sv, "it"sv, "any"sv, "every"sv,
                                      "off"sv};
  if (first.size() > 3 && first.ends_with("s") && !first.ends_with("ss")
      && words.size() > 1 && in(objects, words[1]))
    return phrase_kind::verb_third;
  // "reduced the risk by a fifth": told of the drug.
  static constexpr std::array results{"reduced"sv, "improved"sv, "lowered"sv,
                                      "increased"sv, "achieved"sv, "showed"sv,
                                      "demonstrated"sv, "decreased"sv,
                                      "prevented"sv, "halved"sv, "cut"sv};
  if (in(results, first) && words.size() > 2
      && (phrase.find(" by ") != std::string_view::npos
          || phrase.find(" versus ") != std::string_view::npos
          || phrase.find(" vs") != std::string_view::npos
          || phrase.find(" compared ") != std::string_view::npos))
    return phrase_kind::verb_third;
  auto base = base_of_third(first);
  if (!base.empty() && words.size() > 1
      && (!in(also_nouns, base) || is_function_word(words[1])
          || words.size() > 2 || !words[1].ends_with("s")))
    return phrase_kind::verb_third;
  return has_finite_verb(words) ? phrase_kind::clause : phrase_kind::noun;
}

std::string_view article_for(std::string_view phrase) {
  auto words = words_of(phrase);
  if (words.empty())
    return "a";
  auto raw = std::string{words.front()};
  auto word = clean_word(raw);
  if (word.empty())
    return "a";
  auto vowel = [](char c) { return "aeiou"sv.find(c) != std::string::npos; };
  auto capitals = std::ranges::all_of(raw, [](char c) {
    return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-';
  });
  if (word.size() == 1)
    return "aefhilmnorsx8"sv.find(word[0]) != std::string::npos ? "an" : "a";
  // Letters read by name: an FDA rule, an MRI, a UV lamp.
  if (capitals && raw.size() <= 5 && !is_digit(raw[0])) {
    auto spelled = std::ranges::none_of(word, vowel) || raw.size() <= 3;
    if (spelled)
      return "aefhilmnorsx"sv.find(word[0]) != std::string::npos ? "an" : "a";
  }
  if (word[0] == '8' || word.starts_with("11") || word.starts_with("18"))
    return "an";
  for (auto silent : {"hour"sv, "honest"sv, "honour"sv, "honor"sv, "heir"sv})
    if (word.starts_with(silent))
      return "an";
  for (auto spoken : {"uni"sv, "use"sv, "usu"sv, "euro"sv, "ewe"sv, "one"sv,
                      "once"sv, "uti"sv, "ubi"sv})
    if (word.starts_with(spoken) && !word.starts_with("unin")
        && !word.starts_with("unim"))
      return "a";
  return vowel(word[0]) ? "an" : "a";
}

std::string possessive(std::string_view name) {
  std::string out{name};
  auto s = out.ends_with("s") || out.ends_with("S");
  return out + (s ? "'" : "'s");
}

std::string third_person(std::string_view verb) {
  std::string out{verb};
  auto before = out.size() > 1 ? out[out.size() - 2] : '\0';
  auto vowel = "aeiou"sv.find(before) != std::string_view::npos;
  if (out.ends_with("y") && !vowel)
    return out.substr(0, out.size() - 1) + "ies";
  for (auto ending : {"s"sv, "x"sv, "z"sv, "ch"sv, "sh"sv, "go"sv, "do"sv})
    if (out.ends_with(ending))
      return out + "es";
  return out + "s";
}

namespace {

/// The noun that a phrase is about; empty when it begins with an article.
std::string head_of(std::string_view noun_phrase) {
  static constexpr std::array links{"for"sv, "with"sv, "of"sv,   "in"sv,
                                    "on"sv,  "that"sv, "which"sv, "to"sv,
                                    "from"sv, "by"sv,  "at"sv,   "who"sv,
                                    "and"sv, "made"sv, "designed"sv,
                                    "without"sv, "under"sv, "against"sv};
  static constexpr std::array determined{
    "a"sv, "an"sv, "the"sv, "our"sv, "your"sv, "my"sv, "this"sv, "these"sv,
    "every"sv, "all"sv, "some"sv, "no"sv, "any"sv, "each"sv};
  std::string head;
  for (auto word : words_of(noun_phrase)) {
    auto clean = clean_word(word);
    if (head.empty() && in(determined, clean))
      return {};
    if (!head.empty() && in(links, clean))
      break;
    head = clean;
    if (word.ends_with(","))
      break;
  }
  return head;
}

bool is_plural_noun(std::string_view head) {
  static constexpr std::array irregular{"people"sv, "children"sv, "men"sv,
                                        "women"sv, "teeth"sv, "feet"sv};
  return (head.size() > 2 && head.ends_with("s") && !head.ends_with("ss")
          && !head.ends_with("us") && !head.ends_with("is")
          && !in(uncounted, head))
         || in(irregular, head);
}

} // namespace

bool is_plural(std::string_view noun_phrase) {
  return is_plural_noun(head_of(noun_phrase));
}

bool takes_no_article(std::string_view noun_phrase) {
  auto head = head_of(noun_phrase);
  if (head.empty() || in(uncounted, head))
    return true;
  for (auto ending : {"tion"sv, "ness"sv, "ity"sv, "ware"sv, "wear"sv,
                      "ance"sv, "ence"sv, "ing"sv, "ism"sv, "ment"sv,
                      "ogy"sv, "care"sv})
    if (head.ends_with(ending) && head.size() > ending.size() + 2)
      return true;
  return is_plural_noun(head);
}

std::string with_article(std::string_view noun_phrase) {
  std::string out{noun_phrase};
  if (takes_no_article(out))
    return out;
  return std::string{article_for(out)} + " " + out;
}

std::string told_of_many(std::string_view subject, std::string_view phrase,
                         size_t pick) {
  auto text = bare(std::string{phrase});
  if (kind_of_phrase(text) != phrase_kind::verb_third)
    return told_of(subject, phrase, pick);
  auto end = text.find(' ');
  auto verb = lower(text.substr(0, end));
  static constexpr std::array helpers{
    std::pair{"does"sv, "do"sv}, std::pair{"is"sv, "are"sv},
    std::pair{"has"sv, "have"sv}, std::pair{"doesn't"sv, "don't"sv},
    std::pair{"isn't"sv, "aren't"sv}, std::pair{"was"sv, "were"sv}};
  auto many = std::string{base_of_third(verb)};
  if (many.empty() && verb.ends_with("s") && !verb.ends_with("ss"))
    many = verb.substr(0, verb.size() - 1);
  for (auto& [one, more] : helpers)
    if (verb == one)
      many = more;
  if (many.empty())
    many = verb;
  return as_sentence(std::string{subject} + " " + many
                     + (end == std::string::npos ? "" : text.substr(end)));
}

std::string told_of(std::string_view subject, std::string_view phrase,
                    size_t pick) {
  auto text = bare(std::string{phrase});
  if (text.empty())
    return {};
  std::string name{subject};
  auto last = phrase.empty() ? '.' : phrase.back();
  auto end = last == '?' || last == '!' ? std::string(1, last) : ".";
  switch (kind_of_phrase(text)) {
    case phrase_kind::clause: return as_sentence(text + end);
    case phrase_kind::verb_third: {
      // "keeps you cool, keeps you dry" wants its "and".
      if (auto comma = text.rfind(", ");
          comma != std::string::npos
          && text.find(" and ", comma) == std::string::npos
          && kind_of_phrase(text.substr(comma + 2))
               == phrase_kind::verb_third)
        text.replace(comma, 2, " and ");
      return as_sentence(name + " " + lower_first(text) + end);
    }
    case phrase_kind::verb_base: {
      // Rules and invitations speak to the viewer as they are.
      return as_sentence(text + end);
    }
    case phrase_kind::gerund: {
      static constexpr std::array leads{"The aim: "sv, "The focus: "sv,
                                        "At the heart of it: "sv};
      return as_sentence(std::string{leads[pick % leads.size()]}
                         + lower_first(text) + end);
    }
    case phrase_kind::noun: break;
  }
  static constexpr std::array classes{
    "inhibitor"sv, "blocker"sv, "agonist"sv, "antagonist"sv, "modulator"sv,
    "antibody"sv,  "statin"sv,  "diuretic"sv, "vaccine"sv,  "analogue"sv,
    "analog"sv,    "supplement"sv, "antibiotic"sv, "hormone"sv};
  if (text.find(": ") != std::string::npos)
    return as_sentence(text + end);
  auto words = words_of(text);
  for (size_t i = 0; i < words.size() && i < 6; ++i)
    if (in(classes, clean_word(words[i])))
      return as_sentence(name + " is " + with_article(lower_first(text)) + end);
  static constexpr std::array leads{
    "What it comes down to: "sv, "In a few words: "sv, "The point of it: "sv,
    "At its heart: "sv};
  return as_sentence(std::string{leads[pick % leads.size()]}
                     + lower_first(text) + end);
}

} // namespace troupe::writing
