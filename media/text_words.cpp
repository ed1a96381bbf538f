// What belongs together in a line, and where a long word may be divided.

#include "media/text_breaks.hpp"
#include "media/text_script.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace troupe::media {

namespace {

using namespace std::string_view_literals;

constexpr std::array units = {
  "%"sv,     "\u2030"sv,  "mg"sv,     "\u00B5g"sv, "\u03BCg"sv, "mcg"sv,
  "ng"sv,    "g"sv,       "kg"sv,     "ml"sv,      "mL"sv,      "l"sv,
  "L"sv,     "dl"sv,      "dL"sv,     "IU"sv,      "IE"sv,      "mmol"sv,
  "mol"sv,   "mmHg"sv,    "kPa"sv,    "bpm"sv,     "nm"sv,      "\u00B5m"sv,
  "mm"sv,    "cm"sv,      "m"sv,      "km"sv,      "ms"sv,      "s"sv,
  "min"sv,   "h"sv,       "Hz"sv,     "kHz"sv,     "kcal"sv,    "kJ"sv,
  "\u00B0C"sv, "\u00B0F"sv, "\u00B0"sv, "Uhr"sv,   "Prozent"sv, "percent"sv,
  "am"sv,    "pm"sv,      "a.m."sv,   "p.m."sv,    "\u20AC"sv,  "EUR"sv,
  "USD"sv,   "$"sv,       "million"sv, "billion"sv, "Mio."sv,   "Mrd."sv,
  "mg/dl"sv, "mg/dL"sv,   "mmol/l"sv, "mmol/L"sv,  "mg/kg"sv,   "kg/m\u00B2"sv,
};

/// Not units, but read in one breath with their number.
constexpr std::array counted = {
  "hours"sv,   "hour"sv,    "days"sv,   "day"sv,    "weeks"sv,  "week"sv,
  "months"sv,  "month"sv,   "years"sv,  "year"sv,   "minutes"sv, "seconds"sv,
  "times"sv,   "Stunden"sv, "Tage"sv,   "Tagen"sv,  "Wochen"sv, "Monate"sv,
  "Jahre"sv,   "Minuten"sv,
};

constexpr std::array before_numbers = {
  "type"sv,  "phase"sv, "stage"sv, "class"sv, "grade"sv, "factor"sv,
  "step"sv,  "part"sv,  "day"sv,   "week"sv,  "no."sv,   "nr."sv,
  "fig."sv,  "typ"sv,   "stufe"sv, "grad"sv,  "klasse"sv, "angiotensin"sv,
  "vitamin"sv, "tipo"sv, "\u091F\u093E\u0907\u092A"sv,
  "\u0627\u0644\u0646\u0648\u0639"sv,
};

constexpr std::array titles = {"dr."sv, "prof."sv, "mr."sv, "mrs."sv, "ms."sv,
                               "st."sv, "vs."sv};

constexpr std::array signs = {"="sv,      "<"sv,      ">"sv,      "\u2264"sv,
                              "\u2265"sv, "\u00B1"sv, "+"sv,      "\u00D7"sv,
                              "&"sv,      "/"sv};

std::string lower(std::string_view x) {
  std::string out{x};
  for (auto& c : out)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

std::string_view bare(std::string_view x) {
  while (!x.empty() && ".,;:!?)"sv.find(x.back()) != std::string_view::npos)
    x.remove_suffix(1);
  return x;
}

template <class List>
bool has(const List& list, std::string_view x) {
  return std::find(list.begin(), list.end(), x) != list.end();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_roman(std::string_view x) {
  return !x.empty() && x.size() <= 4
         && x.find_first_not_of("IVX") == std::string_view::npos;
}

/// Letters of a word with where they begin.
struct letters {
  std::u32string all;
  std::vector<size_t> at;
};

letters letters_of(std::string_view word) {
  letters out;
  for (size_t at = 0; at < word.size();) {
    out.at.push_back(at);
    auto x = next_point(word, at);
    auto is_capital = (x >= U'A' && x <= U'Z')
                      || (x >= 0xC0 && x <= 0xDE && x != 0xD7);
    out.all += is_capital ? x + 0x20 : x;
  }
  out.at.push_back(word.size());
  return out;
}

bool is_vowel(char32_t x) {
  constexpr std::u32string_view all
    = U"aeiouy\u00E0\u00E1\u00E2\u00E3\u00E4\u00E5\u00E6\u00E8\u00E9\u00EA"
      U"\u00EB\u00EC\u00ED\u00EE\u00EF\u00F2\u00F3\u00F4\u00F5\u00F6\u00F8"
      U"\u00F9\u00FA\u00FB\u00FC\u00FD\u0153";
  return all.find(x) != all.npos;
}

/// Consonants that one sound or one onset keeps together.
bool keeps_together(char32_t a, char32_t b) {
  constexpr std::array<std::u32string_view, 22> pairs = {
    U"ch", U"ck", U"ph", U"th", U"sh", U"qu", U"gh", U"bl", U"br", U"cl", U"cr",
    U"dr", U"fl", U"fr", U"gl", U"gr", U"kl", U"kr", U"pl", U"pr", U"tr",
    U"ps"};
  return std::any_of(pairs.begin(), pairs.end(), [&](auto& x) {
    return x[0] == a && x[1] == b;
  });
}

/// A compound's joint lies behind these.
bool is_joint(std::u32string_view head) {
  constexpr std::array<std::u32string_view, 9> endings = {
    U"ungs", U"heits", U"keits", U"schafts", U"tions", U"t\u00E4ts", U"lings",
    U"tums", U"druck"};
  return std::any_of(endings.begin(), endings.end(), [&](auto& x) {
    return head.size() >= x.size() + 2 && head.ends_with(x);
  });
}

bool is_between_syllables(const std::u32string& x, size_t at) {
  if (is_vowel(x[at]) || at + 1 >= x.size() || !is_vowel(x[at - 1]))
    return is_vowel(x[at - 1]) || is_vowel(x[at])
             ? false
             : at + 1 < x.size() && is_vowel(x[at + 1])
                 && !keeps_together(x[at - 1], x[at]);
  // A vowel before: one consonant, or an onset of two, goes to the next line.
  return is_vowel(x[at + 1])
         || (keeps_together(x[at], x[at + 1]) && at + 2 < x.size()
             && is_vowel(x[at + 2]));
}

} // namespace

double tear_cost(std::string_view left, std::string_view right) {
  constexpr double glued = 2;
  if (left.empty() || right.empty())
    return 0;
  auto unit = bare(right);
  auto low = lower(left);
  auto after_number = is_digit(left.back());
  if (after_number && (has(units, right) || has(units, unit)))
    return glued;
  if (has(titles, low) || has(signs, left) || has(signs, right))
    return glued;
  if (is_roman(unit) && (unit.size() > 1 || has(before_numbers, low)))
    return glued;
  if (is_digit(right.front()) && has(before_numbers, low))
    return glued;
  if (after_number)
    return has(counted, unit) ? 0.9 : 0.3;
  if (",;:.!?"sv.find(left.back()) != std::string_view::npos)
    return 0;
  size_t at = 0;
  if (script_of(next_point(left, at)) == script_kind::plain
      && count_points(left) <= 3)
    return 0.3;
  return 0.1;
}

std::vector<hyphen_point> hyphen_points(std::string_view word) {
  constexpr size_t ends = 4;
  constexpr size_t shortest = 10;
  std::vector<hyphen_point> out;
  auto x = letters_of(word);
  auto n = x.all.size();
  if (n < shortest
      || !std::all_of(x.all.begin(), x.all.end(), [](char32_t c) {
           return script_of(c) == script_kind::plain;
         }))
    return out;
  for (auto at = ends; at + ends <= n; ++at) {
    if (is_joint(std::u32string_view{x.all}.substr(0, at)))
      out.push_back({x.at[at], 0.3});
    else if (is_between_syllables(x.all, at))
      out.push_back({x.at[at], 0.7});
  }
  return out;
}

} // namespace troupe::media
