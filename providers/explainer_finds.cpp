#include "providers/explainer_finds.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_text.hpp"
#include "providers/explainer_words.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;
using namespace words;

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

size_t numbers_in(std::string_view sentence) {
  size_t count = 0;
  for (auto word : words_of(sentence))
    count += std::ranges::any_of(word, is_digit) ? 1U : 0U;
  return count;
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
