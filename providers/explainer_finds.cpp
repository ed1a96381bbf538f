#include "providers/explainer_finds.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

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

template <class List>
bool in(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string clean(std::string_view word) {
  auto out = lower(word);
  while (!out.empty() && !is_letter(out.back()) && !is_digit(out.back()))
    out.pop_back();
  while (!out.empty() && !is_letter(out.front()) && !is_digit(out.front()))
    out.erase(0, 1);
  return out;
}

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

std::string_view after_lead(std::string_view text) {
  for (auto lead : {"The "sv, "A "sv, "An "sv})
    if (text.starts_with(lead))
      return text.substr(lead.size());
  return text;
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

std::string first_up(std::string_view text) {
  return upper_first(bare(std::string{text}));
}

} // namespace

namespace {

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

namespace {

struct step_word {
  std::string_view word;
  int place;
};
constexpr step_word step_words[] = {
  {"first of all", 1},  {"first", 1},      {"firstly", 1},
  {"to begin with", 1}, {"to start", 1},   {"second", 2},
  {"secondly", 2},      {"third", 2},      {"thirdly", 2},
  {"fourth", 2},        {"fifth", 2},      {"then", 2},
  {"next", 2},          {"after that", 2}, {"afterwards", 2},
  {"from there", 2},    {"finally", 3},    {"lastly", 3},
  {"in the end", 3},    {"at the end", 3}, {"at last", 3}};

const step_word* step_word_of(std::string_view sentence) {
  auto text = lower(sentence.substr(0, 40));
  for (auto& x : step_words)
    if (text.starts_with(x.word) && text.size() > x.word.size() + 1
        && (text[x.word.size()] == ',' || text[x.word.size()] == ' '))
      return &x;
  return nullptr;
}

} // namespace

int step_of(std::string_view sentence) {
  auto found = step_word_of(sentence);
  if (!found)
    return 0;
  // "First aid is ..." has no comma and no subject after it.
  auto comma = sentence[found->word.size()] == ',';
  auto rest = sentence.substr(found->word.size() + 1);
  auto words = words_of(rest);
  static constexpr std::array starts{"the"sv,  "a"sv,  "an"sv, "it"sv, "you"sv,
                                     "they"sv, "we"sv, "he"sv, "she"sv};
  // "Then" is nothing else than a step.
  auto plain = found->word == "then" || found->word == "finally"
               || found->word == "lastly" || found->word == "after that"
               || found->word == "afterwards";
  return comma || plain || (!words.empty() && in(starts, clean(words[0])))
           ? found->place
           : 0;
}

std::string without_step_word(std::string_view sentence) {
  auto found = step_word_of(sentence);
  if (!found)
    return std::string{sentence};
  auto rest = sentence.substr(found->word.size());
  while (!rest.empty() && (rest.front() == ',' || is_space(rest.front())))
    rest.remove_prefix(1);
  return upper_first(std::string{rest});
}

dated date_of(std::string_view sentence) {
  auto text = bare(std::string{sentence});
  for (auto lead : {"In the "sv, "In "sv, "On "sv, "By "sv, "Around "sv,
                    "About "sv, "From "sv, "Since "sv, "Until "sv}) {
    if (!text.starts_with(lead))
      continue;
    auto rest = std::string_view{text}.substr(lead.size());
    // With a comma behind it, or as many words as still are a date.
    if (auto comma = rest.find(", ");
        comma != std::string_view::npos && is_moment(rest.substr(0, comma)))
      return {std::string{rest.substr(0, comma)},
              first_up(rest.substr(comma + 2))};
    auto words = words_of(rest);
    size_t end = 0;
    for (size_t i = 0; i < words.size() && i < 4; ++i) {
      auto to =
        static_cast<size_t>(words[i].data() + words[i].size() - rest.data());
      if (is_moment(rest.substr(0, to)))
        end = to;
    }
    if (end > 0 && end < rest.size())
      return {std::string{rest.substr(0, end)}, first_up(rest.substr(end + 1))};
  }
  std::string head;
  std::string tail;
  if (parted(text, head, tail) && is_moment(head))
    return {head, first_up(tail)};
  // "The Bastille fell on 14 July 1789."
  for (auto link : {" on "sv, " in "sv})
    if (auto at = text.rfind(link); at != std::string::npos) {
      auto when = text.substr(at + link.size());
      if (is_moment(when) && word_count(text.substr(0, at)) >= 3)
        return {when, first_up(text.substr(0, at))};
    }
  return {};
}

series series_of(std::string_view sentence) {
  auto text = bare(std::string{sentence});
  for (auto link :
       {": "sv, " such as "sv, " including "sv, " includes "sv, " include "sv,
        " consists of "sv, " consist of "sv, " is made of "sv,
        " are made of "sv, " contains "sv, " are called "sv, " are "sv}) {
    auto at = text.find(link);
    if (at == std::string::npos || at == 0)
      continue;
    std::string rest = text.substr(at + link.size());
    std::vector<std::string> items;
    for (auto joint : {", and "sv, ", or "sv, " and "sv, " or "sv})
      if (auto last = rest.rfind(joint);
          last != std::string::npos && rest.find(", ") != rest.npos) {
        rest = rest.substr(0, last) + ", " + rest.substr(last + joint.size());
        break;
      }
    for (size_t from = 0; from <= rest.size();) {
      auto to = std::min(rest.find(", ", from), rest.size());
      items.push_back(rest.substr(from, to - from));
      from = to + 2;
    }
    auto fits = items.size() >= 3 && items.size() <= 5
                && std::ranges::all_of(items, [](auto& x) {
                     auto n = word_count(x);
                     return n >= 1 && n <= 5 && length_of(x) <= 34;
                   });
    if (!fits)
      continue;
    auto head = first_up(text.substr(0, at));
    for (auto& x : items)
      x = upper_first(std::string{after_lead(upper_first(x))});
    return {word_count(head) <= 6 ? head : std::string{}, items};
  }
  return {};
}

contrast contrast_of(std::string_view sentence) {
  auto text = bare(std::string{sentence});
  for (auto link : {", while "sv, ", whereas "sv, "; in contrast, "sv,
                    " while "sv, " whereas "sv}) {
    auto at = text.find(link);
    if (at == std::string::npos)
      continue;
    auto first = text.substr(0, at);
    auto second = upper_first(text.substr(at + link.size()));
    auto left = subject_of(first);
    auto right = subject_of(second);
    if (left.empty() || right.empty() || lower(left) == lower(right)
        || length_of(left) > 24 || length_of(right) > 24)
      continue;
    auto says_of = [](const std::string& clause, const std::string& subject) {
      auto begin = lower(clause).find(lower(subject));
      return row_of(clause.substr(begin + subject.size() + 1));
    };
    contrast out{left, says_of(first, left), right, says_of(second, right)};
    if (!out.left_says.empty() && !out.right_says.empty()
        && word_count(out.left_says) >= 2 && word_count(out.right_says) >= 2)
      return out;
  }
  return {};
}

quotation quotation_of(std::string_view sentence) {
  for (auto [open, close] :
       {std::pair{"\""sv, "\""sv}, std::pair{"\u201C"sv, "\u201D"sv}}) {
    auto from = sentence.find(open);
    if (from == std::string_view::npos)
      continue;
    auto begin = from + open.size();
    auto to = sentence.find(close, begin);
    if (to == std::string_view::npos)
      continue;
    auto text = sentence.substr(begin, to - begin);
    if (word_count(text) < 4 || length_of(text) > 200)
      continue;
    auto rest = bare(std::string{sentence.substr(0, from)} + " "
                     + std::string{sentence.substr(to + close.size())});
    std::string by;
    for (auto verb : {" said"sv, " wrote"sv, " writes"sv, " says"sv,
                      " put it"sv, " argued"sv, " called"sv})
      if (auto at = rest.find(verb); at != std::string::npos)
        by = bare(rest.substr(0, at));
    for (auto verb : {"said "sv, "wrote "sv, "by "sv, "\u2014 "sv, "- "sv})
      if (auto at = rest.find(verb); by.empty() && at != std::string::npos)
        by = bare(rest.substr(at + verb.size()));
    if (auto comma = by.rfind(", "); comma != std::string::npos)
      by = by.substr(comma + 2);
    if (length_of(by) > 40 || word_count(by) > 5)
      by.clear();
    return {bare(std::string{text}), by};
  }
  return {};
}

std::string row_of(std::string_view sentence) {
  auto text = bare(std::string{sentence});
  if (length_of(text) <= row_length)
    return upper_first(text);
  // Where a second thought begins; anywhere else the first would be cut.
  size_t best = 0;
  for (auto stop :
       {"; "sv, " \u2013 "sv, ", which "sv, ", who "sv, ", because "sv,
        " because "sv, ", so "sv, " so that "sv, ", while "sv, ", whereas "sv,
        ", but "sv, ", although "sv, ", until "sv})
    if (auto at = text.find(stop);
        at != std::string::npos && length_of(text.substr(0, at)) <= row_length
        && word_count(text.substr(0, at)) >= 4)
      best = std::max(best, at);
  return best > 0 ? upper_first(bare(text.substr(0, best))) : std::string{};
}

std::string cut_row(std::string_view sentence) {
  auto row = row_of(sentence);
  if (!row.empty())
    return row;
  auto cut = shortened(bare(std::string{sentence}), row_length - 1);
  return cut.empty() ? cut : upper_first(cut) + "\u2026";
}

bool is_foreign(std::string_view text) {
  size_t count = 0;
  size_t known = 0;
  for (auto word : words_of(text)) {
    auto x = clean(word);
    if (x.empty())
      continue;
    ++count;
    known += is_function_word(x) ? 1U : 0U;
  }
  auto letters = std::ranges::count_if(
    text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (static_cast<size_t>(letters) * 2 > text.size())
    return true;
  return count >= 12 && known * 8 < count;
}

} // namespace troupe::writing
