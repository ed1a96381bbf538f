#include "providers/embedded_writer_facts.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

constexpr size_t label_length = 72;

constexpr std::array units{
  "percent"sv, "mg"sv,      "mcg"sv,    "g"sv,       "kg"sv,      "ml"sv,
  "l"sv,       "mmhg"sv,    "mmol"sv,   "bpm"sv,     "hours"sv,   "hour"sv,
  "days"sv,    "day"sv,     "weeks"sv,  "week"sv,    "months"sv,  "month"sv,
  "years"sv,   "year"sv,    "minutes"sv, "minute"sv, "seconds"sv, "patients"sv,
  "people"sv,  "adults"sv,  "participants"sv, "subjects"sv, "points"sv,
  "times"sv,   "fold"sv,    "dollars"sv, "euros"sv,  "km"sv,      "miles"sv,
  "litres"sv,  "liters"sv,  "customers"sv, "users"sv, "countries"sv,
  "stars"sv,   "steps"sv,   "calories"sv, "kcal"sv,  "hospitals"sv,
  "centres"sv, "centers"sv, "women"sv,  "men"sv,     "children"sv,
  "studies"sv, "trials"sv,  "x"sv,      "employees"sv};

struct number {
  size_t begin = 0;
  size_t end = 0;
  std::string value;
  std::string unit;
};

bool touches_word(std::string_view text, size_t begin, size_t end) {
  auto before = begin > 0 ? text[begin - 1] : ' ';
  auto after = end < text.size() ? text[end] : ' ';
  // COX-2, H2, 12-week, 24/7 are names or adjectives.
  return is_letter(before) || before == '-' || before == '/' || before == '.'
         || is_letter(after) || after == '-' || after == '/';
}

bool is_year(std::string_view value, bool has_unit) {
  return !has_unit && value.size() == 4
         && (value.starts_with("19") || value.starts_with("20"));
}

std::optional<number> number_at(std::string_view text, size_t begin) {
  auto end = begin;
  while (end < text.size()
         && (is_digit(text[end])
             || ((text[end] == ',' || text[end] == '.')
                 && end + 1 < text.size() && is_digit(text[end + 1]))))
    ++end;
  number out{begin, end, std::string{text.substr(begin, end - begin)}, {}};
  if (out.value.size() > 12 || touches_word(text, begin, end))
    return std::nullopt;
  auto head = begin;
  for (auto sign : {"$"sv, "\u20AC"sv, "\u00A3"sv})
    if (text.substr(0, begin).ends_with(sign)) {
      head = begin - sign.size();
      out.value = std::string{sign} + out.value;
    }
  // p values and confidence limits are no headline.
  auto before = lower(text.substr(head > 6 ? head - 6 : 0, std::min(head,
                                                                   size_t{6})));
  if (before.ends_with("p<") || before.ends_with("p <")
      || before.ends_with("p=") || before.ends_with("p = ")
      || before.ends_with("ci ") || before.ends_with("p < ")
      || before.ends_with("type ") || before.ends_with("phase ")
      || before.ends_with("stage ") || before.ends_with("n="))
    return std::nullopt;
  out.begin = head;
  auto rest = text.substr(end);
  if (rest.starts_with("%") || rest.starts_with(" %")) {
    out.unit = "%";
    out.end += rest.find('%') + 1;
    return out;
  }
  if (rest.starts_with(" percentage point")) {
    out.unit = "points";
    out.end += rest.find_first_of(" ,.;:!?)", 13) == std::string_view::npos
                 ? rest.size()
                 : rest.find_first_of(" ,.;:!?)", 13);
    return out;
  }
  if (rest.starts_with(" ")) {
    auto word = rest.substr(1, rest.find_first_of(" ,.;:!?)", 1) - 1);
    if (std::ranges::find(units, lower(word)) != units.end()) {
      out.unit = std::string{word};
      out.end += 1 + word.size();
    }
  }
  return out;
}

int rank(const number& x) {
  if (x.unit == "%")
    return 3;
  if (!x.unit.empty())
    return 2;
  return is_digit(x.value[0]) ? 0 : 2;
}

