#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_finds.hpp"
#include "providers/explainer_words.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace words {

using namespace std::string_view_literals;

std::string clean(std::string_view word) {
  auto out = lower(word);
  while (!out.empty() && !is_letter(out.back()) && !is_digit(out.back()))
    out.pop_back();
  while (!out.empty() && !is_letter(out.front()) && !is_digit(out.front()))
    out.erase(0, 1);
  return out;
}

std::string_view after_lead(std::string_view text) {
  for (auto lead : {"The "sv, "A "sv, "An "sv})
    if (text.starts_with(lead))
      return text.substr(lead.size());
  return text;
}

std::string first_up(std::string_view text) {
  return upper_first(bare(std::string{text}));
}

} // namespace words

namespace {

using namespace std::string_view_literals;
using namespace words;

constexpr std::array helpers{
  "is"sv,     "are"sv,   "was"sv,  "were"sv,  "has"sv,    "have"sv,  "had"sv,
  "can"sv,    "could"sv, "will"sv, "would"sv, "may"sv,    "might"sv, "must"sv,
  "should"sv, "does"sv,  "do"sv,   "did"sv,   "cannot"sv, "isn't"sv};

constexpr std::array verbs{
  "absorb"sv,   "act"sv,      "add"sv,      "affect"sv,  "allow"sv,
  "appear"sv,   "apply"sv,    "become"sv,   "begin"sv,   "belong"sv,
  "bind"sv,     "break"sv,    "bring"sv,    "build"sv,   "buy"sv,
  "call"sv,     "carry"sv,    "cause"sv,    "change"sv,  "choose"sv,
  "collect"sv,  "combine"sv,  "come"sv,     "connect"sv, "consist"sv,
  "contain"sv,  "control"sv,  "convert"sv,  "copy"sv,    "cost"sv,
  "cover"sv,    "create"sv,   "decide"sv,   "deliver"sv, "depend"sv,
  "describe"sv, "divide"sv,   "drive"sv,    "earn"sv,    "eat"sv,
  "end"sv,      "enter"sv,    "equal"sv,    "explain"sv, "fall"sv,
  "feed"sv,     "fight"sv,    "find"sv,     "flow"sv,    "follow"sv,
  "form"sv,     "gain"sv,     "get"sv,      "give"sv,    "go"sv,
  "grow"sv,     "happen"sv,   "heat"sv,     "help"sv,    "hold"sv,
  "include"sv,  "increase"sv, "join"sv,     "keep"sv,    "lead"sv,
  "learn"sv,    "leave"sv,    "let"sv,      "lie"sv,     "like"sv,
  "link"sv,     "live"sv,     "look"sv,     "lose"sv,    "make"sv,
  "mean"sv,     "measure"sv,  "meet"sv,     "mix"sv,     "move"sv,
  "need"sv,     "occur"sv,    "open"sv,     "own"sv,     "pass"sv,
  "pay"sv,      "produce"sv,  "protect"sv,  "provide"sv, "pull"sv,
  "push"sv,     "put"sv,      "raise"sv,    "reach"sv,   "read"sv,
  "receive"sv,  "reduce"sv,   "refer"sv,    "release"sv, "remain"sv,
  "repeat"sv,   "replace"sv,  "reply"sv,    "rise"sv,    "run"sv,
  "say"sv,      "send"sv,     "separate"sv, "set"sv,     "share"sv,
  "show"sv,     "split"sv,    "spread"sv,   "start"sv,   "state"sv,
  "stay"sv,     "stop"sv,     "store"sv,    "supply"sv,  "support"sv,
  "take"sv,     "tell"sv,     "travel"sv,   "turn"sv,    "use"sv,
  "vary"sv,     "wait"sv,     "want"sv,     "warm"sv,    "weigh"sv,
  "win"sv,      "work"sv,     "write"sv,    "answer"sv,  "compare"sv,
  "confirm"sv,  "drop"sv,     "exist"sv,    "fill"sv,    "fit"sv,
  "gather"sv,   "handle"sv,   "hit"sv,      "match"sv,   "name"sv,
  "offer"sv,    "order"sv,    "orbit"sv,    "pick"sv,    "reflect"sv,
  "return"sv,   "save"sv,     "sell"sv,     "serve"sv,   "shape"sv,
  "solve"sv,    "stand"sv,    "train"sv,    "trap"sv,    "treat"sv,
  "vote"sv};

constexpr std::array past_verbs{
  "became"sv,     "began"sv,     "brought"sv, "built"sv,      "called"sv,
  "came"sv,       "caused"sv,    "created"sv, "declared"sv,   "developed"sv,
  "discovered"sv, "ended"sv,     "fell"sv,    "fought"sv,     "found"sv,
  "founded"sv,    "gave"sv,      "grew"sv,    "introduced"sv, "invented"sv,
  "joined"sv,     "killed"sv,    "led"sv,     "lost"sv,       "made"sv,
  "met"sv,        "moved"sv,     "opened"sv,  "ordered"sv,    "passed"sv,
  "proposed"sv,   "published"sv, "reached"sv, "rose"sv,       "ruled"sv,
  "said"sv,       "seized"sv,    "sent"sv,    "showed"sv,     "signed"sv,
  "spread"sv,     "started"sv,   "stormed"sv, "took"sv,       "turned"sv,
  "used"sv,       "went"sv,      "won"sv,     "wrote"sv,      "meant"sv,
  "held"sv,       "kept"sv,      "left"sv};

bool is_verb(const std::string& word) {
  if (in(helpers, word) || in(verbs, word) || in(past_verbs, word))
    return true;
  for (auto ending : {"s"sv, "es"sv, "ed"sv, "d"sv})
    if (word.ends_with(ending)
        && in(verbs,
              std::string_view{word}.substr(0, word.size() - ending.size())))
      return true;
  return word.ends_with("ies")
         && in(verbs, word.substr(0, word.size() - 3) + "y");
}

bool stands_for_another(const std::string& word) {
  static constexpr std::array pronouns{
    "it"sv,    "they"sv,   "this"sv,   "that"sv,     "these"sv,   "those"sv,
    "he"sv,    "she"sv,    "we"sv,     "you"sv,      "i"sv,       "there"sv,
    "one"sv,   "some"sv,   "many"sv,   "most"sv,     "here"sv,    "what"sv,
    "which"sv, "if"sv,     "when"sv,   "while"sv,    "because"sv, "as"sv,
    "in"sv,    "on"sv,     "at"sv,     "by"sv,       "for"sv,     "from"sv,
    "with"sv,  "to"sv,     "so"sv,     "but"sv,      "and"sv,     "or"sv,
    "after"sv, "before"sv, "during"sv, "although"sv, "since"sv,   "its"sv,
    "their"sv, "his"sv,    "her"sv,    "our"sv,      "your"sv,    "each"sv,
    "every"sv, "all"sv,    "both"sv,   "two"sv,      "three"sv,   "another"sv,
    "other"sv, "such"sv,   "how"sv,    "why"sv,      "not"sv,     "no"sv,
    "then"sv,  "next"sv,   "first"sv,  "finally"sv,  "later"sv,   "without"sv,
    "under"sv, "over"sv,   "about"sv,  "even"sv,     "only"sv,    "just"sv,
    "today"sv};
  return in(pronouns, word);
}

/// "speeds up", "slows down the car", "rises quickly": shown by what follows.
bool acts(const std::string& word, const std::vector<std::string_view>& words,
          size_t i) {
  static constexpr std::array after{"up"sv,      "down"sv, "out"sv,  "off"sv,
                                    "the"sv,     "a"sv,    "an"sv,   "its"sv,
                                    "their"sv,   "away"sv, "back"sv, "into"sv,
                                    "through"sv, "them"sv, "it"sv};
  if (word.size() < 4 || !word.ends_with("s") || word.ends_with("ss")
      || i + 1 >= words.size())
    return false;
  auto next = clean(words[i + 1]);
  return in(after, next) || (next.size() > 4 && next.ends_with("ly"));
}

/// Words of the subject; 0 when the verb does not come soon.
size_t subject_words(const std::vector<std::string_view>& words) {
  for (size_t i = 1; i < words.size() && i <= 5; ++i) {
    if (words[i - 1].ends_with(","))
      return 0;
    auto word = clean(words[i]);
    if (!is_verb(word) && !acts(word, words, i))
      continue;
    // "The force needed", "a state change": another verb follows soon.
    auto plain = !in(helpers, word) && in(verbs, word);
    if (plain && i + 1 < words.size() && is_verb(clean(words[i + 1])))
      continue;
    auto before = clean(words[i - 1]);
    // "A heat pump is": what follows an article is no verb yet.
    if (is_function_word(before)) {
      if (plain || i > 2)
        continue;
      return 0;
    }
    return i;
  }
  return 0;
}

/// Nouns and verbs without their endings, near enough to compare.
std::string stem(std::string word) {
  for (auto ending : {"'s"sv, "ies"sv, "es"sv, "s"sv})
    if (word.size() > ending.size() + 2 && word.ends_with(ending)) {
      word.resize(word.size() - ending.size());
      break;
    }
  return word;
}

std::vector<std::string> stems_of(std::string_view text) {
  std::vector<std::string> out;
  for (auto word : words_of(text))
    if (auto x = clean(word); !x.empty() && !is_function_word(x))
      out.push_back(stem(x));
  return out;
}

bool is_adverb(const std::string& word) {
  static constexpr std::array adverbs{
    "just"sv,   "only"sv,  "also"sv,   "often"sv,  "usually"sv,
    "always"sv, "never"sv, "mostly"sv, "simply"sv, "still"sv};
  return in(adverbs, word);
}

} // namespace

