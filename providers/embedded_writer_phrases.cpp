#include "providers/embedded_writer_phrases.hpp"

#include "protocol/composition.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

constexpr size_t button_length = 30;
constexpr size_t row_length = 34;

template <size_t N>
bool in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string clean_word(std::string_view word) {
  auto out = lower(word);
  while (!out.empty() && !is_letter(out.back()) && !is_digit(out.back()))
    out.pop_back();
  return out;
}

/// Words that lead from one thought to the next.
std::string without_lead(std::string text) {
  static constexpr std::array leads{
    "and"sv,     "but"sv,   "so"sv,   "because"sv, "then"sv,
    "well"sv,    "now"sv,   "or"sv,   "that"sv,    "which"sv,
    "when"sv,    "while"sv, "also"sv, "plus"sv,    "that's why"sv,
    "whether"sv, "if"sv,    "even"sv, "just"sv};
  for (bool again = true; again;) {
    again = false;
    for (auto lead : leads)
      if (text.size() > lead.size() + 1
          && lower(text.substr(0, lead.size())) == lead
          && (text[lead.size()] == ' ' || text[lead.size()] == ',')) {
        text.erase(0, lead.size() + 1);
        text.erase(0, text.find_first_not_of(" ,"));
        again = true;
      }
  }
  return text;
}

/// Where a sentence may be parted for the screen.
std::vector<std::string> clauses_of(std::string_view sentence) {
  std::vector<std::string> out;
  size_t from = 0;
  auto take = [&](size_t to) {
    auto part =
      bare(without_lead(mended(std::string{sentence.substr(from, to - from)})));
    if (word_count(part) > 0)
      out.push_back(part);
  };
  for (size_t i = 0; i < sentence.size(); ++i) {
    auto rest = sentence.substr(i);
    size_t size = 0;
    for (auto mark :
         {", "sv, "; "sv, ": "sv, " \u2014 "sv, " \u2013 "sv, " - "sv,
          "\u2014"sv, "\uFF0C"sv, "\u3001"sv, " because "sv, " but "sv,
          " so that "sv, " which "sv, " while "sv})
      if (rest.starts_with(mark))
        size = mark[0] == ' ' && is_letter(mark[1]) && mark[1] < 0x7F
                 ? 1
                 : mark.size();
    // "1,200" has no blank; "May 5, 2024" stays together.
    if (size == 0
        || (i > 0 && is_digit(sentence[i - 1]) && i + size < sentence.size()
            && is_digit(sentence[i + size])))
      continue;
    take(i);
    from = i + size;
    i += size - 1;
  }
  take(sentence.size());
  return out;
}

/// How well a phrase stands by itself on screen.
double worth(const std::string& phrase, double lead) {
  static constexpr std::array vague{
    "it"sv,   "they"sv, "this"sv,     "that"sv,     "these"sv,    "there"sv,
    "he"sv,   "she"sv,  "him"sv,      "them"sv,     "is"sv,       "was"sv,
    "are"sv,  "i"sv,    "to"sv,       "of"sv,       "in"sv,       "for"sv,
    "from"sv, "by"sv,   "as"sv,       "at"sv,       "on"sv,       "who"sv,
    "says"sv, "said"sv, "whatever"sv, "wherever"sv, "whenever"sv, "without"sv,
    "with"sv, "than"sv, "until"sv};
  auto words = words_of(phrase);
  if (words.empty())
    return -100;
  double out = lead;
  auto length = static_cast<double>(length_of(phrase));
  // A phrase that can be seen at a glance, and says something.
  out -= std::abs(length - 26) / 9;
  if (words.size() < 2)
    out -= 5;
  if (words.size() == 2)
    out -= 1.5;
  for (auto word : words) {
    auto low = clean_word(word);
    out += !is_function_word(low) && low.size() > 3 ? 0.6 : 0;
    out += is_digit(word[0]) ? 1.2 : 0;
  }
  if (in(vague, clean_word(words.front())))
    out -= 2.5;
  if (is_function_word(clean_word(words.back())))
    out -= 3;
  return out;
}

