#include "protocol/feedback_reading.hpp"

#include "protocol/defaults.hpp"

#include <algorithm>
#include <array>

namespace troupe::feedback_detail {

namespace {

using namespace std::string_view_literals;

constexpr std::array prepositions{"in"sv, "on"sv,     "for"sv, "at"sv, "of"sv,
                                  "to"sv, "within"sv, "from"sv, "into"sv};
constexpr std::array scene_nouns{"scene"sv, "scenes"sv, "slide"sv, "slides"sv,
                                 "part"sv,  "section"sv, "card"sv};
constexpr std::array scene_types{
  "hook"sv,   "problem"sv, "mechanism"sv, "benefit"sv,   "benefits"sv,
  "evidence"sv, "steps"sv, "safety"sv,    "statement"sv, "product"sv,
  "logo"sv,   "cta"sv,     "title"sv,     "summary"sv,   "diagram"sv};

bool at(token_span x, size_t i, std::string_view word) {
  return i < x.size() && x[i].is(word);
}

size_t skip(token_span x, size_t i, std::span<const std::string_view> list) {
  return i < x.size() && x[i].is_any(list) ? i + 1 : i;
}

size_t skip(token_span x, size_t i, std::string_view word) {
  return at(x, i, word) ? i + 1 : i;
}

int32_t scene_number(const token& x) {
  auto value = x.kind == token_kind::number ? x.value : number_word(x.text);
  if (x.text == "last")
    return -1;
  // A scene that no film has is still a scene: it must not mean all of them.
  return value >= 1 && value <= 99'999 ? static_cast<int32_t>(value) : 0;
}

/// "scenes 2, 3 and 5", "scenes 2 to 4", "scene number two".
size_t numbered(token_span x, size_t i, std::vector<scene_target>& out) {
  if (i >= x.size() || !x[i].is_any(scene_nouns))
    return 0;
  i = skip(x, i + 1, "number");
  auto first = i < x.size() ? scene_number(x[i]) : 0;
  if (first == 0)
    return 0;
  out.push_back({first, {}});
  ++i;
  for (;;) {
    auto next = i;
    auto range = at(x, next, "to") || at(x, next, "through");
    if (next < x.size() && (x[next].kind == token_kind::joint || range))
      ++next;
    next = skip(x, next, scene_nouns);
    if (next == i || next >= x.size())
      break;
    auto number = scene_number(x[next]);
    if (number == 0)
      break;
    if (range)
      for (auto k = out.back().number + 1;
           k < number && out.size() < defaults::scene_limit; ++k)
        out.push_back({k, {}});
    out.push_back({number, {}});
    i = next + 1;
  }
  return i;
}

/// "first scene", "second to last scene", "last two scenes" is not one.
size_t ordinal(token_span x, size_t i, std::vector<scene_target>& out) {
  auto begin = i;
  auto number = i < x.size() && x[i].kind == token_kind::word
                  ? ordinal_word(x[i].text)
                  : 0;
  if (number == 0)
    return 0;
  ++i;
  if (number == 2 && at(x, i, "to") && at(x, i + 1, "last")) {
    number = -2;
    i += 2;
  }
  if (i < x.size() && x[i].is_any(scene_nouns)) {
    out.push_back({number, {}});
    return i + 1;
  }
  // "the first and the last scene"
  auto next = i;
  if (next < x.size() && x[next].kind == token_kind::joint)
    next = skip(x, next + 1, "the");
  std::vector<scene_target> more;
  if (next > i && next < begin + 4)
    if (auto end = ordinal(x, next, more)) {
      out.push_back({number, {}});
      out.insert(out.end(), more.begin(), more.end());
      return end;
    }
  return 0;
}

/// "product scene", "the ending", "the intro".
size_t named(token_span x, size_t i, bool article,
             std::vector<scene_target>& out) {
  if (i >= x.size() || x[i].kind != token_kind::word)
    return 0;
  auto& word = x[i].text;
  auto noun = i + 1 < x.size() && x[i + 1].is_any(scene_nouns);
  if (noun && x[i].is_any(scene_types)) {
    auto type = word == "benefits" ? std::string{"benefit"} : word;
    out.push_back({word == "title" ? 1 : 0, word == "title" ? "" : type});
    return i + 2;
  }
  auto start = word == "intro" || word == "introduction" || word == "opening"
               || word == "beginning" || word == "start" || word == "hook";
  auto end = word == "outro" || word == "ending" || word == "end"
             || word == "closing" || word == "conclusion";
  auto alone = article || word == "intro" || word == "outro"
               || word == "ending";
  if (!alone || !(start || end))
    return 0;
  out.push_back({start ? 1 : -1, {}});
  return noun ? i + 2 : i + 1;
}

constexpr std::array small{"slightly"sv, "little"sv, "bit"sv, "somewhat"sv,
                           "touch"sv,    "tad"sv,    "hair"sv, "subtly"sv};
constexpr std::array great{
  "much"sv,   "lot"sv,       "far"sv,           "way"sv,     "significantly"sv,
  "very"sv,   "really"sv,    "considerably"sv,  "super"sv,   "extremely"sv,
  "dramatically"sv, "drastically"sv, "substantially"sv, "massively"sv};

amount_unit unit_of(std::string_view word) {
  if (word == "%" || word == "percent" || word == "per" || word == "pct")
    return amount_unit::percent;
  if (word == "s" || word == "sec" || word == "secs" || word == "second"
      || word == "seconds")
    return amount_unit::seconds;
  if (word == "word" || word == "words")
    return amount_unit::words;
  if (word == "x" || word == "times")
    return amount_unit::factor;
  return amount_unit::none;
}

bool says_total(token_span x, size_t number, size_t after) {
  static constexpr std::array before{"to"sv,    "under"sv,  "below"sv,
                                     "exactly"sv, "max"sv, "maximum"sv,
                                     "most"sv,  "than"sv,   "around"sv,
                                     "about"sv, "last"sv,   "is"sv, "be"sv,
                                     "it"sv, "video"sv, "film"sv};
  static constexpr std::array behind{"long"sv, "total"sv, "max"sv,
                                     "maximum"sv, "video"sv, "film"sv,
                                     "version"sv, "spot"sv, "cut"sv};
  // "10 seconds shorter" is a difference, whatever stands before.
  static constexpr std::array difference{"shorter"sv, "longer"sv, "less"sv,
                                         "more"sv, "off"sv};
  if (after < x.size() && x[after].is_any(difference))
    return false;
  return (number > 0 && x[number - 1].is_any(before))
         || (after < x.size() && x[after].is_any(behind));
}

} // namespace

size_t read_target(token_span x, std::vector<scene_target>& out) {
  size_t i = skip(x, 0, prepositions);
  auto article = at(x, i, "the") || at(x, i, "this");
  i += article ? 1 : 0;
  if (auto end = numbered(x, i, out))
    return end;
  if (auto end = ordinal(x, i, out))
    return end;
  return named(x, i, article, out);
}

std::vector<scene_target> take_targets(token_span all,
                                       std::vector<token>& rest) {
  std::vector<scene_target> result;
  for (size_t i = 0; i < all.size();) {
    if (auto used = read_target(all.subspan(i), result)) {
      i += used;
      continue;
    }
    rest.push_back(all[i++]);
  }
  return result;
}

measure read_measure(token_span x) {
  for (size_t i = 0; i < x.size(); ++i) {
    auto half = x[i].is("half") || x[i].is("halve");
    auto twice = x[i].is("twice") || x[i].is("double");
    if (half || twice)
      return {half ? 0.5 : 2.0, amount_unit::factor, false};
    auto value = x[i].kind == token_kind::number ? x[i].value
                                                 : number_word(x[i].text);
    if (value <= 0 || i + 1 >= x.size() || x[i].kind == token_kind::joint)
      continue;
    auto after = i + 1;
    auto& word = x[after].text;
    if (word == "minute" || word == "minutes" || word == "min")
      return {value * 60, amount_unit::seconds,
              says_total(x, i, after + 1)};
    auto unit = unit_of(word);
    if (unit == amount_unit::none)
      continue;
    if (word == "per") // "20 per cent"
      ++after;
    return {value, unit, says_total(x, i, after + 1)};
  }
  return {};
}

double read_strength(token_span x) {
  for (auto& word : x)
    if (word.is_any(small))
      return 0.5;
  for (auto& word : x)
    if (word.is_any(great))
      return 2;
  return 1;
}

bool is_filler(const token& x) {
  static constexpr std::array fillers{
    "please"sv, "pls"sv,   "could"sv,  "can"sv,    "would"sv,   "you"sv,
    "we"sv,     "i"sv,     "i'd"sv,    "like"sv,   "want"sv,    "need"sv,
    "to"sv,     "maybe"sv, "perhaps"sv, "just"sv,  "so"sv,      "ok"sv,
    "okay"sv,   "hi"sv,    "hello"sv,  "hey"sv,    "thanks"sv,  "kindly"sv,
    "let's"sv,  "lets"sv,  "should"sv, "think"sv,  "it'd"sv,    "be"sv,
    "nice"sv,   "great"sv, "if"sv,     "the"sv,    "it"sv,      "must"sv,
    "try"sv,    "thank"sv, "good"sv,   "wish"sv,   "prefer"sv,  "a"sv,
    "an"sv,     "might"sv, "really"sv, "needs"sv,  "that"sv,    "is"sv,
    "well"sv,   "again"sv, "either"sv, "however"sv, "finally"sv, "next"sv,
    "overall"sv, "this"sv, "me"sv,     "for"sv,    "will"sv,   "film"sv,
    "video"sv,  "wonderful"sv, "love"sv, "they"sv, "there"sv};
  return x.is_any(fillers) || x.kind == token_kind::joint;
}

} // namespace troupe::feedback_detail
