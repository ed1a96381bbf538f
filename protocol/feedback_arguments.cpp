#include "protocol/feedback_arguments.hpp"

#include "protocol/feedback_attributes.hpp"
#include "protocol/feedback_reading.hpp"
#include "protocol/feedback_subjects.hpp"

#include <algorithm>
#include <array>

namespace troupe::feedback_detail {

namespace {

using namespace std::string_view_literals;
using enum directive_kind;

using word_list = std::span<const std::string_view>;

constexpr std::array mention_verbs{
  "mention"sv,   "include"sv,   "add"sv,       "say"sv,     "state"sv,
  "emphasise"sv, "emphasize"sv, "highlight"sv, "stress"sv,  "insert"sv,
  "explain"sv,   "cover"sv,     "underline"sv, "describe"sv, "discuss"sv,
  "introduce"sv, "tell"sv,      "write"sv,     "incorporate"sv,
  "mentioning"sv, "including"sv, "adding"sv,   "saying"sv,  "note"sv,
  "reference"sv};
constexpr std::array drop_verbs{
  "remove"sv, "delete"sv, "drop"sv,  "omit"sv,    "skip"sv,    "avoid"sv,
  "lose"sv,   "strike"sv, "exclude"sv, "erase"sv, "without"sv, "no"sv,
  "cut"sv,    "stop"sv,   "removing"sv, "eliminate"sv, "kill"sv, "minus"sv};
constexpr std::array replace_verbs{"replace"sv, "change"sv, "swap"sv,
                                   "turn"sv,    "substitute"sv, "switch"sv,
                                   "correct"sv, "rename"sv, "replacing"sv,
                                   "convert"sv};
constexpr std::array articles{"the"sv, "a"sv, "an"sv, "any"sv, "all"sv};
constexpr std::array titles{"title"sv, "headline"sv, "heading"sv};
constexpr std::array scene_words{"scene"sv, "scenes"sv, "slide"sv};

bool at(token_span x, size_t i, std::string_view word) {
  return i < x.size() && x[i].is(word);
}

bool at_any(token_span x, size_t i, word_list list) {
  return i < x.size() && x[i].is_any(list);
}

/// The tokens of a phrase, or 0.
size_t at_phrase(token_span x, size_t i, std::initializer_list<
                   std::string_view> words) {
  size_t k = i;
  for (auto word : words)
    if (!at(x, k++, word))
      return 0;
  return words.size();
}

size_t find(token_span x, size_t from, word_list list) {
  for (auto i = from; i < x.size(); ++i)
    if (x[i].is_any(list))
      return i;
  return x.size();
}

const token* first_quote(token_span x) {
  for (auto& t : x)
    if (t.kind == token_kind::quoted)
      return &t;
  return nullptr;
}

worded_wish made(directive_kind kind, std::string text, bool open) {
  worded_wish result;
  result.wish.kind = kind;
  result.wish.text = std::move(text);
  result.open = open;
  return result;
}

/// One argument: a quote is taken exactly, anything else as written.
std::optional<worded_wish> with_argument(directive_kind kind, token_span x,
                                         std::string_view text) {
  auto targets = take_trailing_target(x);
  auto quote = first_quote(x);
  auto argument = quote ? quote->text : argument_of(x, text);
  if (argument.empty())
    return std::nullopt;
  auto result = made(kind, std::move(argument), !quote && targets.empty());
  result.wish.targets = std::move(targets);
  return result;
}

/// "the word", "any mention of", "the part about": what comes after is meant.
token_span without_marker(token_span x, bool& marked) {
  static constexpr std::array nouns{
    "word"sv,  "words"sv, "phrase"sv, "phrases"sv, "sentence"sv,
    "line"sv,  "part"sv,  "mention"sv, "mentions"sv, "reference"sv,
    "references"sv, "everything"sv, "anything"sv, "term"sv, "claim"sv,
    "bit"sv, "bullet"sv, "point"sv, "note"sv, "something"sv};
  static constexpr std::array links{"of"sv, "about"sv, "on"sv, "to"sv,
                                    "that"sv, "saying"sv, "says"sv, "with"sv};
  size_t i = 0;
  while (at_any(x, i, articles))
    ++i;
  if (!at_any(x, i, nouns))
    return x;
  auto after = i + 1;
  while (at_any(x, after, links) || at_any(x, after, articles))
    ++after;
  if (after >= x.size())
    return x;
  marked = true;
  return x.subspan(after);
}

bool is_setting(token_span x) {
  if (x.size() > 6 || first_quote(x))
    return false;
  if (!of_transition(x).empty())
    return true;
  auto about = subject_of(x);
  return about != subject::film && about != subject::tone
         && about != subject::title && about != subject::text
         && !read_attributes(x, true).empty();
}

std::optional<worded_wish> read_removal(token_span whole, size_t verb,
                                        token_span x, std::string_view text) {
  std::vector<token> others;
  auto targets = take_targets(x, others);
  auto only_targets = std::ranges::all_of(others, [](auto& t) {
    return t.is_any(articles) || is_filler(t) || t.is_any(scene_words)
           || t.kind == token_kind::number || t.is("one");
  });
  auto names_scene = !targets.empty() || find(x, 0, scene_words) < x.size();
  if (only_targets && names_scene) {
    auto result = made(remove_scene, {}, false);
    result.wish.targets = std::move(targets);
    return result;
  }
  bool marked = false;
  auto rest = without_marker(x, marked);
  auto setting = !marked && is_setting(whole.subspan(verb));
  if (rest.empty() || setting)
    return std::nullopt;
  // "cut it down", "cut 10 seconds", "no longer than" are lengths.
  if (!marked
      && (read_measure(rest).amount > 0 || at(rest, 0, "longer")
          || at(rest, 0, "it") || at(rest, 0, "down") || at(rest, 0, "jargon")
          || (rest.size() == 1 && !first_quote(rest)
              && !read_attributes(whole, false).empty())))
    return std::nullopt;
  while (at_any(rest, 0, articles))
    rest = rest.subspan(1);
  return with_argument(remove_words, rest, text);
}

std::optional<worded_wish> read_removals(token_span x, std::string_view text) {
  static constexpr std::array negations{"don't"sv, "never"sv, "not"sv,
                                        "stop"sv,  "without"sv, "avoid"sv};
  static constexpr std::array speaking{
    "mention"sv, "mentioning"sv, "say"sv,  "saying"sv, "include"sv,
    "use"sv,     "using"sv,      "show"sv, "talk"sv,   "talking"sv,
    "refer"sv,   "including"sv,  "claim"sv, "add"sv,   "showing"sv};
  size_t i = 0;
  auto negated = at_any(x, 0, negations) ? size_t{1} : at_phrase(x, 0, {"do",
                                                                  "not"});
  if (negated && at_any(x, negated, speaking)) {
    i = negated + 1;
    while (at(x, i, "about") || at(x, i, "to") || at(x, i, "that"))
      ++i;
    return read_removal(x, 0, x.subspan(i), text);
  }
  for (auto phrase : {at_phrase(x, 0, {"leave", "out"}),
                      at_phrase(x, 0, {"take", "out"}),
                      at_phrase(x, 0, {"get", "rid", "of"})})
    i = std::max(i, phrase);
  // "take the price out"
  if (i == 0 && (at(x, 0, "take") || at(x, 0, "leave")) && x.size() > 2
      && x.back().is("out"))
    return read_removal(x, 0, x.subspan(1, x.size() - 2), text);
  if (i == 0 && at_any(x, 0, drop_verbs))
    i = 1;
  return i ? read_removal(x, 0, x.subspan(i), text) : std::nullopt;
}

std::optional<worded_wish> read_title(token_span x, std::string_view text) {
  static constexpr std::array links{"to"sv,   "as"sv,   "be"sv,  "say"sv,
                                    "says"sv, "read"sv, "is"sv,  "reading"sv,
                                    "with"sv, "into"sv, "should"sv, "saying"sv};
  auto calls = at(x, 0, "call") || at(x, 0, "name") || at(x, 0, "rename");
  auto noun = find(x, 0, titles);
  if (calls && noun == x.size()) {
    size_t i = 1;
    while (at(x, i, "it") || at(x, i, "this") || at(x, i, "the")
           || at(x, i, "film") || at(x, i, "video") || at_any(x, i, links))
      ++i;
    return i > 1 ? with_argument(set_title, x.subspan(i), text) : std::nullopt;
  }
  if (noun == x.size())
    return std::nullopt;
  std::vector<scene_target> targets;
  auto i = noun + 1;
  if (auto used = read_target(x.subspan(i), targets))
    i += used;
  auto quote = first_quote(x);
  auto linked = at_any(x, i, links);
  while (at_any(x, i, links))
    ++i;
  // "use 'X' as the title"
  auto reversed = noun > 1 && i >= x.size()
                  && find(x.first(noun), 0, std::array{"as"sv}) < noun;
  std::optional<worded_wish> result;
  if (quote)
    result = made(set_title, quote->text, false);
  else if (reversed)
    result = with_argument(
      set_title,
      x.first(find(x, 0, std::array{"as"sv})).subspan(at(x, 0, "use") ? 1 : 0),
      text);
  else if ((linked || noun == 0) && read_attributes(x, false).empty()
           && !at(x, i, "shorter") && !at(x, i, "too") && i < x.size())
    result = with_argument(set_title, x.subspan(i), text);
  if (result && !targets.empty())
    result->wish.targets = std::move(targets);
  return result;
}

std::optional<worded_wish> read_tone(token_span x, std::string_view text) {
  auto noun = find(x, 0, std::array{"tone"sv});
  if (noun == x.size())
    return std::nullopt;
  auto i = noun + 1;
  static constexpr std::array links{"to"sv, "be"sv, "is"sv, "should"sv,
                                    "of"sv, "more"sv, "into"sv};
  while (at_any(x, i, links))
    ++i;
  if (i < x.size())
    return with_argument(set_tone, x.subspan(i), text);
  // "use a warm tone", "in a playful tone"
  size_t from = 0;
  static constexpr std::array before{"use"sv, "in"sv, "a"sv, "an"sv, "with"sv,
                                     "have"sv, "more"sv, "give"sv, "it"sv,
                                     "the"sv, "make"sv, "change"sv, "set"sv};
  while (from < noun && x[from].is_any(before))
    ++from;
  if (from == noun || !read_attributes(x, true).empty())
    return std::nullopt;
  return with_argument(set_tone, x.subspan(from, noun - from), text);
}

std::optional<worded_wish> read_scene_wish(token_span x,
                                           std::string_view text) {
  static constexpr std::array verbs{"add"sv,  "insert"sv, "include"sv,
                                    "need"sv, "want"sv,   "create"sv,
                                    "one"sv,  "another"sv, "more"sv,
                                    "fewer"sv, "less"sv, "extra"sv};
  static constexpr std::array middle{"a"sv,   "an"sv,    "another"sv, "one"sv,
                                     "more"sv, "new"sv,  "extra"sv, "fewer"sv,
                                     "less"sv, "third"sv, "some"sv,
                                     "additional"sv};
  if (!at_any(x, 0, verbs))
    return std::nullopt;
  size_t i = 0;
  while (at_any(x, i, verbs) || at_any(x, i, middle))
    ++i;
  if (!at_any(x, i, scene_words))
    return std::nullopt;
  if (at(x, 0, "fewer") || at(x, 0, "less") || at(x, 1, "fewer"))
    return made(remove_scene, {}, false);
  ++i;
  static constexpr std::array links{"about"sv, "on"sv, "for"sv, "with"sv,
                                    "that"sv,  "explaining"sv, "showing"sv,
                                    "shows"sv, "explains"sv, "where"sv,
                                    "covering"sv, "saying"sv};
  while (at_any(x, i, links))
    ++i;
  if (i >= x.size())
    return made(add_scene, {}, false);
  std::vector<scene_target> place;
  if (at(x, i, "after") || at(x, i, "before")) {
    auto before = at(x, i, "before");
    if (auto used = read_target(x.subspan(i + 1), place)) {
      i += used + 1;
      if (before && place.front().number > 1)
        --place.front().number;
    }
    while (at_any(x, i, links))
      ++i;
  }
  auto rest = with_argument(add_scene, x.subspan(std::min(i, x.size())), text);
  auto result = rest ? std::move(*rest) : made(add_scene, {}, false);
  if (!place.empty())
    result.wish.targets = std::move(place);
  return result;
}

std::optional<worded_wish> read_mention(token_span x, std::string_view text) {
  size_t i = 0;
  for (auto phrase :
       {at_phrase(x, 0, {"talk", "about"}), at_phrase(x, 0, {"speak", "about"}),
        at_phrase(x, 0, {"focus", "on"}), at_phrase(x, 0, {"focus", "more",
                                                           "on"}),
        at_phrase(x, 0, {"refer", "to"}), at_phrase(x, 0, {"bring", "up"}),
        at_phrase(x, 0, {"point", "out"}), at_phrase(x, 0, {"put", "in"}),
        at_phrase(x, 0, {"work", "in"}), at_phrase(x, 0, {"more", "about"}),
        at_phrase(x, 0, {"more", "on"}), at_phrase(x, 0, {"end", "with"}),
        at_phrase(x, 0, {"finish", "with"}), at_phrase(x, 0, {"close", "with"}),
        at_phrase(x, 0, {"start", "with"}), at_phrase(x, 0, {"open", "with"}),
        at_phrase(x, 0, {"begin", "with"}),
        at_phrase(x, 0, {"more", "emphasis", "on"}),
        at_phrase(x, 0, {"something", "about"})})
    i = std::max(i, phrase);
  auto adds = at(x, 0, "add") || at(x, 0, "include");
  if (i == 0 && at_any(x, 0, mention_verbs))
    i = 1;
  if (i == 0)
    return std::nullopt;
  auto rest = x.subspan(i);
  if (adds && (is_setting(x) || read_measure(rest).amount > 0))
    return std::nullopt;
  if (adds && (at(rest, 0, "more") || at(rest, 0, "some"))
      && !read_attributes(x, false).empty())
    return std::nullopt;
  static constexpr std::array links{"that"sv, "about"sv, "also"sv, "them"sv,
                                    "viewers"sv, "people"sv, "something"sv};
  bool marked = false;
  while (at_any(rest, 0, links))
    rest = rest.subspan(1);
  rest = without_marker(rest, marked);
  auto result = with_argument(mention, rest, text);
  if (result && result->wish.targets.empty()) {
    if (at(x, 1, "with") && (at(x, 0, "end") || at(x, 0, "finish")
                             || at(x, 0, "close")))
      result->wish.targets = {{-1, {}}};
    else if (at(x, 1, "with"))
      result->wish.targets = {{1, {}}};
  }
  return result;
}

/// "replace X with Y", "change X to Y", "say Y instead of X".
std::optional<worded_wish> read_replacement(token_span x,
                                            std::string_view text) {
  auto both = [&](token_span old, token_span fresh)
    -> std::optional<worded_wish> {
    bool marked = false;
    old = without_marker(old, marked);
    auto targets = take_trailing_target(fresh);
    auto from = first_quote(old);
    auto to = first_quote(fresh);
    auto result = made(replace_words, from ? from->text
                                           : argument_of(old, text),
                       !to && targets.empty());
    result.wish.other = to ? to->text : argument_of(fresh, text);
    if (targets.empty())
      targets = take_trailing_target(old);
    result.wish.targets = std::move(targets);
    if (result.wish.text.empty() || result.wish.other.empty())
      return std::nullopt;
    return result;
  };
  static constexpr std::array saying{"say"sv, "use"sv, "write"sv, "put"sv,
                                     "call"sv, "have"sv};
  for (size_t i = 1; i + 2 < x.size() + 1; ++i) {
    auto link = at_phrase(x, i, {"instead", "of"});
    if (!link)
      link = at_phrase(x, i, {"rather", "than"});
    if (link && i + link < x.size()) {
      auto first = at_any(x, 0, saying) ? size_t{1} : size_t{0};
      return both(x.subspan(i + link), x.subspan(first, i - first));
    }
  }
  if (!at_any(x, 0, replace_verbs))
    return std::nullopt;
  static constexpr std::array with{"with"sv, "by"sv, "for"sv};
  static constexpr std::array to{"to"sv, "into"sv};
  auto replaces = at(x, 0, "replace") || at(x, 0, "swap")
                  || at(x, 0, "substitute") || at(x, 0, "replacing");
  auto link = replaces ? find(x, 1, with) : find(x, 1, to);
  if (link >= x.size())
    link = replaces ? find(x, 1, to) : find(x, 1, with);
  if (link + 1 >= x.size() || link < 2)
    return std::nullopt;
  auto old = x.subspan(1, link - 1);
  auto about = subject_of(old);
  if (!first_quote(old) && about != subject::film && old.size() <= 6)
    return std::nullopt;
  return both(old, x.subspan(link + 1));
}

std::optional<worded_wish> read_keep(token_span x, std::string_view text) {
  if (!at(x, 0, "keep") && !at(x, 0, "preserve") && !at(x, 0, "retain"))
    return std::nullopt;
  if (x.size() < 2 || at(x, 1, "it") || !read_attributes(x, false).empty())
    return std::nullopt;
  auto rest = x.subspan(1);
  while (at_any(rest, 0, articles))
    rest = rest.subspan(1);
  return with_argument(keep_words, rest, text);
}

} // namespace

std::string argument_of(token_span x, std::string_view text) {
  static constexpr std::array polite{"please"sv, "thanks"sv, "too"sv,
                                     "well"sv, "pls"sv, "again"sv, "also"sv};
  auto keep = x.size();
  while (keep > 0 && (x[keep - 1].is_any(polite)
                      || x[keep - 1].kind == token_kind::joint
                      || (x[keep - 1].is("as") && keep < x.size())))
    --keep;
  x = x.first(keep);
  if (x.empty())
    return {};
  auto begin = x.front().begin;
  auto end = x.back().end;
  // A full stop that belongs to a word ("Dr.") goes with it.
  auto result = std::string{text.substr(begin, end - begin)};
  auto trim = std::string_view{" \t\r\n.,;:!?-\"'"};
  auto first = result.find_first_not_of(trim);
  if (first == std::string::npos)
    return {};
  result.erase(0, first);
  result.erase(result.find_last_not_of(trim) + 1);
  return result;
}

std::vector<scene_target> take_trailing_target(token_span& x) {
  static constexpr std::array links{"in"sv, "to"sv, "for"sv, "at"sv, "from"sv,
                                    "of"sv, "on"sv};
  for (size_t i = x.size() > 12 ? x.size() - 12 : 1; i < x.size(); ++i) {
    if (!x[i].is_any(links))
      continue;
    std::vector<scene_target> found;
    if (read_target(x.subspan(i), found) == x.size() - i) {
      x = x.first(i);
      return found;
    }
  }
  return {};
}

bool awaits_second_half(token_span x) {
  static constexpr std::array verbs{"say"sv, "use"sv, "write"sv, "put"sv,
                                    "replace"sv, "swap"sv, "substitute"sv,
                                    "change"sv};
  static constexpr std::array done{"with"sv, "instead"sv, "to"sv, "into"sv,
                                   "by"sv, "rather"sv};
  return at_any(x, 0, verbs) && find(x, 0, done) == x.size();
}

bool holds_second_half(token_span x) {
  static constexpr std::array links{"instead"sv, "rather"sv, "with"sv};
  return find(x, 0, links) < x.size() && !at_any(x, 0, mention_verbs)
         && !at_any(x, 0, drop_verbs) && !at_any(x, 0, replace_verbs);
}

std::optional<worded_wish> read_worded(token_span x, std::string_view text) {
  if (x.empty())
    return std::nullopt;
  if (auto result = read_scene_wish(x, text))
    return result;
  if (auto result = read_title(x, text))
    return result;
  if (auto result = read_tone(x, text))
    return result;
  if (auto result = read_replacement(x, text))
    return result;
  if (auto result = read_removals(x, text))
    return result;
  if (auto result = read_keep(x, text))
    return result;
  return read_mention(x, text);
}

} // namespace troupe::feedback_detail