/// Where in a sentence its list begins: behind the last of these.
size_t list_start(std::string_view head) {
  static constexpr std::array before{
    "is"sv,      "are"sv,      "in"sv,      "with"sv,      "has"sv,
    "have"sv,    "like"sv,     "for"sv,     "as"sv,        "of"sv,
    "from"sv,    "includes"sv, "include"sv, "including"sv, "offers"sv,
    "offer"sv,   "gives"sv,    "gets"sv,    "get"sv,       "you"sv,
    "be"sv,      "by"sv,       "at"sv,      "need"sv,      "needs"sv,
    "want"sv,    "without"sv,  "means"sv,   "feel"sv,      "feels"sv,
    "stays"sv,   "stay"sv,     "keeps"sv,   "brings"sv,    "find"sv,
    "love"sv,    "no"sv,       "it's"sv,    "they're"sv,   "we're"sv,
    "you're"sv,  "your"sv,     "our"sv,     "the"sv,       "on"sv,
    "between"sv, "add"sv,      "adds"sv};
  size_t out = std::string_view::npos;
  for (auto word : words_of(head))
    if (in(before, clean_word(word)))
      out = static_cast<size_t>(word.data() - head.data()) + word.size();
  if (auto colon = head.rfind(':'); colon != std::string_view::npos)
    out = out == std::string_view::npos ? colon + 1 : std::max(out, colon + 1);
  return out;
}

bool is_top_domain(std::string_view x) {
  static constexpr std::array list{
    "com"sv,     "org"sv,    "net"sv,    "io"sv,     "co"sv,   "app"sv,
    "example"sv, "health"sv, "shop"sv,   "store"sv,  "de"sv,   "uk"sv,
    "eu"sv,      "in"sv,     "ai"sv,     "dev"sv,    "info"sv, "tv"sv,
    "me"sv,      "us"sv,     "ca"sv,     "fr"sv,     "es"sv,   "it"sv,
    "nl"sv,      "ch"sv,     "at"sv,     "au"sv,     "nz"sv,   "za"sv,
    "jp"sv,      "se"sv,     "no"sv,     "dk"sv,     "fi"sv,   "pl"sv,
    "br"sv,      "mx"sv,     "edu"sv,    "gov"sv,    "biz"sv,  "care"sv,
    "clinic"sv,  "fit"sv,    "life"sv,   "studio"sv, "tech"sv, "online"sv,
    "site"sv,    "xyz"sv,    "travel"sv, "coffee"sv, "ly"sv};
  return in(list, x);
}

} // namespace

std::string key_phrase(const std::vector<std::string>& sentences,
                       size_t max_length, size_t pick) {
  struct candidate {
    std::string text;
    double worth;
  };
  std::vector<candidate> list;
  auto consider = [&](const std::string& text, double lead) {
    auto size = length_of(text);
    if (size >= 3 && size <= max_length)
      list.push_back({text, worth(text, lead)});
  };
  constexpr double sentence_lead = 3;
  constexpr double clause_lead = 1.5;
  for (auto& sentence : sentences) {
    auto whole = sentence.ends_with("?") || sentence.ends_with("!")
                   ? sentence
                   : bare(sentence);
    consider(without_lead(whole), sentence_lead);
    // What somebody says stands by itself; who says it is heard.
    if (auto said = quote_in(sentence); !said.empty())
      consider("\u201C" + said + "\u201D", sentence_lead);
    auto lead = clause_lead;
    for (auto& clause : clauses_of(sentence)) {
      consider(clause, lead);
      lead = 0;
    }
  }
  std::ranges::stable_sort(list, std::greater{}, &candidate::worth);
  // Equals are those that are nearly as good as the best one.
  size_t equals = 0;
  while (equals < list.size() && list[equals].worth > list.front().worth - 1.5)
    ++equals;
  // A tail of a thought says less than its beginning.
  constexpr double least = -1;
  if (equals > 0 && list.front().worth > least)
    return upper_first(list[pick % equals].text);
  return sentences.empty()
           ? std::string{}
           : upper_first(
             shortened(without_lead(bare(sentences.front())), max_length));
}