std::string subject_of(std::string_view sentence) {
  auto words = words_of(sentence);
  if (words.size() < 3 || stands_for_another(clean(words[0])))
    return {};
  auto count = subject_words(words);
  if (count == 0)
    return {};
  while (count > 1 && is_adverb(clean(words[count - 1])))
    --count;
  auto end = static_cast<size_t>(words[count - 1].data()
                                 + words[count - 1].size() - sentence.data());
  auto subject = after_lead(sentence.substr(0, end));
  return length_of(subject) <= 40 ? first_up(subject) : std::string{};
}

bool defines(std::string_view sentence, std::string_view topic) {
  auto words = words_of(sentence);
  auto count = subject_words(words);
  if (count == 0 || count >= words.size())
    return false;
  static constexpr std::array copulas{
    "is"sv, "are"sv, "means"sv, "was"sv, "were"sv, "refers"sv, "describes"sv};
  if (!in(copulas, clean(words[count])))
    return false;
  std::string subject;
  for (size_t i = 0; i < count; ++i)
    subject += std::string{words[i]} + " ";
  auto told = stems_of(subject);
  auto asked = stems_of(topic);
  return !told.empty() && std::ranges::all_of(told, [&](auto& x) {
    return std::ranges::find(asked, x) != asked.end();
  });
}

bool defines_itself(std::string_view sentence) {
  auto subject = subject_of(sentence);
  return !subject.empty() && defines(sentence, subject)
         && says_any(sentence, {"is a", "is an", "is the", "are the", "was the",
                                "is one", "are two"});
}

} // namespace troupe::writing