/// The words around the number that say what it counts.
std::string label_of(const std::string& text, const number& n) {
  auto before = bare(text.substr(0, n.begin));
  auto after = bare(text.substr(n.end));
  auto cut_tail = [](std::string x) {
    static constexpr std::array tails{
      "by"sv, "of"sv, "to"sv, "in"sv, "at"sv, "up"sv, "about"sv, "around"sv,
      "a"sv, "an"sv, "the"sv, "was"sv, "is"sv, "were"sv, "are"sv, "for"sv,
      "than"sv, "over"sv, "nearly"sv, "almost"sv, "only"sv, "with"sv,
      "and"sv, "as"sv, "it"sv, "approximately"sv, "some"sv, "has"sv, "have"sv};
    for (;;) {
      auto blank = x.rfind(' ');
      auto last = lower(blank == std::string::npos ? x : x.substr(blank + 1));
      if (std::ranges::find(tails, last) == tails.end())
        return bare(x);
      x.resize(blank == std::string::npos ? 0 : blank);
    }
  };
  auto counted = lower(after).starts_with("of ") || rank(n) == 0
                 || (n.unit != "%" && word_count(after) >= 3
                     && word_count(before) < 3);
  auto head = cut_tail(before);
  // "In a 12-week study, blood pressure fell": what follows is the label.
  if (auto comma = head.find(", "); comma != std::string::npos)
    for (auto opener : {"in "sv, "after "sv, "during "sv, "at "sv, "over "sv})
      if (lower(head).starts_with(opener)
          && word_count(head.substr(comma + 2)) >= 2) {
        head.erase(0, comma + 2);
        break;
      }
  std::string label = counted || word_count(head) < 2 ? after : head;
  // "8 % of patients" alone does not say what happened to them.
  if (lower(label).starts_with("of ") && word_count(label) <= 3
      && word_count(head) >= 2)
    label += ": " + lower_first(head);
  if (word_count(label) == 0)
    label = word_count(head) > 0 ? head : text;
  for (auto lead : {"and "sv, "but "sv, "the "sv, "a "sv, "an "sv})
    if (lower(label).starts_with(lead))
      label.erase(0, lead.size());
  label = shortened(label, label_length);
  return lower(label).starts_with("of ") ? label : upper_first(label);
}

} // namespace

figure figure_of(const std::string& sentence) {
  std::optional<number> best;
  for (size_t i = 0; i < sentence.size() && i < 600; ++i) {
    if (!is_digit(sentence[i]))
      continue;
    auto found = number_at(sentence, i);
    auto end = i;
    while (end < sentence.size()
           && (is_digit(sentence[end]) || sentence[end] == ','
               || sentence[end] == '.'))
      ++end;
    if (found && !is_year(found->value, !found->unit.empty())
        && (!best || rank(*found) > rank(*best)))
      best = found;
    i = end;
  }
  if (!best)
    return {};
  return {best->value, best->unit, label_of(sentence, *best)};
}

bool claims_something(const std::string& sentence) {
  if (std::ranges::any_of(sentence, is_digit))
    return true;
  static constexpr std::array stems{
    "reduc"sv,   "improv"sv,   "increas"sv,  "decreas"sv, "prevent"sv,
    "protect"sv, "effective"sv, "efficacy"sv, "safe"sv,   "proven"sv,
    "clinical"sv, "best"sv,    "fastest"sv,  "only one"sv, "superior"sv,
    "better"sv,  "faster"sv,   "stronger"sv, "first"sv,   "leading"sv,
    "cure"sv,    "treat"sv,    "relie"sv,    "lower"sv,   "boost"sv,
    "inhibit"sv, "block"sv,    "bind"sv,     "activat"sv, "well tolerated"sv,
    "recommend"sv, "guarantee"sv, "risk"sv,  "side effect"sv, "help"sv,
    "natural"sv, "healthy"sv,  "healthier"sv, "more than"sv, "longer"sv,
    "stud"sv,    "trial"sv,    "award"sv,    "most"sv,    "doctor"sv};
  auto text = lower(sentence);
  return std::ranges::any_of(stems, [&](auto stem) {
    return text.find(stem) != std::string::npos;
  });
}

} // namespace troupe::writing