std::vector<key_point> listed(std::string_view sentence) {
  std::vector<std::string> parts;
  auto text = bare(std::string{sentence});
  size_t from = 0;
  auto ends = false;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    auto rest = std::string_view{text}.substr(i);
    // Behind the last item another thought begins.
    if (ends && rest.starts_with(", "))
      text.resize(i);
    if (i >= text.size())
      break;
    size_t size = rest.starts_with(", and ") || rest.starts_with(", or ")
                    ? rest.find(' ', 2) + 1
                  : rest.starts_with(", ") ? 2
                  // The last one only, behind a comma.
                  : !parts.empty() && rest.starts_with(" and ") ? 5
                  : !parts.empty() && rest.starts_with(" or ")  ? 4
                                                                : 0;
    if (size == 0)
      continue;
    ends = size > 2;
    parts.push_back(text.substr(from, i - from));
    from = i + size;
    i = from - 1;
  }
  parts.push_back(text.substr(from));
  if (parts.size() < 3 || parts.size() > 4)
    return {};
  if (word_count(parts.front()) > 3) {
    auto start = list_start(parts.front());
    if (start == std::string_view::npos)
      return {};
    parts.front().erase(0, start);
  }
  std::vector<key_point> out;
  for (auto& part : parts) {
    auto item = mended(part);
    if (word_count(item) == 0 || word_count(item) > 5
        || length_of(item) > row_length)
      return {};
    out.push_back({item, upper_first(item)});
  }
  return out;
}

std::string quote_in(std::string_view text) {
  for (auto& [open, close] :
       {std::pair{"\u201C"sv, "\u201D"sv}, std::pair{"\""sv, "\""sv},
        std::pair{"\u00AB"sv, "\u00BB"sv}}) {
    auto begin = text.find(open);
    if (begin == std::string_view::npos)
      continue;
    begin += open.size();
    auto end = text.find(close, begin);
    if (end == std::string_view::npos)
      continue;
    auto inside = mended(std::string{text.substr(begin, end - begin)});
    while (!inside.empty() && inside.back() == ',')
      inside.pop_back();
    if (word_count(inside) >= 4 && length_of(inside) <= 150)
      return inside;
  }
  return {};
}

web_address address_in(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    auto end = std::min(text.find_first_of(" \n\t", i), text.size());
    auto word = text.substr(i, end - i);
    i = end + 1;
    while (!word.empty()
           && std::string_view{".,;:!?\"')("}.find(word.back())
                != std::string_view::npos)
      word.remove_suffix(1);
    while (!word.empty()
           && std::string_view{"(\"'"}.find(word.front())
                != std::string_view::npos)
      word.remove_prefix(1);
    auto shown = word;
    auto has_scheme = false;
    for (auto scheme : {"https://"sv, "http://"sv})
      if (lower(shown).starts_with(scheme)) {
        shown.remove_prefix(scheme.size());
        has_scheme = true;
      }
    auto host = lower(shown.substr(0, shown.find_first_of("/?#")));
    auto dot = host.rfind('.');
    if (dot == std::string::npos || dot == 0 || host.find('@') != host.npos)
      continue;
    if (!has_scheme && !host.starts_with("www.")
        && (!is_top_domain(std::string_view{host}.substr(dot + 1))
            || host.size() < 5))
      continue;
    web_address out{std::string{shown}, has_scheme
                                          ? std::string{word}
                                          : "https://" + std::string{shown}};
    if (is_web_address(out.url) && length_of(out.text) <= 60)
      return out;
  }
  return {};
}

std::string call_to_action(std::string_view sentence) {
  static constexpr std::array verbs{
    "get"sv,      "try"sv,       "visit"sv,    "call"sv,     "order"sv,
    "shop"sv,     "buy"sv,       "ask"sv,      "book"sv,     "join"sv,
    "download"sv, "sign"sv,      "start"sv,    "discover"sv, "learn"sv,
    "find"sv,     "come"sv,      "see"sv,      "click"sv,    "tap"sv,
    "scan"sv,     "subscribe"sv, "follow"sv,   "claim"sv,    "talk"sv,
    "go"sv,       "choose"sv,    "switch"sv,   "register"sv, "contact"sv,
    "grab"sv,     "pre-order"sv, "preorder"sv, "reserve"sv,  "request"sv,
    "apply"sv,    "meet"sv,      "taste"sv,    "drop"sv,     "head"sv,
    "write"sv,    "send"sv,      "schedule"sv, "explore"sv,  "experience"sv,
    "upgrade"sv,  "donate"sv,    "vote"sv};
  auto text = bare(without_lead(tidy(sentence)));
  auto words = words_of(text);
  while (!words.empty()
         && (clean_word(words.front()) == "please"
             || clean_word(words.front()) == "today"))
    words.erase(words.begin());
  if (words.empty() || !in(verbs, clean_word(words.front())))
    return {};
  text.erase(0, static_cast<size_t>(words.front().data() - text.data()));
  if (length_of(text) > button_length)
    for (auto& clause : clauses_of(text)) {
      text = clause;
      break;
    }
  return upper_first(shortened(text, button_length));
}

} // namespace troupe::writing
